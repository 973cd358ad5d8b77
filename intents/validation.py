"""The shape of a hassil file: which keys it has and what they may hold."""

from typing import Any

from floe.document import Document, Key
from intents.errors import NoIntentsError, SchemaError, UnsupportedError

_NAMES: dict[type, str] = {dict: "keys and values", list: "a list", str: "text", int: "a number"}
_SCALARS = (str, int, float)


class FileValidation:
    """Checks that a file is what hassil expects, before hassil reads it."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def check(self) -> None:
        """Check the whole file.

        Raises:
            IntentsError: something is missing, of the wrong kind, or not supported.
        """
        self._expect(str, "language")
        self._unsupported("skip_words", "write them as [please] in the sentences")
        if "settings" in self._document.data and self._expect(dict, "settings"):
            self._unsupported("settings", "ignore_whitespace", "words need spaces between them")
        if not self._document.data.get("intents"):
            raise NoIntentsError(self._document, "the file holds no intents", "intents")
        for name in self._names("intents"):
            self._intent(name)
        self._definitions()

    def _intent(self, name: Key) -> None:
        keys = ("intents", name)
        self._expect(dict, *keys)
        for index, _ in enumerate(self._filled(*keys, "data")):
            self._expect(dict, *keys, "data", index)
            self._data(*keys, "data", index)

    def _data(self, *keys: Key) -> None:
        for index, _ in enumerate(self._filled(*keys, "sentences")):
            self._expect(str, *keys, "sentences", index)
        for context in ("requires_context", "excludes_context"):
            self._unsupported(*keys, context, "Floe has no such context")
        if "slots" in self._at(*keys):
            for slot in self._names(*keys, "slots"):
                self._scalar(*keys, "slots", slot)
        self._definitions(*keys)

    def _definitions(self, *keys: Key) -> None:
        part = self._at(*keys)
        if "expansion_rules" in part:
            for name in self._names(*keys, "expansion_rules"):
                self._expect(str, *keys, "expansion_rules", name)
        if "lists" in part:
            for name in self._names(*keys, "lists"):
                self._list(*keys, "lists", name)

    def _list(self, *keys: Key) -> None:
        part = self._expect(dict, *keys)
        if "values" in part:
            for index, value in enumerate(self._filled(*keys, "values")):
                if not isinstance(value, str):
                    self._expect(dict, *keys, "values", index)
                    self._expect(str, *keys, "values", index, "in")
                    if "out" in value:
                        self._scalar(*keys, "values", index, "out")
        elif "range" in part:
            self._range(*keys, "range")
        elif not part.get("wildcard"):
            raise SchemaError(self._document, "needs values or a range", *keys)

    def _range(self, *keys: Key) -> None:
        part = self._expect(dict, *keys)
        first, last = self._expect(int, *keys, "from"), self._expect(int, *keys, "to")
        if first > last:
            raise SchemaError(self._document, f"goes from {first} down to {last}", *keys)
        if "step" in part and self._expect(int, *keys, "step") < 1:
            raise SchemaError(self._document, "has to be at least 1", *keys, "step")
        if part.get("fractions") not in (None, "halves", "tenths"):
            raise SchemaError(self._document, "has to be halves or tenths", *keys, "fractions")
        if part.get("type", "number") not in ("number", "percentage", "temperature"):
            problem = "has to be number, percentage or temperature"
            raise SchemaError(self._document, problem, *keys, "type")
        if "multiplier" in part:
            self._scalar(*keys, "multiplier")
        if not part.get("words", True):
            problem = "numbers that are not spoken as words cannot be heard"
            raise UnsupportedError(self._document, problem, *keys, "words")

    def _at(self, *keys: Key) -> Any:
        part = self._document.data
        for index, key in enumerate(keys):
            if isinstance(part, dict) and key not in part:
                raise SchemaError(self._document, "is missing", *keys[: index + 1])
            part = part[key]
        return part

    def _expect(self, kind: type, *keys: Key) -> Any:
        part = self._at(*keys)
        if not isinstance(part, kind) or (kind is int and isinstance(part, bool)):
            problem = f"expected {_NAMES[kind]}, found {part!r}"
            raise SchemaError(self._document, problem, *keys)
        return part

    def _names(self, *keys: Key) -> list[str]:
        names = list(self._expect(dict, *keys))
        for name in names:
            if not isinstance(name, str):
                problem = f"YAML reads the name {name!r} here: write it in quotes"
                raise SchemaError(self._document, problem, *keys)
        return names

    def _filled(self, *keys: Key) -> Any:
        part = self._expect(list, *keys)
        if not part:
            raise SchemaError(self._document, "is empty", *keys)
        return part

    def _scalar(self, *keys: Key) -> None:
        part = self._at(*keys)
        if not isinstance(part, _SCALARS):
            raise SchemaError(self._document, f"expected one value, found {part!r}", *keys)

    def _unsupported(self, *path: Key) -> None:
        *keys, advice = path
        part = self._at(*keys[:-1])
        if part.get(keys[-1]):
            raise UnsupportedError(self._document, f"is not supported: {advice}", *keys)
