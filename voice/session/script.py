"""From prompts and values to the words that are spoken."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

Prompts = Mapping[str, Sequence[str]]
"""Variants of each prompt, by key."""


class Script:
    """Picks a prompt's next variant and fills it in: the same calls, the same words."""

    def __init__(self, prompts: Prompts) -> None:
        self._prompts = prompts
        self._used: Counter[str] = Counter()

    def text(self, key: str, **values: str) -> str:
        """Return the next variant of the prompt ``key``, filled in.

        Raises:
            KeyError: there is no such prompt, or it uses a value that is not given.
        """
        variants = self._prompts[key]
        text = variants[self._used[key] % len(variants)].format_map(values)
        self._used[key] += 1
        return text

    def offers(self, name: str) -> Sequence[str]:
        """Return what can be said, by a key below ``offer``."""
        return self._prompts[f"offer.{name}"]

    def listing(self, texts: Sequence[str]) -> str:
        """Return two or more texts as one of them is to be chosen: "a, b, or c"."""
        return self._spoken("or", first=", ".join(texts[:-1]), last=texts[-1])

    def number(self, number: float) -> str:
        """Return a number from 0 in words; halves and large ones as digits."""
        words = self._prompts["spoken.numbers"]
        whole = int(number)
        return words[whole] if whole == number and whole < len(words) else f"{number:g}"

    def count(self, number: int, unit: str) -> str:
        """Give, for instance, "two minutes"; ``unit`` is a key below ``spoken``."""
        one, many = self._prompts[f"spoken.{unit}"]
        return (one if number == 1 else many).format(n=self.number(number))

    def duration(self, seconds: float) -> str:
        """Return a time span in words, to the second; from an hour on, to the minute."""
        whole = max(0, round(seconds))
        if whole >= 3600:
            whole = 60 * round(whole / 60)
        hours, rest = divmod(whole, 3600)
        minutes, rest = divmod(rest, 60)
        parts = [
            self.count(number, unit)
            for number, unit in ((hours, "hour"), (minutes, "minute"), (rest, "second"))
            if number
        ]
        if not parts:
            return self.count(0, "second")
        while len(parts) > 1:
            last = parts.pop()
            parts[-1] = self._spoken("and", first=parts[-1], last=last)
        return parts[0]

    def time(self, date: datetime) -> str:
        """Return a time of day in words, such as "two fifteen in the afternoon"."""
        hour, minute = date.hour, date.minute
        if minute == 0 and hour in (0, 12):
            return self._spoken("noon" if hour else "midnight")
        part = self._prompts["spoken.parts"][_part(hour)]
        words = {"hour": self.number((hour - 1) % 12 + 1), "part": part}
        if minute == 0:
            return self._spoken("oclock", **words)
        return self._spoken("oh" if minute < 10 else "clock", minute=self.number(minute), **words)

    def _spoken(self, key: str, **values: str) -> str:
        return self._prompts[f"spoken.{key}"][0].format(**values)


def _part(hour: int) -> int:
    """Return 0 for night, 1 for morning, 2 for afternoon, 3 for evening."""
    if hour < 5 or hour >= 22:
        return 0
    return 1 if hour < 12 else 2 if hour < 18 else 3
