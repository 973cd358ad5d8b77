"""The numbers in what somebody says: how strong, how long, and when.

They are found inside whatever sentence, as people say them: "about a seven", "an hour and a half",
"it was a seven but now it's a five". The words are English; nothing is made of digits.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

# fmt: off
_UNITS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
# fmt: on
_NUMBERS: Mapping[str, int] = {
    **{word: value for value, word in enumerate(_UNITS)},
    **{word: 10 * value for value, word in enumerate(_TENS, 2)},
    "nought": 0,
    "nil": 0,
    "oh": 0,
}  # fmt: skip
_VAGUE: Mapping[str, int] = {"couple": 2, "few": 3}
"""What is taken for these; Floe says back what it took."""
_MINUTES_EACH: Mapping[str, Fraction] = {
    "second": Fraction(1, 60), "seconds": Fraction(1, 60), "sec": Fraction(1, 60),
    "secs": Fraction(1, 60), "minute": Fraction(1), "minutes": Fraction(1), "min": Fraction(1),
    "mins": Fraction(1), "hour": Fraction(60), "hours": Fraction(60),
}  # fmt: skip
_RANGE = frozenset({"to", "or", "and", "maybe", "till"})
"""Between two numbers that follow each other: "six or seven"."""
_BEFORE_UNIT = frozenset({"of", "a", "an", "more", "extra", "another", "full", "whole", "good"})
"""Words between a number and its unit; without a number they mean one."""
_ONES = frozenset({"a", "an", "one"})


@dataclass(frozen=True, slots=True)
class SpokenNumber:
    """A number in a text."""

    value: Fraction
    start: int
    """The place of its first word."""
    end: int
    """The place behind its last word."""


def spoken_numbers(words: Sequence[str]) -> list[SpokenNumber]:
    """Return all numbers from 0 to 999 in ``words``, halves and quarters too, in order."""
    found: list[SpokenNumber] = []
    place = 0
    while place < len(words):
        number = _number(words, place)
        if number is None:
            place += 1
        else:
            found.append(number)
            place = number.end
    return found


def pain_level(text: str) -> float | None:
    """Return how strong a pain is as the text tells it, or None if there is no number in it.

    Of a range the higher end counts, "six to seven"; otherwise the last number said: "it was a
    seven but now it's a five".
    """
    words = text.split()
    numbers = [each for each in spoken_numbers(words) if not _is_scale(words, each)]
    if not numbers:
        return None
    last = numbers[-1]
    for before in reversed(numbers[:-1]):
        if not _is_range(words[before.end : last.start]):
            break
        last = before if before.value > last.value else SpokenNumber(last.value, before.start, 0)
    return float(last.value)


def minutes(text: str, *, bare: bool = True) -> float | None:
    """Return the time span of the text in minutes, or None if there is none in it.

    Of several the last counts, for that is how people correct themselves. With ``bare``, a number
    without a unit is minutes, where no other has one.
    """
    words = text.split()
    spans = list(_spans(words))
    if spans:
        return float(spans[-1])
    numbers = spoken_numbers(words)
    return float(numbers[-1].value) if bare and numbers else None


def _number(words: Sequence[str], place: int) -> SpokenNumber | None:
    """Return the number that begins at ``place``."""
    whole = _whole(words, place)
    if whole is None:
        return _part(words, place)
    value, end = Fraction(whole.value), whole.end
    rest = list(words[end : end + 3])
    if rest in (["and", "a", "half"], ["and", "one", "half"]):
        return SpokenNumber(value + Fraction(1, 2), place, end + 3)
    if rest in (["and", "a", "quarter"], ["and", "one", "quarter"]):
        return SpokenNumber(value + Fraction(1, 4), place, end + 3)
    if rest[:1] == ["point"] and len(rest) > 1 and rest[1] in _UNITS[:10]:
        return SpokenNumber(value + Fraction(_NUMBERS[rest[1]], 10), place, end + 2)
    return SpokenNumber(value, place, end)


def _whole(words: Sequence[str], place: int) -> SpokenNumber | None:
    word = words[place]
    ahead = words[place + 1] if place + 1 < len(words) else ""
    if word in _VAGUE:
        return SpokenNumber(Fraction(_VAGUE[word]), place, place + 1)
    if word == "hundred":
        return _hundreds(words, place, 1, place + 1)
    if ahead == "hundred" and word in (*_ONES, *_UNITS[1:10]):
        return _hundreds(words, place, _NUMBERS.get(word, 1), place + 2)
    if word not in _NUMBERS or (word == "oh" and ahead not in _UNITS):
        return None
    if word in _TENS and ahead in _UNITS[1:10]:
        return SpokenNumber(Fraction(_NUMBERS[word] + _NUMBERS[ahead]), place, place + 2)
    return SpokenNumber(Fraction(_NUMBERS[word]), place, place + 1)


def _hundreds(words: Sequence[str], place: int, count: int, end: int) -> SpokenNumber:
    """Return a number of hundreds that ends at ``end``, with what follows it: "and twenty"."""
    begun = end + (list(words[end : end + 1]) == ["and"])
    rest = _whole(words, begun) if begun < len(words) and words[begun] in _NUMBERS else None
    if rest and rest.value < 100:
        return SpokenNumber(100 * count + rest.value, place, rest.end)
    return SpokenNumber(Fraction(100 * count), place, end)


def _part(words: Sequence[str], place: int) -> SpokenNumber | None:
    """Return "a half" or "three quarters" where there is no whole number."""
    if words[place] == "half":
        return SpokenNumber(Fraction(1, 2), place, place + 1)
    if words[place] == "quarter":
        return SpokenNumber(Fraction(1, 4), place, place + 1)
    return None


def _spans(words: Sequence[str]) -> Iterator[Fraction]:
    """Yield the time spans in ``words`` in minutes: "an hour and twenty minutes" is one."""
    span, ended = Fraction(0), -1
    for place, word in enumerate(words):
        each = _MINUTES_EACH.get(word)
        if each is None:
            continue
        count = _count(words, place)
        if count is None:
            continue
        value = count.value * each
        after = list(words[place + 1 : place + 4])
        if after in (["and", "a", "half"], ["and", "one", "half"]):
            value += each / 2
        elif after == ["and", "a", "quarter"]:
            value += each / 4
        joined = ended >= 0 and list(words[ended : count.start]) in ([], ["and"])
        if not joined and ended >= 0:
            yield span
        span = span + value if joined else value
        ended = place + 1
    if ended >= 0:
        yield span


def _count(words: Sequence[str], unit: int) -> SpokenNumber | None:
    """Return how many of the unit at the place ``unit`` there are: its number, or "a"."""
    begun = unit
    while begun and words[begun - 1] in _BEFORE_UNIT:
        begun -= 1
    if begun and words[begun - 1] == "quarters":
        return SpokenNumber(Fraction(3, 4), max(0, begun - 2), unit)
    numbers = spoken_numbers(words[:unit])
    if numbers and numbers[-1].end >= begun:
        return numbers[-1]
    return SpokenNumber(Fraction(1), begun, unit) if begun < unit else None


def _is_scale(words: Sequence[str], number: SpokenNumber) -> bool:
    """Whether a number is the end of the scale: "out of ten"."""
    return number.value == 10 and words[max(0, number.start - 1)] == "of"


def _is_range(between: Sequence[str]) -> bool:
    words = [word for word in between if word not in ("a", "an", "maybe", "even", "like")]
    return (len(words) == 1 and words[0] in _RANGE) or not words
