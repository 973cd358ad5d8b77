"""In what situation something is said: what goes on, and whether Floe has asked something."""

from collections.abc import Mapping
from enum import StrEnum

from intents.intent import ANSWERS, IntentName


class Situation(StrEnum):
    """What goes on while somebody speaks: the phase of the session, or the question that waits."""

    IDLE = "idle"
    """Nothing is going on."""
    SCREENING = "screening"
    """A question of health waits, for a yes or a no."""
    PAIN = "pain"
    """A number was asked for: how strong the pain is."""
    PREPARING = "preparing"
    MASSAGING = "massaging"
    CHECKING = "checking"
    """The ice is on the skin, and Floe has asked whether that is well."""
    PAUSED = "paused"
    WARMING = "warming"
    ASKED = "asked"
    """Any other question waits, for a yes or a no."""


EXPECTED: Mapping[Situation, frozenset[IntentName]] = {
    Situation.SCREENING: ANSWERS,
    Situation.PAIN: frozenset({IntentName.REPORT_PAIN}),
    Situation.CHECKING: ANSWERS,
    Situation.ASKED: ANSWERS,
}
"""The intents that answer what Floe has asked in a situation; none in the others."""


def useless(situation: Situation) -> frozenset[IntentName]:
    """Return the answers that mean nothing in ``situation``, for nothing was asked.

    In the preparations a "yes" goes on. A session that runs knows more: `Controller.useless`.
    """
    meant = EXPECTED.get(situation, frozenset())
    if situation is Situation.PREPARING:
        meant = frozenset({IntentName.YES})
    return ANSWERS - meant
