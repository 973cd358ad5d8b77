"""What was meant by what was heard: the ear's own commands, and what was learnt of all else."""

import math
from collections.abc import Collection, Sequence
from dataclasses import replace

from intents.intent import ANSWERS, URGENT, Intent, IntentName
from intents.learnt.classifier import NOT_FOR_FLOE
from intents.situation import Situation
from intents.understanding import ON_ICE, Meaning, Reading, Understanding, Verdict
from voice.recognizer.command_recognizer import RecognitionResult
from voice.recognizer.utterance import Hypothesis, Utterance

_READINGS = 3
"""How many hypotheses are read; each takes some milliseconds."""
_SUSPICIOUS = 0.02
"""How likely it must be that something is urgent, for the second time to pause the massage."""
_HARM = frozenset(
    {
        "stop", "numb", "hurts", "hurting", "burns", "burning", "stings", "ouch", "ow", "dizzy",
        "faint", "sick", "bleeding", "blister", "emergency", "ambulance",
    }
)  # fmt: skip
"""Words that make it so, whoever they may be said to."""
_ABOUT_SKIN = ANSWERS | URGENT | {IntentName.REPORT_WARM, IntentName.REPEAT}
"""What answers whether the skin is well, or has that asked again."""
_SOON = 30.0
"""Seconds within which it is said for the second time."""
_FEWEST_WORDS = 3
"""Fewer words that are no command are too little to go by: most sound like some."""


class Comprehension:
    """Understands what is heard: the moment, the other readings, and what was said just before."""

    def __init__(self, understanding: Understanding) -> None:
        """Take for meant what ``understanding`` says, where the recogniser knows no command."""
        self._understanding = understanding
        self._suspected: float | None = None
        """When something was said last that may have been urgent."""

    def read(
        self, text: str, situation: Situation | None, useless: Collection[str], now: float
    ) -> Meaning:
        """Return what is meant by a ``text`` that is said at ``now``, in seconds."""
        meaning = self._understanding.understand(text, situation, useless)
        return self._remembering(meaning, text, situation, now)

    def comprehend(
        self, heard: RecognitionResult, situation: Situation | None, useless: Collection[str] = ()
    ) -> Meaning:
        """Return what is meant by ``heard``; its intent has the times at which it was said.

        ``useless`` names the intents that would do nothing just now.
        """
        if heard.intent:
            self._suspected = None
            return Meaning(Verdict.ACT, heard.intent, 1.0)
        utterance = heard.utterance
        short = len(utterance.hypotheses[0].words) < _FEWEST_WORDS
        if short and situation is not Situation.CHECKING:
            return Meaning(Verdict.LEAVE, None, 0.0)
        readings = _readings(utterance.hypotheses[:_READINGS])
        meaning = self._understanding.weigh(readings, situation, useless)
        if short and not _takes_ice_off(meaning):
            return Meaning(Verdict.LEAVE, None, 0.0)
        meaning = self._remembering(meaning, utterance.text, situation, utterance.decided)
        return replace(meaning, intent=meaning.intent and _timed(meaning.intent, utterance))

    def _remembering(
        self, meaning: Meaning, text: str, situation: Situation | None, now: float
    ) -> Meaning:
        """Pause where something was said twice with the ice on that may have been urgent.

        Whoever is not understood says it again, and mostly in words as strange as before. Asked
        whether the skin is well, once is enough: only a yes leaves the ice on.
        """
        before, self._suspected = self._suspected, None
        if situation is Situation.CHECKING and _puts_off(meaning):
            return replace(meaning, intent=Intent(IntentName.PAUSE, text=text))
        if meaning.verdict is Verdict.ACT or situation not in ON_ICE:
            return meaning
        suspected = meaning.urgency >= _SUSPICIOUS or not _HARM.isdisjoint(text.split())
        unclear = situation is Situation.CHECKING and _is_for_floe(meaning)
        again = before is not None and 0 <= now - before <= _SOON
        if not suspected and not unclear:
            return meaning
        if unclear or again:
            return replace(meaning, verdict=Verdict.ACT, intent=Intent(IntentName.PAUSE, text=text))
        self._suspected = now
        return meaning


def _takes_ice_off(meaning: Meaning) -> bool:
    urgent = meaning.intent is not None and meaning.intent.name in URGENT
    return urgent and meaning.verdict is Verdict.ACT


def _puts_off(meaning: Meaning) -> bool:
    """Whether what was learnt takes something for another thing than an answer about the skin."""
    intent = meaning.intent if meaning.likelihoods and meaning.verdict is Verdict.ACT else None
    return intent is not None and intent.name not in _ABOUT_SKIN


def _is_for_floe(meaning: Meaning) -> bool:
    return bool(meaning.likelihoods) and meaning.likelihoods.get(NOT_FOR_FLOE, 0.0) < 0.5


def _readings(hypotheses: Sequence[Hypothesis]) -> list[Reading]:
    likelihoods = [math.exp(each.score) for each in hypotheses]
    total = sum(likelihoods)
    return [
        Reading(each.text, likelihood / total)
        for each, likelihood in zip(hypotheses, likelihoods, strict=True)
    ]


def _timed(intent: Intent, utterance: Utterance) -> Intent:
    return replace(intent, start=utterance.start, end=utterance.end, decided=utterance.decided)
