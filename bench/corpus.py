"""Finds the recordings that figures are measured on, and keeps apart what anything is tuned on."""

import csv
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from audio import wave
from bench.errors import SpeechIncomplete, SpeechMissing

_FOLD = "5-"
"""What the file names of ESC-10's fifth fold begin with. Figures are measured in it alone: all
other noise, `noise-household` too, is used to train the model."""
_AT_HOME = ("Dog_bark", "Rain", "Baby_cry", "Clock_tick", "Person_sneeze", "Fire_crackling")
"""The classes of ESC-10 that are heard in a home. The others are sea waves, helicopter, chainsaw
and rooster."""

_COLUMNS = ("path", "use", "speaker")
"""The columns of ``manifest.tsv`` that must be there."""


@dataclass(frozen=True)
class Order:
    """One spoken coffee order and its labelled slots."""

    file: Path
    slots: dict[str, str]
    """What was ordered, by the names of the slots."""

    @property
    def tuned(self) -> bool:
        """Whether it is of the half that settings were chosen on; the other half is the test."""
        return self.file.name[0] in "01234567"


@dataclass(frozen=True)
class Corpus:
    """A folder of recordings with its list, the file ``manifest.tsv``."""

    folder: Path

    @cached_property
    def orders(self) -> list[Order]:
        """The spoken coffee orders with their labels, in the order of their files.

        Raises:
            SpeechIncomplete: their labels are missing or damaged.
        """
        folder = self.folder / "coffee-orders"
        try:
            labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
            return [
                Order(folder / name, {key: text.strip() for key, text in label["slots"].items()})
                for name, label in sorted(labels.items())
            ]
        except OSError as error:
            raise _incomplete(folder / "labels.json", str(error.strerror)) from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise _incomplete(folder / "labels.json", "not the labels of the orders") from error

    @cached_property
    def household(self) -> list[Path]:
        """Noises of a home that nothing was trained or tuned on.

        Raises:
            SpeechIncomplete: there are none.
        """
        return self._at_home("ESC-10's fifth fold", measured=True)

    @cached_property
    def household_to_tune(self) -> list[Path]:
        """Noises of a home to tune in, because no figure is measured in them.

        Raises:
            SpeechIncomplete: there are none.
        """
        return self._at_home("ESC-10's first four folds", measured=False)

    @cached_property
    def readers(self) -> dict[str, list[Path]]:
        """The recordings of each test reader of LibriSpeech, by the reader.

        Raises:
            SpeechIncomplete: there are none.
        """
        readers: dict[str, list[Path]] = {}
        for row in self._rows:
            if row["use"] == "test" and row["path"].startswith("librispeech/"):
                readers.setdefault(row["speaker"], []).append(self.folder / row["path"])
        if not readers:
            raise self._none("test readers of LibriSpeech")
        return readers

    @cached_property
    def other_speech(self) -> dict[str, list[Path]]:
        """The test recordings that contain no command of Floe's, by their source."""
        sources: dict[str, list[Path]] = {}
        for row in self._rows:
            if row["use"] == "test":
                sources.setdefault(row["path"].split("/")[0], []).append(self.folder / row["path"])
        sources["coffee-orders test half"] = [o.file for o in self.orders if not o.tuned]
        return sources

    def use(self, use: str) -> list[tuple[Path, str]]:
        """Return the recordings that the manifest has for one ``use``, with their transcripts."""
        return [
            (self.folder / row["path"], row.get("transcript") or "")
            for row in self._rows
            if row["use"] == use
        ]

    @property
    def files(self) -> list[Path]:
        """Every recording that the bench reads."""
        other = [file for files in self.other_speech.values() for file in files]
        return [*self.household, *(order.file for order in self.orders if order.tuned), *other]

    def _at_home(self, folds: str, *, measured: bool) -> list[Path]:
        kinds = tuple(kind.lower() for kind in _AT_HOME)
        noises = [self.folder / row["path"] for row in self._rows if row["use"] == "noise"]
        files = [
            file
            for file in noises
            if file.parent.name.lower().endswith(kinds) and file.name.startswith(_FOLD) is measured
        ]
        if not files:
            raise self._none(f"noise of a home in {folds}")
        return files

    @cached_property
    def _rows(self) -> list[dict[str, str]]:
        file = self.folder / "manifest.tsv"
        try:
            with file.open(encoding="utf-8", newline="") as stream:
                rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
        except FileNotFoundError:
            raise SpeechMissing(
                f"{self.folder}: no manifest.tsv there; give the folder of recordings"
            ) from None
        except (OSError, ValueError) as error:
            raise _incomplete(file, f"cannot be read: {error}") from error
        if not rows or any(row.get(name) is None for row in rows for name in _COLUMNS):
            raise _incomplete(file, f"not a table with {', '.join(_COLUMNS)} in each row")
        return rows

    def _none(self, what: str) -> SpeechIncomplete:
        return _incomplete(self.folder / "manifest.tsv", f"names no {what}")


def check_sound(file: Path) -> None:
    """Read the start of ``file``, so that a broken one is found before an hour of measuring.

    Raises:
        audio.errors.SoundFileError: the file cannot be read; the message names it.
    """
    next(wave.blocks(file))


def _incomplete(file: Path, problem: str) -> SpeechIncomplete:
    return SpeechIncomplete(f"{file}: {problem}; the folder of recordings is not whole")
