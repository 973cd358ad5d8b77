"""Where the conversation stands, for those who look on."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from intents.situation import Situation
from voice.session.context import Component, Context
from voice.session.prompt import OfferKey
from voice.session.questions.pain import PainQuestion
from voice.session.questions.screen import ScreenQuestion
from voice.session.questions.skin import SkinQuestion
from voice.session.questions.warm import WarmQuestion
from voice.session.state import Stage
from voice.session.step import Step


class Phase(StrEnum):
    """What is going on, as those who look on see it.

    A `Stage` is where one session stands, as the journal has it. A phase exists without a session
    too: IDLE and SCREENING are no stages. The others are the stages of a session that is open.
    """

    IDLE = "idle"
    SCREENING = "screening"
    PREPARING = "preparing"
    MASSAGING = "massaging"
    PAUSED = "paused"
    WARMING = "warming"


OFFERS: Mapping[Phase, OfferKey] = {
    Phase.IDLE: "offer.idle",
    Phase.SCREENING: "offer.screening",
    Phase.PREPARING: "offer.preparing",
    Phase.MASSAGING: "offer.massaging",
    Phase.PAUSED: "offer.paused",
    Phase.WARMING: "offer.warming",
}
"""What can be said in each phase."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The session at one moment, for a display."""

    phase: Phase
    step: Step | None
    """The step being prepared."""
    elapsed: float
    """Seconds of ice on the skin."""
    left: float
    """Seconds of massage left; before it begins, all of it; without a session, 0."""
    question: str | None
    """The name of the question that waits for an answer."""
    asking: str
    """Its words; empty without one."""
    offers: tuple[str, ...]
    """What can be said: answers first, then what else fits the moment."""
    trouble: frozenset[Component]
    """The components that fail."""


def phase(context: Context) -> Phase:
    """Return what is going on."""
    if context.session:
        return Phase(context.session.stage.value)
    return Phase.SCREENING if isinstance(context.pending, ScreenQuestion) else Phase.IDLE


def situation(context: Context) -> Situation:
    """Return in what situation somebody speaks: the question that waits, or else the phase."""
    now = phase(context)
    match context.pending:
        case PainQuestion():
            return Situation.PAIN
        case SkinQuestion() if now is Phase.MASSAGING:
            return Situation.CHECKING
        case None | ScreenQuestion() | WarmQuestion():
            return Situation(now.value)
        case _:
            # Whatever is asked, the ice is on the skin.
            return Situation.MASSAGING if now is Phase.MASSAGING else Situation.ASKED


def snapshot(context: Context) -> Snapshot:
    """Return the session as it stands."""
    session = context.session
    preparing = session is not None and session.stage is Stage.PREPARING
    return Snapshot(
        phase=phase(context),
        step=session.step if session and preparing else None,
        elapsed=context.ice if session else 0.0,
        left=context.remaining,
        question=context.pending.name if context.pending else None,
        asking=context.pending.text if context.pending else "",
        offers=_offers(context),
        trouble=frozenset(context.failing),
    )


def _offers(context: Context) -> tuple[str, ...]:
    """Return what can be said, each once."""
    keys = [OFFERS[phase(context)]]
    if context.pending and context.pending.offers:
        keys.insert(0, context.pending.offers)
    return tuple(dict.fromkeys(text for key in keys for text in context.script.offers(key)))
