"""What a display shows of a session at one moment."""

import math
from dataclasses import dataclass

from voice.session.context import Component
from voice.session.phase import Phase, Snapshot
from voice.session.script import Prompts
from voice.session.step import STEP_PROMPTS
from voice.session.trouble import IDLE_TROUBLE_PROMPTS, TROUBLE_PROMPTS

_SILENT = -60.0
"""dBFS: a level shown as none."""
_BEGUN = frozenset({Phase.MASSAGING, Phase.PAUSED, Phase.WARMING})
_WITHOUT_TIME = frozenset({Phase.IDLE, Phase.SCREENING})


@dataclass(frozen=True, slots=True)
class News:
    """What was said last, and what was seen of the sound."""

    says: str = ""
    """What Floe says now, or would if it had sound."""
    heard: str = ""
    """The last command, in the words that were heard or pressed."""
    unclear: bool = False
    """Whether something that is no command was said just now."""
    level: float = _SILENT
    """dBFS at the microphone."""
    note: str = ""
    """A remark about what has just changed, which is not spoken."""


@dataclass(frozen=True, slots=True)
class DisplayState:
    """What a display shows at one moment: words and figures, to be shown as they are."""

    phase: Phase
    time: str
    """Time left, as "7:32"; empty outside a session."""
    task: str
    """The question that waits for an answer, or the step to be done; may be empty."""
    says: str
    """What Floe says now; empty if that is the task."""
    heard: str
    unclear: bool
    offers: tuple[str, ...]
    """What can be said."""
    level: int
    """Level of the microphone, in percent of what can be shown."""
    trouble: tuple[str, ...]
    """What fails, a sentence each."""
    note: str


def display_state(snapshot: Snapshot, news: News, prompts: Prompts) -> DisplayState:
    """Return what a display shows of a session, and of what was said in it."""
    step = prompts[STEP_PROMPTS[snapshot.step].key][0] if snapshot.step else ""
    task = snapshot.asking or step
    return DisplayState(
        phase=snapshot.phase,
        time="" if snapshot.phase in _WITHOUT_TIME else _time(snapshot.left),
        task=task,
        says=news.says if news.says != task else "",
        heard=news.heard,
        unclear=news.unclear,
        offers=snapshot.offers,
        level=round(100 * min(max(0.0, 1 - news.level / _SILENT), 1.0)),
        trouble=tuple(
            _trouble(part, snapshot.phase, prompts)
            for part in Component
            if part in snapshot.trouble
        ),
        note=news.note,
    )


def _time(seconds: float) -> str:
    """Return a span in minutes and seconds; 0:00 only when nothing is left."""
    minutes, rest = divmod(math.ceil(seconds), 60)
    return f"{minutes}:{rest:02}"


def _trouble(part: Component, phase: Phase, prompts: Prompts) -> str:
    """Return the sentence in which Floe says, outside a massage, that a component fails.

    What a journal that cannot be written means depends on whether a massage has begun.
    """
    journal = part is Component.JOURNAL and phase in _BEGUN
    told = TROUBLE_PROMPTS if journal else IDLE_TROUBLE_PROMPTS
    return prompts[told[part].key][0]
