"""How large an intents file may be: what it takes to load it and to match it grows faster than it.

A template of one line can stand for more sentences than anybody could say in a life. Each limit is
several times what Floe's own file needs, and keeps what goes beyond it to about a second.
"""

import re
from collections.abc import Iterable

from floe.document import Document, Key
from intents.errors import TooLargeError

MOST_LETTERS = 250_000
"""Most letters of all templates together; Floe's own have 60,000."""
MOST_OF_A_TEMPLATE = 4_000
"""Most letters of a template; Floe's longest has 400."""
MOST_BRACKETS = 20
"""Most brackets in each other in a template; Floe's own have 5."""
MOST_LEVELS = 60
"""Most brackets and rules in each other; hassil takes four of Python's thousand frames for each."""
MOST_ORDERED = 6
"""Most items that may come in any order: hassil tries each order, and of 6 there are 720."""
MOST_NUMBERS = 2_000
"""Most numbers of a range; each is spelled out, which takes up to a millisecond."""
LARGEST_NUMBER = 10**9
"""The largest number of a range."""
MOST_STEPS = 1_000_000
"""Most steps that it may take to make the network of words of all templates; Floe's own take
240,000."""
STEPS_OF_A_NODE = 10
"""How many of these steps a node of the network counts for."""
MOST_NODES = 500_000
"""Most nodes of the network that the states of the grammar may stand for together."""
MOST_PARTS = 20_000
"""Most parts of a sentence with all its rules and lists filled in."""
MOST_WAYS = 2_000
"""Most ways in which the words of one command may be read; hassil tries all of them."""
LONGEST_TEXT = 1_000
"""Most letters of a text that may be a command; nobody says as much in one breath."""

_BRACKETS = re.compile(r"\\.|[(\[]|[)\]]")


def limit_templates(document: Document, templates: Iterable[tuple[str, tuple[Key, ...]]]) -> None:
    """Make sure that no template, given with its place, is too long or too deep to be parsed.

    Raises:
        TooLargeError: one is, or they are too many.
    """
    letters = 0
    for text, keys in templates:
        letters += len(text)
        if len(text) > MOST_OF_A_TEMPLATE:
            problem = f"a template of {len(text)} letters; at most {MOST_OF_A_TEMPLATE} are allowed"
            raise TooLargeError(document, problem, *keys)
        if letters > MOST_LETTERS:
            problem = f"more than {MOST_LETTERS} letters of templates up to here"
            raise TooLargeError(document, problem, *keys)
        if _depth(text) > MOST_BRACKETS:
            problem = f"more than {MOST_BRACKETS} brackets in each other"
            raise TooLargeError(document, problem, *keys)


def _depth(text: str) -> int:
    deepest = depth = 0
    for match in _BRACKETS.finditer(text):
        depth += (match.group() in "([") - (match.group() in ")]")
        deepest = max(deepest, depth)
    return deepest


def too_many_numbers(first: int, last: int, step: int, fractions: str | None = None) -> str | None:
    """Return what is too much about a range of numbers, or None if nothing is.

    ``fractions`` are "halves" or "tenths" where each number is followed by those.
    """
    if max(abs(first), abs(last)) > LARGEST_NUMBER:
        return f"goes beyond {LARGEST_NUMBER}, the largest number that is spelled out"
    count = ((last - first) // step + 1) * {"halves": 2, "tenths": 10}.get(fractions or "", 1)
    return (
        f"has {count} numbers; at most {MOST_NUMBERS} are allowed" if count > MOST_NUMBERS else None
    )
