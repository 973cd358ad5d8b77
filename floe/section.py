"""Validation of one mapping of a YAML file, key by key.

The settings, intents files, scenarios and the catalogue of models are read through a `Section`, so
that a mistake in any of them is reported in one way: with the file, the line and the key of the
value that is wrong.
"""

import difflib
from collections.abc import Iterable, Iterator
from typing import Any, Self, TypeVar

from floe.document import Document, Key
from floe.errors import DocumentError

Kind = TypeVar("Kind", dict[Any, Any], list[Any], str, int)

_KIND_NAMES: dict[type, str] = {
    dict: "keys and values",
    list: "a list",
    str: "text",
    int: "a number",
}


class Section:
    """The mapping at one place of a document.

    Each method takes the name of a value in the mapping and returns that value if it is what it
    should be. Where several ``names`` may be given, they lead to a value further down: the keys of
    mappings and the indexes of lists, from the outside to the inside.
    """

    def __init__(
        self,
        document: Document,
        keys: tuple[Key, ...] = (),
        allowed: Iterable[str] | None = None,
    ) -> None:
        """Take the mapping at ``keys``, by default the whole document.

        ``allowed`` are the only keys that it may have; None allows any.

        Raises:
            DocumentError: there is no mapping, or it has a key that is not allowed.
        """
        self.document = document
        self.keys = keys
        value = document.data
        for key in keys:
            value = value[key]
        if not isinstance(value, dict):
            raise self.error(f"expected keys and values, found {value!r}")
        self._values = value
        if allowed is not None:
            self._refuse_unknown(sorted(allowed))

    def _refuse_unknown(self, allowed: list[str]) -> None:
        for key in self._values:
            if key not in allowed:
                near = difflib.get_close_matches(str(key), allowed, 1)
                hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(allowed)}"
                raise self.error(f"unknown key; {hint}", str(key))

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def __iter__(self) -> Iterator[Any]:
        return iter(self._values)

    @property
    def line(self) -> int:
        """The line of the file, counted from 1, at which the mapping begins."""
        return self.document.line(*self.keys)

    def error(self, problem: str, *names: Key) -> DocumentError:
        """Return the error to raise about the value at ``names``."""
        return self.document.error(problem, *self.keys, *names)

    def get(self, name: str, default: Any = None) -> Any:
        """Return the value as YAML has it, or ``default`` where it is missing."""
        return self._values.get(name, default)

    def written(self, *names: Key) -> str | None:
        """Return a single value as it is written, whatever YAML takes it for; None if it is none.

        ``No`` and ``Null`` are names of people as well.
        """
        return self.document.texts.get((*self.keys, *names))

    def value(self, *names: Key) -> Any:
        """Return the value as YAML has it.

        Raises:
            DocumentError: it is missing.
        """
        value: Any = self._values
        for count, name in enumerate(names, 1):
            if isinstance(value, dict) and name not in value:
                raise self.error("is missing", *names[:count])
            value = value[name]
        return value

    def expect(self, kind: type[Kind], *names: Key) -> Kind:
        """Return the value if it is a ``kind``: a dict, a list, a str or an int, but no bool.

        Raises:
            DocumentError: it is missing, or something else.
        """
        value = self.value(*names)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.error(f"expected {_KIND_NAMES[kind]}, found {value!r}", *names)
        return value

    def scalar(self, *names: Key) -> str | int | float:
        """Return a single value: a text, a number, or true or false.

        Raises:
            DocumentError: it is missing, or something else.
        """
        value = self.value(*names)
        if not isinstance(value, str | int | float):
            raise self.error(f"expected one value, found {value!r}", *names)
        return value

    def filled(self, *names: Key) -> list[Any]:
        """Return a list that is not empty.

        Raises:
            DocumentError: it is missing, empty, or no list.
        """
        values = self.expect(list, *names)
        if not values:
            raise self.error("is empty", *names)
        return values

    def names(self, *names: Key) -> list[str]:
        """Return the keys of a mapping, of which each must be text.

        Raises:
            DocumentError: it is missing or no mapping, or YAML reads a key as something else, as
                it reads ``yes`` as true.
        """
        found = list(self.expect(dict, *names))
        for name in found:
            if not isinstance(name, str):
                problem = f"YAML reads the name {name!r} here: write it in quotes"
                raise self.error(problem, *names)
        return found

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text that is not empty, without white space around it.

        Raises:
            DocumentError: it is missing and has no default, or is something else.
        """
        if default is not None and name not in self._values:
            return default
        return self._text(self.value(name), name)

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts as `text` returns them; it is empty where the value is missing.

        Raises:
            DocumentError: it is no list, or holds something else.
        """
        values = self._values.get(name, [])
        if not isinstance(values, list):
            raise self.error(f"expected a list, found {values!r}", name)
        return tuple(self._text(value, name, index) for index, value in enumerate(values))

    def number(self, name: str, low: float, high: float, default: float | None = None) -> float:
        """Return a number from ``low`` to ``high``, or ``default`` where it is missing.

        Raises:
            DocumentError: it is missing and has no default, no number, or out of range.
        """
        if default is not None and name not in self._values:
            return default
        return self._number(self.value(name), low, high, name)

    def whole(self, name: str, low: int, high: int, default: int) -> int:
        """Return a whole number from ``low`` to ``high``, or ``default`` where it is missing.

        Raises:
            DocumentError: it is no whole number, or out of range.
        """
        value = self.number(name, low, high, default)
        if value != int(value):
            raise self.error(f"expected a whole number, found {value:g}", name)
        return int(value)

    def limits(self, name: str, low: float, high: float) -> tuple[float, float]:
        """Return the two ends of a range, written as a list of two numbers, the smaller first.

        Raises:
            DocumentError: it is missing, no such list, or not within ``low`` and ``high``.
        """
        value = self.value(name)
        if not isinstance(value, list) or len(value) != 2:
            raise self.error(f"expected a list of two numbers, found {value!r}", name)
        first = self._number(value[0], low, high, name, 0)
        return first, self._number(value[1], first, high, name, 1)

    def truth(self, name: str) -> bool:
        """Return true or false, and false where it is missing.

        Raises:
            DocumentError: it is something else.
        """
        value = self._values.get(name, False)
        if not isinstance(value, bool):
            raise self.error(f"expected true or false, found {value!r}", name)
        return value

    def one_of(self, names: Iterable[str]) -> str:
        """Return the one of ``names`` that the mapping has as a key.

        Raises:
            DocumentError: it has none of them, or more than one.
        """
        names = list(names)
        found = [name for name in names if name in self._values]
        if len(found) != 1:
            which = f"found {' and '.join(found)}" if found else "found none"
            raise self.error(f"needs exactly one of {', '.join(names)}; {which}", *found[1:2])
        return found[0]

    def section(self, *names: Key, allowed: Iterable[str] | None = None) -> Self:
        """Return a mapping, of which ``allowed`` are the only keys; None allows any.

        It is of the same class, so that it reports mistakes in the same way.

        Raises:
            DocumentError: it is missing, no mapping, or has a key that is not allowed.
        """
        self.value(*names)
        return type(self)(self.document, (*self.keys, *names), allowed)

    def sections(self, name: str, allowed: Iterable[str] | None = None) -> Iterator[Self]:
        """Yield the mappings of a list that is not empty, each as `section` returns it.

        Raises:
            DocumentError: it is missing, empty, no list, or one of its items is no such mapping.
        """
        values = self.value(name)
        if not isinstance(values, list) or not values:
            raise self.error(f"expected a list that is not empty, found {values!r}", name)
        for index in range(len(values)):
            yield self.section(name, index, allowed=allowed)

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
