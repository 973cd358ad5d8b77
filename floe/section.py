"""One mapping of a YAML file, read key by key, so that each mistake names its line."""

import difflib
from collections.abc import Iterable, Iterator

from floe.document import Document, Key
from floe.errors import DocumentError

_NEEDED = object()


class Section:
    """The mapping at ``keys`` of a document, of which only ``allowed`` keys may be there."""

    def __init__(self, document: Document, keys: tuple[Key, ...], allowed: Iterable[str]) -> None:
        """Find the mapping.

        Raises:
            DocumentError: it is no mapping, or has a key that is not allowed.
        """
        self._document = document
        self._keys = keys
        data = document.data
        for key in keys:
            data = data[key]
        if not isinstance(data, dict):
            raise document.error(f"expected keys and values, found {data!r}", *keys)
        self._data = data
        self._check(sorted(allowed))

    def _check(self, allowed: list[str]) -> None:
        for key in self._data:
            if key not in allowed:
                near = difflib.get_close_matches(str(key), allowed, 1)
                hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(allowed)}"
                raise self.error(f"unknown key; {hint}", str(key))

    def __contains__(self, name: str) -> bool:
        return name in self._data

    @property
    def line(self) -> int:
        """The line of the file where the mapping begins."""
        return self._document.line(*self._keys)

    def error(self, problem: str, *names: Key) -> DocumentError:
        """Make the error to raise about the value at ``names``."""
        return self._document.error(problem, *self._keys, *names)

    def value(self, name: str) -> object:
        """Return the value as YAML has it.

        Raises:
            DocumentError: it is missing.
        """
        if name not in self._data:
            raise self.error("is missing", name)
        return self._data[name]

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text that is not empty.

        Raises:
            DocumentError: it is missing and has no default, or is something else.
        """
        if default is not None and name not in self._data:
            return default
        return self._text(self.value(name), name)

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts, empty where it is missing.

        Raises:
            DocumentError: it is no list, or holds something else.
        """
        values = self._data.get(name, [])
        if not isinstance(values, list):
            raise self.error(f"expected a list, found {values!r}", name)
        return tuple(self._text(value, name, index) for index, value in enumerate(values))

    def number(self, name: str, low: float, high: float, default: float | None = None) -> float:
        """Return a number from ``low`` to ``high``.

        Raises:
            DocumentError: it is missing and has no default, no number, or out of range.
        """
        if default is not None and name not in self._data:
            return default
        return self._number(self.value(name), low, high, name)

    def whole(self, name: str, low: int, high: int, default: int) -> int:
        """Return a whole number from ``low`` to ``high``, ``default`` where it is missing.

        Raises:
            DocumentError: it is no whole number, or out of range.
        """
        value = self.number(name, low, high, default)
        if value != int(value):
            raise self.error(f"expected a whole number, found {value:g}", name)
        return int(value)

    def numbers(self, name: str, low: float, high: float) -> tuple[float, float]:
        """Return a range, written as a list of its two ends.

        Raises:
            DocumentError: it is no such list, or out of range.
        """
        value = self.value(name)
        if not isinstance(value, list) or len(value) != 2:
            raise self.error(f"expected a list of two numbers, found {value!r}", name)
        first = self._number(value[0], low, high, name, 0)
        return first, self._number(value[1], first, high, name, 1)

    def truth(self, name: str) -> bool:
        """Return true or false, false where it is missing.

        Raises:
            DocumentError: it is something else.
        """
        value = self._data.get(name, False)
        if not isinstance(value, bool):
            raise self.error(f"expected true or false, found {value!r}", name)
        return value

    def one_of(self, names: Iterable[str]) -> str:
        """Return the only one of ``names`` that is there.

        Raises:
            DocumentError: none is, or more than one.
        """
        names = list(names)
        found = [name for name in names if name in self._data]
        if len(found) != 1:
            which = f"found {' and '.join(found)}" if found else "found none"
            raise self.error(f"needs exactly one of {', '.join(names)}; {which}", *found[1:2])
        return found[0]

    def sections(self, name: str, allowed: Iterable[str]) -> Iterator["Section"]:
        """Return the mappings of a list that is not empty, one by one.

        Raises:
            DocumentError: it is missing, no list, empty, or holds something else.
        """
        values = self.value(name)
        if not isinstance(values, list) or not values:
            raise self.error(f"expected a list that is not empty, found {values!r}", name)
        for index in range(len(values)):
            yield Section(self._document, (*self._keys, name, index), allowed)

    def section(self, name: str, allowed: Iterable[str]) -> "Section | None":
        """Return the mapping below ``name``, None where it is missing.

        Raises:
            DocumentError: it is something else.
        """
        if name not in self._data:
            return None
        return Section(self._document, (*self._keys, name), allowed)

    def _text(self, value: object, *names: Key) -> str:
        if isinstance(value, bool):
            raise self.error("YAML reads yes, no, on and off as truth; put it in quotes", *names)
        if not isinstance(value, str) or not value.strip():
            raise self.error(f"expected a text, found {value!r}", *names)
        return value.strip()

    def _number(self, value: object, low: float, high: float, *names: Key) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.error(f"expected a number, found {value!r}", *names)
        if not low <= value <= high:
            raise self.error(f"expected {low:g} to {high:g}, found {value:g}", *names)
        return float(value)
