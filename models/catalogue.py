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
_NAME = re.compile(r"[A-Za-z0-9][\w.-]{0,99}", re.ASCII)
"""A model's name, which becomes that of a folder."""
_MOST_BYTES = 100 << 30
_ADDRESS = re.compile(r"[!-~]{1,1000}")
_SIZE = re.compile(r"[0-9]{1,4}(\.[0-9])?[KMG]")
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
        names = root.names("models")
        return cls({name: _entry(root.section("models", name), name) for name in names})

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
    _check_sums(section)
    values = {key: section.get(key) for key in section}
    return CatalogueEntry(**{**values, "name": name, "sources": section.texts("sources")})


def _check(section: Section, name: str) -> None:
    """Make sure that the values of an entry make sense together."""
    if not _NAME.fullmatch(name):
        raise section.error(f"expected a name of letters, digits, dots and hyphens, found {name!r}")
    if _last_part(section) != f"{name}.zip":
        raise section.error(f"expected an address that ends in /{name}.zip", "url")
    if not _SIZE.fullmatch(section.get("size")):
        raise section.error("expected a size such as 40M", "size")
    if section.get("graph") not in _GRAPHS:
        raise section.error(f"expected one of {', '.join(_GRAPHS)}", "graph")
    if "errors" in section:
        errors = section.section("errors")
        for on in section.names("errors"):
            errors.number(on, 0, 100)


def _check_sums(section: Section) -> None:
    if "sha256" in section and not is_sha256(section.get("sha256")):
        raise section.error("expected 64 hexadecimal digits", "sha256")
    if "sha256" in section and not section.get("sources"):
        raise section.error("expected the files in which it was read", "sources")
    size = section.get("bytes", 1)
    if type(size) is not int or not 0 < size < _MOST_BYTES:
        raise section.error("expected a number of bytes", "bytes")


def _last_part(section: Section) -> str:
    """Return what stands behind the last slash of the address."""
    url = str(section.get("url"))
    try:
        address = urlsplit(url)
        _ = address.port
    except ValueError as error:
        raise section.error(f"no address: {error}", "url") from error
    if not _ADDRESS.fullmatch(url) or not address.hostname:
        raise section.error(f"expected an address, found {url!r}", "url")
    return address.path.rpartition("/")[2]
