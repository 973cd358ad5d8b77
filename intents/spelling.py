"""Text as it is spoken: lower-case words, numbers spelled out, no punctuation."""

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache

from hassil.numbers import get_rbnf_engine

_QUOTES = str.maketrans({"\u2019": "'", "\u2018": "'", "-": " ", "_": " ", "\u2013": " "})
_PUNCTUATION = re.compile(r"""[.,?!;:"()…\u201c\u201d¿¡\u2014]|(?<!\w)'|'(?!\w)""")
_NUMBER = re.compile(r"(?<![\w.,])-?\d{1,9}(?:\.\d{1,2})?(?![\w]|[.,]\d)")
_COUNTING = re.compile(r"^spellout-(?!ordinal).*(?:cardinal|numbering)(?!.*year)")


@cache
def spellings(number: float, language: str) -> tuple[str, ...]:
    """Spell ``number`` in all the ways that ``language`` counts ("one hundred one").

    Raises:
        ValueError: nothing is known of the language's numbers.
    """
    result = get_rbnf_engine(language).format_number(number)
    texts = (text for rule, text in result.text_by_ruleset.items() if _COUNTING.match(rule))
    return tuple(dict.fromkeys(text.lower().translate(_QUOTES) for text in texts))


def normaliser(language: str) -> Callable[[str], str]:
    """Make the function that turns written text into spoken words.

    White space stays where it was, so that it also serves for pieces of a template.
    """

    def spell(match: re.Match[str]) -> str:
        text = match.group()
        try:
            ways: Iterable[str] = spellings(float(text) if "." in text else int(text), language)
        except ValueError:
            return text
        return next(iter(ways), text)

    @lru_cache(maxsize=10_000)
    def speak(text: str) -> str:
        text = _NUMBER.sub(spell, text.casefold())
        return _PUNCTUATION.sub("", text.translate(_QUOTES))

    return speak
