"""The people of a house: what they may be called, and where the journal of each is.

A person without a name is the one to whom the default journal belongs.
"""

import unicodedata
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, unquote

_LONGEST = 40
"""Longest name in letters."""
_LONGEST_FILE = 200
"""Longest name as the journal's file has it, where most letters that are not of English become six
or nine signs: with what stands around it, a file's name may have 255."""
_MARKS = frozenset(" -'.")
"""What a name may have beside letters, but not as its first sign."""


def validate_name(text: str) -> str:
    """Return ``text`` as a person's name, with single spaces and composed letters (NFC).

    A name begins with a letter; it consists of up to 40 letters, spaces, hyphens, apostrophes and
    dots, fewer in alphabets whose letters take much room in the name of a file.

    Raises:
        ValueError: ``text`` is no such name; the message says what is expected.
    """
    name = " ".join(unicodedata.normalize("NFC", text[: 10 * _LONGEST]).split())
    letters = all(letter.isalpha() or letter in _MARKS for letter in name)
    if not (letters and name[:1].isalpha() and len(name) <= _LONGEST and len(text) < 10 * _LONGEST):
        raise ValueError(f"expected a name of up to {_LONGEST} letters, found {text[:100]!r}")
    if len(_in_file(name)) > _LONGEST_FILE:
        raise ValueError(f"{name} is too long for the name of a file; give a shorter one")
    return name


def journal_of(person: str, default: Path) -> Path:
    """Return the path of a person's journal, which lies beside the ``default`` one.

    An empty name has the default journal itself. Names that differ only in upper and lower case
    have the same journal.

    Raises:
        ValueError: ``person`` is no name, see `validate_name`.
    """
    if not person:
        return default
    return default.with_name(f"{default.stem}-{_in_file(validate_name(person))}{default.suffix}")


def list_journals(default: Path) -> dict[Path, str]:
    """Return the journals beside ``default`` that are there, each with whose it is.

    Any other file, such as a copy with a date in its name, is nobody's.
    """
    found = {}
    for path in sorted(default.parent.glob(f"{default.stem}-*{default.suffix}")):
        name = unquote(path.stem.removeprefix(f"{default.stem}-"))
        # What is no name can be nobody's.
        with suppress(ValueError):
            if journal_of(name, default) == path:
                found[path] = name
    return found


def list_persons(default: Path, persons: Iterable[str]) -> tuple[str, ...]:
    """Return the names in ``persons``, then those of others with a journal beside ``default``."""
    found = {name.casefold(): name for name in persons}
    for name in list_journals(default).values():
        found.setdefault(name, name.title())
    return tuple(found.values())


def to_spoken(person: str) -> str:
    """Return a name in the letters that the speech model's lexicon has: "Zoé" becomes "zoe"."""
    decomposed = unicodedata.normalize("NFKD", person.casefold())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(plain.replace("-", " ").replace(".", " ").split())


def unknown_words(person: str, lexicon: Collection[str]) -> list[str]:
    """Return the words of a person's name, as spoken, that are not in a ``lexicon``."""
    return [word for word in to_spoken(person).split() if word not in lexicon]


def _in_file(name: str) -> str:
    return quote(name.casefold(), safe="")
