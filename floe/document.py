"""YAML files that remember the line of every key, so that an error can name it.

This is the lowest layer of reading a file: it makes sure that the file is YAML. `floe.section`
validates what is in it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from floe.errors import DocumentError

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Key = str | int
"""A key of a mapping or an index of a list. A tuple of them is the place of a value in a file."""


@dataclass(frozen=True)
class Document:
    """One parsed YAML file."""

    path: Path
    data: Any
    """The contents: a dict of dicts, lists and scalars."""
    lines: Mapping[tuple[Key, ...], int]
    """The line, counted from 1, of the value at each place."""

    @classmethod
    def load(cls, path: Path) -> "Document":
        """Read the file at ``path``, whose root must be a mapping.

        Raises:
            DocumentError: the file is missing, unreadable, not UTF-8, not YAML or no mapping, or
                has a key twice in one mapping.
        """
        try:
            text = path.read_text(encoding="utf-8")
            node = yaml.compose(text, Loader=_Loader)
            lines = dict(_lines(node, ()))
            data = yaml.load(text, Loader=_Loader)  # noqa: S506 (a safe loader)
        except FileNotFoundError:
            raise DocumentError(f"{path}: no such file") from None
        except OSError as error:
            raise DocumentError(f"{path}: cannot be read: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise DocumentError(f"{path}: not UTF-8 text (byte {error.start})") from error
        except _DuplicateKey as error:
            raise DocumentError(f"{path}:{error}") from None
        except (RecursionError, ValueError) as error:
            raise DocumentError(f"{path}: a value that cannot be: {error}") from error
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = f":{mark.line + 1}" if mark else ""
            problem = getattr(error, "problem", None) or "not YAML"
            raise DocumentError(f"{path}{line}: {problem}") from error
        if not isinstance(data, dict):
            raise DocumentError(f"{path}:1: expected keys and values, found {_kind(data)}")
        return cls(path, data, lines)

    def line(self, *keys: Key) -> int:
        """Return the line, counted from 1, of the value at ``keys``, or of its nearest parent."""
        while keys not in self.lines and keys:
            keys = keys[:-1]
        return self.lines.get(keys, 1)

    def error(self, problem: str, *keys: Key) -> DocumentError:
        """Return the error to raise about the value at ``keys``."""
        name = ".".join(str(key) for key in keys)
        return DocumentError(f"{self.path}:{self.line(*keys)}: {name}: {problem}")


class _DuplicateKey(Exception):
    """A key stands twice in one mapping; YAML would silently keep the last."""


def _lines(node: yaml.Node | None, keys: tuple[Key, ...]) -> Iterator[tuple[tuple[Key, ...], int]]:
    """Yield the place and the line of every value below ``node``, which lies at ``keys``."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            below = (*keys, key.value)
            if str(key.value) in seen:
                name = ".".join(map(str, below))
                raise _DuplicateKey(f"{key.start_mark.line + 1}: {name}: stands here a second time")
            seen.add(str(key.value))
            yield below, key.start_mark.line + 1
            yield from _lines(value, below)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            below = (*keys, index)
            yield below, value.start_mark.line + 1
            yield from _lines(value, below)


def _kind(data: object) -> str:
    return "nothing" if data is None else f"a {type(data).__name__}"
