"""What people say in Floe's situations, as the writers of the corpus wrote it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from floe.document import Document
from intents.intent import IntentName
from intents.learnt.classifier import DENIAL, NOT_FOR_FLOE
from intents.situation import Situation

FOLDER = Path(__file__).parents[1] / "corpus" / "en"
"""The corpus in English: a file for each writer, and writers.yaml, which says who they are."""
_DENIES = "!"
"""Before the name of what a saying must not be taken for."""


class Subset(StrEnum):
    """What a writer's sayings are for; it was drawn before anything was written."""

    TRAIN = "train"
    DEV = "dev"
    """To choose and to calibrate by."""
    TEST = "test"
    """Seen by nobody and nothing before the figures in the docs are made."""


@dataclass(frozen=True, slots=True)
class Saying:
    """Something that is said, and what is meant."""

    writer: str
    situation: Situation
    intent: str
    """An `IntentName`, or `NOT_FOR_FLOE`; for a denial, what it must not be taken for."""
    denial: bool
    value: str
    """What is told: a number, a time, how the skin looks; empty where nothing is, "?" where it
    cannot be known."""
    text: str
    """Lower case, without punctuation but apostrophes."""

    @property
    def label(self) -> str:
        """What is to be learnt."""
        if self.denial:
            return DENIAL
        if self.intent == IntentName.REPORT_SKIN and self.value:
            return f"{self.intent}.{self.value}"
        return self.intent


def read(splits: Iterable[Subset] = Subset, folder: Path = FOLDER) -> list[Saying]:
    """Return all that the writers of ``splits`` wrote, in the order of their names.

    Raises:
        FloeError: a file cannot be read.
        ValueError: a line is none of the corpus; the message names file and line.
    """
    writers = Document.load(folder / "writers.yaml").data
    chosen = set(splits)
    return [
        saying
        for writer, about in sorted(writers.items())
        if Subset(about["split"]) in chosen
        for saying in _sayings(folder / f"{writer}.tsv")
    ]


def _sayings(file: Path) -> list[Saying]:
    found = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            situation, label, text = line.split("\t")
            name, _, value = label.partition(" ")
            intent = name.removeprefix(_DENIES)
            if intent != NOT_FOR_FLOE:
                IntentName(intent)
            saying = Saying(file.stem, Situation(situation), intent, name != intent, value, text)
        except ValueError as error:
            raise ValueError(f"{file}:{number}: {error}") from None
        found[saying.label, saying.text] = saying
    return list(found.values())
