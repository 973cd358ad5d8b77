"""What was said between two silences."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word; times in seconds of audio."""

    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One reading of an utterance."""

    words: tuple[Word, ...]
    score: float
    """Natural logarithm of its likelihood, the graph's costs included, over the best one's."""

    @property
    def text(self) -> str:
        """The words with one space between them."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Utterance:
    """What was heard in one stretch of speech, and where in the audio it was decided."""

    hypotheses: tuple[Hypothesis, ...]
    """At least one, the best first."""
    decided: float
    """Seconds of audio."""

    @property
    def text(self) -> str:
        """The words of the best hypothesis."""
        return self.hypotheses[0].text

    @property
    def start(self) -> float:
        """Where its first word begins, in seconds of audio."""
        return self.hypotheses[0].words[0].start

    @property
    def end(self) -> float:
        """Where its last word ends, in seconds of audio."""
        return self.hypotheses[0].words[-1].end
