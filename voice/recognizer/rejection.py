"""Accepts or rejects an utterance: is it a command for Floe, or some other speech?

The recogniser gives several hypotheses of what was said, some of them commands, some not. For each
intent among them the evidence is how much likelier it is than everything that is no command. An
intent is accepted if its evidence exceeds the margin for what a mistake would cost: see
`intents.stakes.Stakes` and `MARGINS`.
"""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from intents.intent import Intent, SlotValue
from intents.stakes import Stakes
from voice.recognizer.utterance import Hypothesis

Match = Callable[[str], Intent | None]
"""Returns the intent of a text, or None where the text is not a whole command."""


MARGINS: Mapping[Stakes, float] = MappingProxyType(
    {Stakes.URGENT: -1.0, Stakes.ASKED: -3.0, Stakes.PLAIN: 0.75, Stakes.GRAVE: 1.0}
)
"""How much likelier than everything else a command must be, as a natural logarithm, by its stakes.
Below 0 even a command that is less likely than other speech is accepted. The values were chosen
with `python -m models.training.margins`."""


_UNLISTED = -10.0
"""Logarithm of the likelihood, over the best hypothesis's, that is assumed for all that was not
listed among the hypotheses."""


class Interpretation(NamedTuple):
    """One intent that an utterance may have."""

    evidence: float
    """Natural logarithm of its likelihood over that of everything that is no command."""
    hypothesis: Hypothesis
    """The likeliest wording with this intent."""
    intent: Intent


def interpretations(hypotheses: Sequence[Hypothesis], match: Match) -> list[Interpretation]:
    """Return one interpretation for each intent that the hypotheses have, slots included.

    The likelihoods of all wordings of the same intent are added. ``hypotheses`` are those of one
    utterance, the best first; the list is empty where none of them is a command.
    """
    scores: dict[object, list[float]] = {}
    likeliest: dict[object, tuple[Hypothesis, Intent]] = {}
    no_command = [_UNLISTED]
    for hypothesis in hypotheses:
        intent = match(hypothesis.text)
        if intent is None:
            no_command.append(hypothesis.score)
            continue
        meaning = intent.name, tuple(sorted(intent.slots.items()))
        scores.setdefault(meaning, []).append(hypothesis.score)
        likeliest.setdefault(meaning, (hypothesis, intent))
    other = _log_sum(no_command)
    return [Interpretation(_log_sum(scores[each]) - other, *likeliest[each]) for each in scores]


def rival(chosen: Interpretation, among: Sequence[Interpretation]) -> Mapping[str, SlotValue]:
    """Return the slots of an interpretation that differs only by a number that sounds alike.

    There is none where the mapping is empty.
    """
    for each in among:
        if each.intent.name == chosen.intent.name and _sound_alike(
            chosen.intent.slots.get("minutes"), each.intent.slots.get("minutes")
        ):
            return each.intent.slots
    return {}


def _sound_alike(one: SlotValue | None, other: SlotValue | None) -> bool:
    """Whether two numbers are as fifteen and fifty are."""
    return any({one, other} == {teen, 10 * (teen - 10)} for teen in range(13, 20))


def choose_interpretation(
    hypotheses: Sequence[Hypothesis],
    match: Match,
    margins: Mapping[Stakes, float],
    asked: Collection[str] = (),
) -> Interpretation | None:
    """Return the interpretation to act on; None where the utterance is rejected.

    An interpretation needs more evidence than the margin of its stakes; of several that have
    enough, the one with the most evidence wins. ``asked`` names the intents that would answer what
    Floe has just asked.
    """
    enough = [
        each
        for each in interpretations(hypotheses, match)
        if each.evidence > margins[Stakes.of(each.intent.name, asked)]
    ]
    return max(enough, key=lambda each: each.evidence, default=None)


def _log_sum(logarithms: Sequence[float]) -> float:
    """Return the logarithm of the sum of the numbers whose logarithms are given."""
    high = max(logarithms)
    return high + math.log(sum(math.exp(each - high) for each in logarithms))
