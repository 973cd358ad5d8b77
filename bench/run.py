"""Holds what one run of the bench is given, and the results that it fills in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from bench.condition import ListeningCondition
from bench.corpus import Corpus
from bench.pool import Pool
from bench.table import Count, Rate, Table
from intents.library import Intents
from models.folder import ModelFolder
from voice.recognizer.command_recognizer import CommandRecognizer

T = TypeVar("T")

COFFEE = Path(__file__).parent / "coffee.yaml"
"""The intents of the coffee orders."""
COMMANDS = Path(__file__).parent / "commands.yaml"
"""The sentences that measure how Floe's own commands are understood, by intent."""


@dataclass
class Results:
    """The figures that the pictures are drawn from; what was not measured is empty."""

    acceptance: dict[ListeningCondition, Count] = field(default_factory=dict)
    """Coffee orders of the test half that Floe accepts, by what they are heard in."""
    false: dict[str, Rate] = field(default_factory=dict)
    """False commands, by the source of the speech."""
    delays: dict[str, list[float]] = field(default_factory=dict)
    """Seconds from the end of the last word to the decision, by the group of commands."""
    comparison: dict[str, dict[str, Count]] = field(default_factory=dict)
    """What is accepted, by the set of sounds and then by system."""
    bargein: dict[str, dict[str, Count]] = field(default_factory=dict)
    """Commands over a prompt that are accepted, by the echo's level and then by listener."""
    silence: dict[str, list[float]] = field(default_factory=dict)
    """Seconds from the talker's first sound to the prompt's silence, by where it is measured."""


@dataclass(frozen=True)
class BenchJob:
    """What a process of the pool measures: which system, and what it hears speech in."""

    corpus: Corpus
    model: Path
    """The folder of the speech model."""
    system: str
    """A name of `bench.systems`."""
    condition: ListeningCondition


@dataclass(eq=False)
class Run:
    """One run: what is measured on which recordings with which model."""

    corpus: Corpus
    model: ModelFolder
    pool: Pool
    table: Table
    every: int = 1
    """Only each ``every``-th file is taken."""
    results: Results = field(default_factory=Results)
    notes: list[str] = field(default_factory=list)
    """What was misheard, printed as comments below the table."""

    def some(self, items: Sequence[T]) -> Sequence[T]:
        """Return each ``every``-th of ``items``."""
        return items[:: self.every]

    def prepare(self) -> None:
        """Check the model, and make its graphs before several processes do so at the same time.

        Raises:
            FloeError: the model cannot be used, or lacks words of the intents.
        """
        self.model.check()
        for intents in (COFFEE, None):
            CommandRecognizer(self.model, Intents.load(intents))
