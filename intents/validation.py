"""Validation of an intents file: whether it has the keys and values that hassil expects.

`intents.templates` validates a file before hassil reads it, because hassil's own messages name
neither the line nor the key of a mistake.
"""

import re

from floe.document import Document, Key
from floe.section import Section
from intents.errors import (
    IntentsError,
    NoIntentsError,
    SchemaError,
    TooLargeError,
    UnsupportedError,
)
from intents.limits import LARGEST_NUMBER, too_many_numbers

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*")
"""The code of a language, such as ``en`` or ``sr-Latn``; hassil looks for a file of that name."""


def validate(document: Document) -> None:
    """Make sure that an intents file is valid.

    Raises:
        IntentsError: something in it is missing, of the wrong kind, or not supported.
    """
    root = _IntentsSection(document)
    root.language("language")
    root.refuse("skip_words", "write them as [please] in the sentences")
    if "settings" in root:
        root.section("settings").refuse("ignore_whitespace", "words need spaces between them")
    if not root.get("intents"):
        raise NoIntentsError(document, "the file holds no intents", "intents")
    for name in root.names("intents"):
        intent = root.section("intents", name)
        for index, _ in enumerate(intent.filled("data")):
            _validate_data(intent.section("data", index))
    _validate_definitions(root)


class _IntentsSection(Section):
    """One mapping of an intents file; mistakes in it are reported as a `SchemaError`."""

    def error(self, problem: str, *names: Key) -> IntentsError:
        return SchemaError(self.document, problem, *self.keys, *names)

    def refuse(self, name: str, advice: str) -> None:
        """Refuse a part of hassil's format that a grammar cannot hold, unless it is empty."""
        if self.get(name):
            problem = f"is not supported: {advice}"
            raise UnsupportedError(self.document, problem, *self.keys, name)

    def language(self, name: str) -> None:
        """Make sure that the value is the code of a language."""
        code = self.expect(str, name)
        if not _LANGUAGE.fullmatch(code):
            raise self.error(f"expected the code of a language such as en, found {code!r}", name)


def _validate_data(data: _IntentsSection) -> None:
    """Validate one group of sentences of an intent."""
    for index, _ in enumerate(data.filled("sentences")):
        data.expect(str, "sentences", index)
    for context in ("requires_context", "excludes_context"):
        data.refuse(context, "Floe has no such context")
    if "slots" in data:
        for slot in data.names("slots"):
            data.scalar("slots", slot)
    for name in ("required_keywords", "name_domains"):
        data.texts(name)
    if "settings" in data:
        data.section("settings")
    _validate_definitions(data)


def _validate_definitions(part: _IntentsSection) -> None:
    """Validate the rules and lists that the file, or one group of sentences, defines."""
    if "expansion_rules" in part:
        for name in part.names("expansion_rules"):
            part.expect(str, "expansion_rules", name)
    if "lists" in part:
        for name in part.names("lists"):
            _validate_list(part.section("lists", name))


def _validate_list(part: _IntentsSection) -> None:
    if "values" in part:
        for index, value in enumerate(part.filled("values")):
            if not isinstance(value, str):
                _validate_list_value(part.section("values", index))
    elif "range" in part:
        _validate_range(part.section("range"))
    elif not part.get("wildcard"):
        raise part.error("needs values or a range")


def _validate_list_value(value: _IntentsSection) -> None:
    value.expect(str, "in")
    if "out" in value:
        value.scalar("out")
    if "context" in value:
        value.section("context")


def _validate_range(part: _IntentsSection) -> None:
    first, last = part.expect(int, "from"), part.expect(int, "to")
    if first > last:
        raise part.error(f"goes from {first} down to {last}")
    if "step" in part and part.expect(int, "step") < 1:
        raise part.error("has to be at least 1", "step")
    if part.get("fractions") not in (None, "halves", "tenths"):
        raise part.error("has to be halves or tenths", "fractions")
    step = part.get("step", 1)
    if problem := too_many_numbers(first, last, step, part.get("fractions")):
        raise TooLargeError(part.document, problem, *part.keys)
    if part.get("type", "number") not in ("number", "percentage", "temperature"):
        raise part.error("has to be number, percentage or temperature", "type")
    if "multiplier" in part:
        part.number("multiplier", -LARGEST_NUMBER, LARGEST_NUMBER)
    if part.get("words_language") is not None:
        part.language("words_language")
    if not part.get("words", True):
        problem = "numbers that are not spoken as words cannot be heard"
        raise UnsupportedError(part.document, problem, *part.keys, "words")
