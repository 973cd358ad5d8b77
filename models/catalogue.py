"""The catalogue of published models: where each can be had, and which file is the right one.

`floe models` lists the catalogue and installs from it. It is read from ``catalogue.yaml`` beside
this module.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit

from floe.document import Document
from floe.section import Section

_PREFIX = "vosk-model-"
"""What all published names begin with, and a user may leave out."""
_SHA256 = re.compile(r"[0-9a-f]{64}")
_GRAPHS = ("dynamic", "static")


@dataclass(frozen=True)
class CatalogueEntry:
    """One published model."""

    name: str
    url: str
    """The address of the archive, a zip file."""
    size: str
    """The size of the archive as published, such as 40M or 1.8G."""
    licence: str
    graph: str
    """``dynamic`` if the model takes Floe's grammar, ``static`` if it takes none."""
    suits: str
    """What the model is good for, in a few words for the user."""
    errors: Mapping[str, float] = field(default_factory=dict)
    """The published word error rates in percent, by the recordings they were measured on."""
    bytes: int | None = None
    """The exact size of the archive; None where nobody has published it."""
    sha256: str | None = None
    """The SHA-256 of the archive in hexadecimal; None where no source can be trusted."""
    sources: tuple[str, ...] = ()
    """The repositories and files in which the SHA-256 was read."""


class Catalogue:
    """The published models that Floe knows of."""

    def __init__(self, entries: Mapping[str, CatalogueEntry]) -> None:
        self.entries = entries
        """The models by name, in the order of the file: the best known first."""

    @classmethod
    def load(cls, path: Path | None = None) -> "Catalogue":
        """Return the catalogue in ``path``, by default the one that Floe comes with.

        Raises:
            DocumentError: the file cannot be read, or an entry in it is incomplete or wrong.
        """
        root = Section(Document.load(path or Path(__file__).with_name("catalogue.yaml")))
        models = root.get("models")
        if not isinstance(models, dict):
            raise root.error("expected the models by name", "models")
        return cls({name: _entry(root.section("models", name), name) for name in models})

    def find(self, name: str) -> CatalogueEntry | None:
        """Return the model called ``name``, with or without "vosk-model-" before it, or None."""
        return self.entries.get(name) or self.entries.get(_PREFIX + name)


def is_sha256(text: object) -> bool:
    """Return whether ``text`` is a SHA-256 in lower-case hexadecimal."""
    return isinstance(text, str) and _SHA256.fullmatch(text) is not None


def _entry(section: Section, name: str) -> CatalogueEntry:
    known = {one.name for one in fields(CatalogueEntry)} - {"name"}
    for key in section:
        if key not in known:
            raise section.error(f"unknown; there are: {', '.join(sorted(known))}", key)
    for key in ("url", "size", "licence", "graph", "suits"):
        if not isinstance(section.get(key), str):
            raise section.error("expected a text", key)
    _check(section, name)
    values = {key: section.get(key) for key in section}
    return CatalogueEntry(**{**values, "name": name, "sources": tuple(section.get("sources", ()))})


def _check(section: Section, name: str) -> None:
    """Make sure that the values of an entry make sense together."""
    address = urlsplit(section.get("url"))
    if address.path.rpartition("/")[2] != f"{name}.zip":
        raise section.error(f"expected an address that ends in /{name}.zip", "url")
    if section.get("graph") not in _GRAPHS:
        raise section.error(f"expected one of {', '.join(_GRAPHS)}", "graph")
    if "sha256" in section and not is_sha256(section.get("sha256")):
        raise section.error("expected 64 hexadecimal digits", "sha256")
    if "sha256" in section and not section.get("sources"):
        raise section.error("expected the files in which it was read", "sources")
    size = section.get("bytes", 1)
    if not isinstance(size, int) or size <= 0:
        raise section.error("expected a number of bytes", "bytes")
    if not isinstance(section.get("errors", {}), dict):
        raise section.error("expected word error rates", "errors")
