"""The words that are spoken: prompts, numbers and times as text."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from voice.session.prompt import DAY_PARTS, NUMBERS, OfferKey, Prompt, UnitKey, prompt

Prompts = Mapping[str, Sequence[str]]
"""The variants of each prompt, by its key."""


class Script:
    """Picks a prompt's variants in turn and fills them in: the same calls give the same words."""

    def __init__(self, prompts: Prompts) -> None:
        self._prompts = prompts
        self._used: Counter[str] = Counter()

    def text(self, words: Prompt) -> str:
        """Return the next variant of the prompt ``words``, filled in.

        Raises:
            KeyError: there is no such prompt, or it uses a value that is not given.
        """
        variants = self._prompts[words.key]
        text = variants[self._used[words.key] % len(variants)].format_map(words.values)
        self._used[words.key] += 1
        return text

    def offers(self, key: OfferKey) -> Sequence[str]:
        """Return what can be said, a command each."""
        return self._prompts[key]

    def listing(self, texts: Sequence[str]) -> str:
        """Return two or more texts as one of them is to be chosen: "a, b, or c"."""
        return self._first(prompt("spoken.or", first=", ".join(texts[:-1]), last=texts[-1]))

    def number(self, number: float) -> str:
        """Return a number from 0 in words; halves and large ones as digits."""
        words = self._prompts[NUMBERS]
        whole = int(number)
        return words[whole] if whole == number and whole < len(words) else f"{number:g}"

    def count(self, number: int, unit: UnitKey) -> str:
        """Return a number of something in words, such as "two minutes"."""
        one, many = self._prompts[unit]
        return (one if number == 1 else many).format(n=self.number(number))

    def duration(self, seconds: float) -> str:
        """Return a time span in words, to the second; from an hour on, to the minute."""
        whole = max(0, round(seconds))
        if whole >= 3600:
            whole = 60 * round(whole / 60)
        hours, rest = divmod(whole, 3600)
        minutes, rest = divmod(rest, 60)
        counted: tuple[tuple[int, UnitKey], ...] = (
            (hours, "spoken.hour"),
            (minutes, "spoken.minute"),
            (rest, "spoken.second"),
        )
        parts = [self.count(number, unit) for number, unit in counted if number]
        if not parts:
            return self.count(0, "spoken.second")
        while len(parts) > 1:
            last = parts.pop()
            parts[-1] = self._first(prompt("spoken.and", first=parts[-1], last=last))
        return parts[0]

    def time(self, date: datetime) -> str:
        """Return a time of day in words, such as "two fifteen in the afternoon"."""
        hour, minute = date.hour, date.minute
        if minute == 0 and hour in (0, 12):
            return self._first(prompt("spoken.noon" if hour else "spoken.midnight"))
        part = self._prompts[DAY_PARTS][_part(hour)]
        hours, minutes = self.number((hour - 1) % 12 + 1), self.number(minute)
        if minute == 0:
            return self._first(prompt("spoken.oclock", hour=hours, part=part))
        if minute < 10:
            return self._first(prompt("spoken.oh", hour=hours, minute=minutes, part=part))
        return self._first(prompt("spoken.clock", hour=hours, minute=minutes, part=part))

    def _first(self, words: Prompt) -> str:
        """Return the one text of a prompt that is a part of other texts, filled in."""
        return self._prompts[words.key][0].format_map(words.values)


def _part(hour: int) -> int:
    """Return 0 for night, 1 for morning, 2 for afternoon, 3 for evening."""
    if hour < 5 or hour >= 22:
        return 0
    return 1 if hour < 12 else 2 if hour < 18 else 3
