"""One run of the bench: what it is given, and the table it fills."""

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
COMMANDS = Path(__file__).parent / "commands.yaml"


@dataclass
class Results:
    """What the pictures are drawn from; what was not measured is empty."""

    acceptance: dict[ListeningCondition, Count] = field(default_factory=dict)
    """Coffee orders of the test half that Floe accepts."""
    false: dict[str, Rate] = field(default_factory=dict)
    """False commands, by source."""
    delays: dict[str, list[float]] = field(default_factory=dict)
    """Seconds from the end of the last word to the decision, by what is measured."""
    comparison: dict[str, dict[str, Count]] = field(default_factory=dict)
    """What each system accepts of a set of sounds."""
    bargein: dict[str, dict[str, Count]] = field(default_factory=dict)
    """Commands over a prompt that each way of listening accepts, by the echo's level."""
    silence: dict[str, list[float]] = field(default_factory=dict)
    """Seconds from the talker's first sound to the prompt's silence, by where it is measured."""


@dataclass(frozen=True)
class BenchJob:
    """What a process of the pool is told to hear with, and where."""

    corpus: Corpus
    model: Path
    system: str
    """A name of `bench.systems`."""
    condition: ListeningCondition


@dataclass(eq=False)
class Run:
    """What is measured on what."""

    corpus: Corpus
    model: ModelFolder
    pool: Pool
    table: Table
    every: int = 1
    """Take each ``every``-th file alone."""
    results: Results = field(default_factory=Results)
    notes: list[str] = field(default_factory=list)
    """What was misheard, for those who want to know."""

    def some(self, items: Sequence[T]) -> Sequence[T]:
        """Return each ``every``-th of ``items``."""
        return items[:: self.every]

    def prepare(self) -> None:
        """Check the model, and make its graphs before several processes do at the same time.

        Raises:
            FloeError: the model cannot be used, or lacks words of the intents.
        """
        self.model.check()
        for intents in (COFFEE, None):
            CommandRecognizer(self.model, Intents.load(intents))
