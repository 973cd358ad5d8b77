"""What was said between two silences."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word; times in seconds of audio."""

    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Utterance:
    """The words of one stretch of speech, and where in the audio it was decided, in seconds."""

    words: tuple[Word, ...]
    decided: float

    @property
    def text(self) -> str:
        """The words with one space between them."""
        return " ".join(word.text for word in self.words)

    @property
    def start(self) -> float:
        """Where the first word begins, in seconds of audio."""
        return self.words[0].start

    @property
    def end(self) -> float:
        """Where the last word ends, in seconds of audio."""
        return self.words[-1].end
