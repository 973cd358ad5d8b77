"""Which reading of a sound is believed: a command, or something else."""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from intents.intent import Intent, IntentName
from voice.recognizer.utterance import Hypothesis

Match = Callable[[str], Intent | None]
"""What a text means, if it is a whole command."""

URGENT = frozenset(
    {
        IntentName.STOP_SESSION,
        IntentName.PAUSE,
        IntentName.REPORT_NUMB,
        IntentName.REPORT_EMERGENCY,
    }
)
"""What needs less evidence than anything else: a missed one costs skin."""
GRAVE = frozenset(
    {IntentName.START_SESSION, IntentName.RESUME, IntentName.ADD_TIME, IntentName.SET_DURATION}
)
"""What needs more evidence: it puts ice on the skin, or keeps it there."""


class Stakes(StrEnum):
    """How much evidence an intent needs."""

    URGENT = "urgent"
    ASKED = "asked"
    """It answers what Floe has just asked."""
    PLAIN = "plain"
    GRAVE = "grave"

    @classmethod
    def of(cls, name: str, asked: Collection[str]) -> "Stakes":
        """Tell the kind of an intent, of which those in ``asked`` would be answers."""
        if name in URGENT:
            return cls.URGENT
        if name in asked:
            return cls.ASKED
        return cls.GRAVE if name in GRAVE else cls.PLAIN


MARGINS: Mapping[Stakes, float] = MappingProxyType(
    {Stakes.URGENT: -1.0, Stakes.ASKED: -3.0, Stakes.PLAIN: 0.75, Stakes.GRAVE: 1.0}
)
"""Natural logarithms: how much likelier than anything else a command of each kind must be; set by
`python -m models.training.margins`."""


_UNLISTED = -10.0
"""Taken for the likelihood of all that is not among the hypotheses."""


class Reading(NamedTuple):
    """One meaning of an utterance, and the likeliest wording of it."""

    evidence: float
    """Natural logarithm of its likelihood over that of all that is no command."""
    hypothesis: Hypothesis
    intent: Intent


def readings(hypotheses: Sequence[Hypothesis], match: Match) -> list[Reading]:
    """Return each meaning of an utterance, the likelihoods of its wordings added."""
    scores: dict[object, list[float]] = {}
    likeliest: dict[object, tuple[Hypothesis, Intent]] = {}
    nothing = [_UNLISTED]
    for hypothesis in hypotheses:
        intent = match(hypothesis.text)
        if intent is None:
            nothing.append(hypothesis.score)
            continue
        meaning = intent.name, tuple(sorted(intent.slots.items()))
        scores.setdefault(meaning, []).append(hypothesis.score)
        likeliest.setdefault(meaning, (hypothesis, intent))
    other = _log_sum(nothing)
    return [Reading(_log_sum(scores[each]) - other, *likeliest[each]) for each in scores]


def believed(
    hypotheses: Sequence[Hypothesis],
    match: Match,
    margins: Mapping[Stakes, float],
    asked: Collection[str] = (),
) -> Reading | None:
    """Choose the reading to act on; None where the utterance is no command, or too doubtful.

    A reading needs more evidence than the margin of its kind; of several the likeliest wins.
    ``asked`` names the intents that would answer a question.
    """
    enough = [
        reading
        for reading in readings(hypotheses, match)
        if reading.evidence > margins[Stakes.of(reading.intent.name, asked)]
    ]
    return max(enough, key=lambda reading: reading.evidence, default=None)


def _log_sum(logarithms: Sequence[float]) -> float:
    """Return the logarithm of the sum of what ``logarithms`` are of."""
    high = max(logarithms)
    return high + math.log(sum(math.exp(each - high) for each in logarithms))
