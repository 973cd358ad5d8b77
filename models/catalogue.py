"""The published models that Floe knows of, and how to know the right file from a wrong one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from floe.document import Document

_PREFIX = "vosk-model-"
_SUM = re.compile(r"[0-9a-f]{64}")
_KINDS = ("dynamic", "static")


@dataclass(frozen=True)
class CatalogueEntry:
    """One published model."""

    name: str
    url: str
    size: str
    """Of the archive, as published: 40M, 1.8G."""
    licence: str
    graph: str
    """``dynamic`` takes Floe's grammar, ``static`` takes none."""
    suits: str
    errors: Mapping[str, float] = field(default_factory=dict)
    """Words wrong in a hundred, by the recordings they were counted on, as published."""
    bytes: int | None = None
    """Of the archive, exactly; None where nobody says."""
    sha256: str | None = None
    """Of the archive; None where no source was found that can be trusted."""
    sources: tuple[str, ...] = ()
    """Repositories and files in which the sum was read."""


class Catalogue:
    """The published models, best known first."""

    def __init__(self, entries: Mapping[str, CatalogueEntry]) -> None:
        self.entries = entries

    @classmethod
    def load(cls, path: Path | None = None) -> "Catalogue":
        """Read a catalogue, by default the one that Floe comes with.

        Raises:
            DocumentError: it cannot be read, or an entry is not whole; names file and line.
        """
        document = Document.load(path or Path(__file__).with_name("catalogue.yaml"))
        models = document.data.get("models")
        if not isinstance(models, dict):
            raise document.error("expected the models by name", "models")
        return cls({name: _entry(document, name, rows) for name, rows in models.items()})

    def find(self, name: str) -> CatalogueEntry | None:
        """Return the model called ``name``, with or without its "vosk-model-"."""
        return self.entries.get(name) or self.entries.get(_PREFIX + name)


def is_sha256(text: object) -> bool:
    """Return whether ``text`` is a SHA-256 in hexadecimal."""
    return isinstance(text, str) and _SUM.fullmatch(text) is not None


def _entry(document: Document, name: str, rows: Any) -> CatalogueEntry:
    if not isinstance(rows, dict):
        raise document.error("expected keys and values", "models", name)
    known = {one.name for one in fields(CatalogueEntry)} - {"name"}
    for key in rows:
        if key not in known:
            raise document.error(f"unknown; there are: {', '.join(sorted(known))}", *_at(name, key))
    for key in ("url", "size", "licence", "graph", "suits"):
        if not isinstance(rows.get(key), str):
            raise document.error("expected a text", *_at(name, key))
    _check(document, name, rows)
    return CatalogueEntry(**{**rows, "name": name, "sources": tuple(rows.get("sources", ()))})


def _check(document: Document, name: str, rows: Mapping[str, Any]) -> None:
    address = urlsplit(rows["url"])
    if address.path.rpartition("/")[2] != f"{name}.zip":
        raise document.error(f"expected an address that ends in /{name}.zip", *_at(name, "url"))
    if rows["graph"] not in _KINDS:
        raise document.error(f"expected one of {', '.join(_KINDS)}", *_at(name, "graph"))
    if "sha256" in rows and not is_sha256(rows["sha256"]):
        raise document.error("expected 64 hexadecimal digits", *_at(name, "sha256"))
    if "sha256" in rows and not rows.get("sources"):
        raise document.error("expected the files in which it was read", *_at(name, "sources"))
    if not isinstance(rows.get("bytes", 1), int) or rows.get("bytes", 1) <= 0:
        raise document.error("expected a number of bytes", *_at(name, "bytes"))
    if not isinstance(rows.get("errors", {}), dict):
        raise document.error("expected word error rates", *_at(name, "errors"))


def _at(name: str, key: str) -> tuple[str, str, str]:
    return "models", name, key
