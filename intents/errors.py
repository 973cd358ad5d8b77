"""What can be wrong with an intents file.

floe.errors.DocumentError
└── IntentsError
    ├── SchemaError           a key is missing, or holds the wrong kind of value
    ├── NoIntentsError        there is nothing to understand in it
    ├── TemplateError         a sentence, rule or list value does not parse
    ├── SilentTemplateError   a sentence that no word need be said for
    ├── UnknownRuleError      <rule> is not defined
    ├── CircularRuleError     <rule> contains itself
    ├── UnknownListError      {list} is not defined
    ├── WildcardError         {list} takes any words, so no grammar can be made of it
    ├── UnspeakableError      {list} has numbers that cannot be spelled out
    └── UnsupportedError      a part of hassil's format that a grammar cannot hold
"""

from floe.document import Document, Key
from floe.errors import DocumentError


class IntentsError(DocumentError):
    """An intents file cannot be used; the message names file, line, intent and problem."""

    def __init__(self, document: Document, problem: str, *keys: Key) -> None:
        super().__init__(str(document.error(problem, *keys)))


class SchemaError(IntentsError):
    """A key is missing, or its value is of the wrong kind."""


class NoIntentsError(IntentsError):
    """The file holds no intents."""


class TemplateError(IntentsError):
    """A sentence template does not parse."""


class SilentTemplateError(IntentsError):
    """A sentence template matches when nothing is said."""


class UnknownRuleError(IntentsError):
    """A template uses an expansion rule that is not defined."""


class CircularRuleError(IntentsError):
    """An expansion rule contains itself."""


class UnknownListError(IntentsError):
    """A template uses a list that is not defined."""


class WildcardError(IntentsError):
    """A template uses a list that takes any words."""


class UnspeakableError(IntentsError):
    """A list has numbers that cannot be spelled out in the file's language."""


class UnsupportedError(IntentsError):
    """The file uses a part of hassil's format that a grammar cannot hold."""
