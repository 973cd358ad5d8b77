"""Text for people: what may stand in one line of a message."""

_LONGEST = 400
"""Most characters of a line; what is in the middle of a longer one is left out."""


def one_line(text: str) -> str:
    """Return ``text`` as a single line that a terminal can show without harm.

    Control characters, line breaks among them, become escapes such as ``\\n``. Of a text of more
    than some hundred characters the beginning and the end are kept, for a message says there what
    is wrong, and what was expected.
    """
    if len(text) > _LONGEST:
        text = f"{text[: _LONGEST * 2 // 3]} ... {text[-_LONGEST // 3 :]}"
    return "".join(each if each.isprintable() else _escaped(each) for each in text)


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
