"""YAML files that remember the place of every key, so that an error can name it.

This is the lowest layer of reading a file: it makes sure that the file is YAML, and of a size that
Floe can take. `floe.section` validates what is in it.
"""

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from floe.errors import DocumentError
from floe.text import one_line
from floe.textfile import TextFileError, read_text_file
from floe.tree import Key, TreeError, ValueTree

__all__ = ["Document", "Key"]

_MOST_BYTES = 1 << 20
"""Most bytes of a file: fifteen times as many as Floe's own intents have, and half a second."""


@dataclass(frozen=True)
class Document:
    """One parsed YAML file, or a folder of files that are read as one."""

    path: Path
    data: Any
    """The contents: a dict of dicts, lists and scalars."""
    lines: Mapping[tuple[Key, ...], int]
    """The line, counted from 1, of the value at each place."""
    texts: Mapping[tuple[Key, ...], str]
    """How the single value at each place is written, whatever YAML takes it for."""
    files: Mapping[tuple[Key, ...], Path] = field(default_factory=dict)
    """The file of each key of a mapping at the root, where there are several files."""

    @classmethod
    def load(cls, path: Path, *, optional: bool = False) -> "Document":
        """Read the file at ``path``, whose root must be a mapping.

        Where it is ``optional``, a file with nothing in it, or only comments, is an empty mapping.

        Raises:
            DocumentError: the file is missing, unreadable, not UTF-8, not YAML, too large, too
                deep or no mapping, or has a key twice in one mapping.
        """
        try:
            tree = ValueTree.parse(read_text_file(path, _MOST_BYTES))
        except FileNotFoundError:
            raise DocumentError(f"{path}: no such file") from None
        except OSError as error:
            raise DocumentError(f"{path}: cannot be read: {error.strerror}") from error
        except TextFileError as error:
            raise DocumentError(f"{path}{error.place}: {error}") from error
        except TreeError as error:
            raise DocumentError(f"{path}:{error.line}: {one_line(str(error))}") from error
        data = {} if optional and tree.data is None else tree.data
        if not isinstance(data, dict):
            raise DocumentError(f"{path}:1: expected keys and values, found {_kind(data)}")
        return cls(path, data, tree.lines, tree.texts)

    @classmethod
    def load_folder(cls, folder: Path) -> "Document":
        """Read all files ``*.yaml`` in ``folder``, in the order of their names, as one.

        A mapping at the root of several files has the keys of all of them; any other value there
        has to be the same in each.

        Raises:
            DocumentError: as `load`; or two files have the same key, or there is no file.
        """
        parts = [cls.load(path) for path in sorted(folder.glob("*.yaml"))]
        if not parts:
            raise DocumentError(f"{folder}: there is no YAML file in this folder")
        data: dict[Key, Any] = {}
        files: dict[tuple[Key, ...], Path] = {}
        for part in parts:
            for name, value in part.data.items():
                own = value if isinstance(value, dict) else {}
                if not isinstance(data.setdefault(name, {} if own else value), dict) or not own:
                    if data[name] != value:
                        raise part.error(f"another file of {folder} has another value", name)
                    continue
                for key in own:
                    if (name, key) in files:
                        raise part.error(f"is in {files[name, key].name}, too", name, key)
                    files[name, key] = part.path
                data[name].update(own)
        lines = ChainMap(*(dict(part.lines) for part in parts))
        texts = ChainMap(*(dict(part.texts) for part in parts))
        return cls(folder, data, lines, texts, files)

    def file(self, *keys: Key) -> Path:
        """Return the file in which the value at ``keys`` stands."""
        return self.files.get(keys[:2], self.path)

    def line(self, *keys: Key) -> int:
        """Return the line, counted from 1, of the value at ``keys``, or of its nearest parent."""
        while keys not in self.lines and keys:
            keys = keys[:-1]
        return self.lines.get(keys, 1)

    def error(self, problem: str, *keys: Key) -> DocumentError:
        """Return the error to raise about the value at ``keys``."""
        name = ".".join(str(key) for key in keys)
        what = one_line(f"{name}: {problem}" if name else problem)
        return DocumentError(f"{self.file(*keys)}:{self.line(*keys)}: {what}")


def _kind(data: object) -> str:
    return "nothing" if data is None else f"a {type(data).__name__}"
