"""Prints figures as rows of a Markdown table, with the confidence intervals of their counts."""

import math
import statistics
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Count:
    """How many of how many: 9 of 10."""

    hits: int
    of: int

    @classmethod
    def over(cls, outcomes: Iterable[bool]) -> "Count":
        """Return how many of the outcomes are true."""
        listed = list(outcomes)
        return cls(sum(listed), len(listed))

    @property
    def percent(self) -> float:
        """The share in percent; NaN where nothing was counted."""
        return 100 * self.hits / self.of if self.of else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % confidence interval of `percent`, by Wilson's formula."""
        if not self.of:
            return math.nan, math.nan
        z, p, n = 1.96, self.hits / self.of, self.of
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return 100 * max(0.0, middle - half), 100 * min(1.0, middle + half)

    def __str__(self) -> str:
        if not self.of:
            return "none measured"
        low, high = self.interval
        return f"{self.percent:.1f} % ({low:.0f}-{high:.0f}; {self.hits} of {self.of})"


@dataclass(frozen=True)
class Rate:
    """How many in how many hours."""

    count: int
    hours: float

    @property
    def hourly(self) -> float:
        """How many in an hour; NaN where nothing was measured."""
        return self.count / self.hours if self.hours else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % confidence interval of `hourly`: Byar's approximation of Poisson's."""
        if not self.hours:
            return math.nan, math.nan
        low, high = self.count, self.count + 1
        z = 1.96
        least = low * (1 - 1 / (9 * low) - z / (3 * math.sqrt(low))) ** 3 if low else 0.0
        most = high * (1 - 1 / (9 * high) + z / (3 * math.sqrt(high))) ** 3
        return least / self.hours, most / self.hours

    def __str__(self) -> str:
        if not self.hours:
            return "none measured"
        low, high = self.interval
        return f"{self.hourly:.1f} ({low:.1f}-{high:.1f}; {self.count} in {self.hours:.2f} h)"


def spread(seconds: Sequence[float], what: str = "heard") -> str:
    """Return median and 95th percentile of ``seconds``, in milliseconds, and how many there are.

    ``what`` is said of their number, as in "12 heard".
    """
    if len(seconds) < 2:
        return "none measured"
    high = statistics.quantiles(seconds, n=20)[-1]
    return f"{1000 * statistics.median(seconds):.0f} / {1000 * high:.0f} ms ({len(seconds)} {what})"


@dataclass
class Table:
    """A Markdown table of two columns that is printed row by row, as the figures come in."""

    title: str
    remark: str = ""
    """What is added to the name of each row that was measured on recordings."""
    rows: list[tuple[str, str]] = field(default_factory=list)
    """Name and value of each row so far."""

    def __post_init__(self) -> None:
        self._print(f"| {self.title} | |\n|---|---|")

    def row(self, name: str, value: object, *, of_files: bool = True) -> None:
        """Print a row; ``of_files`` says that it was measured on recordings."""
        label = name + self.remark * of_files
        self.rows.append((label, str(value)))
        self._print(f"| {label} | {value} |")

    def _print(self, text: str) -> None:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
