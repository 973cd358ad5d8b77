"""What a person of the house may be called, and where their journal is."""

import unicodedata
from collections.abc import Collection, Iterable
from pathlib import Path
from urllib.parse import quote, unquote

_LONGEST = 40
"""Letters: a file's name has room for that many, however they are written."""
_MARKS = frozenset(" -'.")


def named(text: str) -> str:
    """Return ``text`` as a name: letters, and within them spaces, hyphens, apostrophes and dots.

    Raises:
        ValueError: it is none; the message says what a name is.
    """
    name = " ".join(unicodedata.normalize("NFC", text).split())
    letters = all(letter.isalpha() or letter in _MARKS for letter in name)
    if not (letters and name[:1].isalpha() and len(name) <= _LONGEST):
        raise ValueError(f"expected a name of up to {_LONGEST} letters, found {text!r}")
    return name


def journal_of(person: str, default: Path) -> Path:
    """Return the journal of ``person`` beside the ``default`` one, which is that of no name.

    Names that differ in upper and lower case alone are the same.
    """
    if not person:
        return default
    safe = quote(named(person).casefold(), safe="")
    return default.with_name(f"{default.stem}-{safe}{default.suffix}")


def known(default: Path, persons: Iterable[str]) -> tuple[str, ...]:
    """Return the names of the settings, and of those who have a journal beside ``default``."""
    found = {name.casefold(): name for name in persons}
    for path in sorted(default.parent.glob(f"{default.stem}-*{default.suffix}")):
        name = unquote(path.stem.removeprefix(f"{default.stem}-"))
        if journal_of(name, default) == path:
            found.setdefault(name, name.title())
    return tuple(found.values())


def spoken(person: str) -> str:
    """Return a name in the letters of the speech model's lexicon: "Zoé" is "zoe"."""
    apart = unicodedata.normalize("NFKD", person.casefold())
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(plain.replace("-", " ").replace(".", " ").split())


def missing(person: str, words: Collection[str]) -> list[str]:
    """Return the words of a name that are not in a lexicon's ``words``."""
    return [word for word in spoken(person).split() if word not in words]
