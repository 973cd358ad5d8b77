"""What can be wrong with an intents file, and with what was learnt.

FloeError
 +-- LearntError
 +-- DocumentError
      +-- IntentsError
           +-- SchemaError
           +-- NoIntentsError
           +-- TemplateError
           +-- SilentTemplateError
           +-- UnknownRuleError
           +-- CircularRuleError
           +-- UnknownListError
           +-- WildcardError
           +-- UnspeakableError
           +-- UnsupportedError
           +-- TooLargeError
"""

from floe.document import Document, Key
from floe.errors import DocumentError, FloeError


class LearntError(FloeError):
    """The file of what was learnt is missing or damaged; the message names it."""


class IntentsError(DocumentError):
    """An intents file cannot be used; the message names file, line, key and problem."""

    def __init__(self, document: Document, problem: str, *keys: Key) -> None:
        """Report ``problem`` about the value at ``keys`` of the file."""
        super().__init__(str(document.error(problem, *keys)))


class SchemaError(IntentsError):
    """A key is missing, or its value is of the wrong kind or out of range."""


class NoIntentsError(IntentsError):
    """The file holds no intents."""


class TemplateError(IntentsError):
    """A sentence, a rule or a value of a list does not parse as a template."""


class SilentTemplateError(IntentsError):
    """A sentence matches although no word is said."""


class UnknownRuleError(IntentsError):
    """A template uses an expansion ``<rule>`` that is not defined."""


class CircularRuleError(IntentsError):
    """An expansion ``<rule>`` contains itself."""


class UnknownListError(IntentsError):
    """A template uses a ``{list}`` that is not defined."""


class WildcardError(IntentsError):
    """A template uses a ``{list}`` that takes any words, so that no grammar can be made of it."""


class UnspeakableError(IntentsError):
    """A ``{list}`` has numbers that cannot be spelled out in the file's language."""


class UnsupportedError(IntentsError):
    """The file uses a part of hassil's format that a grammar cannot hold."""


class TooLargeError(IntentsError):
    """The templates are too many, too long or too deep, or stand for too many sentences."""
