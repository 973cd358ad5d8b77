"""What the recogniser made of one stretch of speech: its words, and what else it may have been."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word."""

    text: str
    start: float
    """Where it begins, in seconds of audio."""
    end: float
    """Where it ends, in seconds of audio."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One wording of an utterance that the recogniser considers possible."""

    words: tuple[Word, ...]
    score: float
    """Natural logarithm of its likelihood over that of the best hypothesis: 0 for the best one,
    less for the others. The costs of the decoding graph are included."""

    @property
    def text(self) -> str:
        """The words with one space between them."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Utterance:
    """One finished stretch of speech, and the moment at which it was decided."""

    hypotheses: tuple[Hypothesis, ...]
    """At least one, the best first."""
    decided: float
    """When the recogniser ended the utterance, in seconds of audio."""

    @property
    def text(self) -> str:
        """The words of the best hypothesis."""
        return self.hypotheses[0].text

    @property
    def start(self) -> float:
        """Where the best hypothesis's first word begins, in seconds of audio."""
        return self.hypotheses[0].words[0].start

    @property
    def end(self) -> float:
        """Where the best hypothesis's last word ends, in seconds of audio."""
        return self.hypotheses[0].words[-1].end
