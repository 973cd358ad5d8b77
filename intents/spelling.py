"""Text normalisation: how a written text is spoken, in lower case and without punctuation.

Templates and the texts that are matched with them go through the same `normaliser`, so that "21"
and "twenty-one" are the same words.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache

from hassil.numbers import get_rbnf_engine
from unicode_rbnf.engine import RbnfError

_REPLACED = str.maketrans({"\u2019": "'", "\u2018": "'", "-": " ", "_": " ", "\u2013": " "})
_PUNCTUATION = re.compile(r"""[.,?!;:"()…\u201c\u201d¿¡\u2014]|(?<!\w)'|'(?!\w)""")
_NUMBER = re.compile(r"(?<![\w.,])-?\d{1,9}(?:\.\d{1,2})?(?![\w]|[.,]\d)")
_CARDINAL = re.compile(r"^spellout-(?!ordinal).*(?:cardinal|numbering)(?!.*year)")


@cache
def spellings(number: float, language: str) -> tuple[str, ...]:
    """Return all spellings of ``number`` as a cardinal, such as "one hundred one".

    ``language`` is a code such as ``en``. `normaliser` takes the first spelling.

    Raises:
        ValueError: the numbers of that language are not known, or this one is not.
    """
    try:
        result = get_rbnf_engine(language).format_number(number)
    except RbnfError as error:
        raise ValueError(str(error)) from error
    texts = (text for rule, text in result.text_by_ruleset.items() if _CARDINAL.match(rule))
    return tuple(dict.fromkeys(text.lower().translate(_REPLACED) for text in texts))


def normaliser(language: str) -> Callable[[str], str]:
    """Return the function that turns a written text in ``language`` into the words as spoken.

    White space stays where it was, so that the function also works on pieces of a template.
    """

    def spell(match: re.Match[str]) -> str:
        text = match.group()
        try:
            ways: Iterable[str] = spellings(float(text) if "." in text else int(text), language)
        except ValueError:
            return text
        return next(iter(ways), text)

    @lru_cache(maxsize=10_000)
    def normalise(text: str) -> str:
        text = _NUMBER.sub(spell, text.casefold())
        return _PUNCTUATION.sub("", text.translate(_REPLACED))

    return normalise
