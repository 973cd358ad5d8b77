"""Every prompt: its key in the prompts file, and the values that its text may use.

``prompt("massage.running", left="two minutes")`` is the one way to make a `Prompt`. Its overloads
are the list of all prompts, so that mypy refuses a key that is not listed, and a value that is
missing or that the prompt does not use. The tables at the end are read from the same overloads.

A new prompt is a text in ``voice/prompts/en.yaml`` and its key here: in `PlainKey` if it has no
values, otherwise in the overload with its values, or in a new one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import signature
from typing import Literal, TypeAlias, get_args, get_overloads, overload


@dataclass(frozen=True, slots=True)
class Prompt:
    """Something to say: which text of the prompts file, and what to fill it in with."""

    key: str
    """Dotted, as in the file: its group, and its name within the group."""
    values: Mapping[str, str]
    """Spoken words, by the name that the text holds in braces."""


# fmt: off
TipKey: TypeAlias = Literal[
    "coach.circles", "coach.moving", "coach.peel", "coach.spine", "coach.breathe"
]
"""What is good to hear during the massage at any time."""
PlainKey: TypeAlias = Literal[
    TipKey,
    "greeting.first", "greeting.again", "greeting.recorded",
    "person.later", "person.already", "person.failed",
    "clock.set", "lost", "notice", "goodbye", "thanks", "hello", "miss", "nothing_said",
    "all_right",
    "screen.intro", "screen.raynaud", "screen.cold", "screen.circulation", "screen.cryoglobulin",
    "screen.nerve", "screen.broken", "screen.passed", "screen.left", "screen.kept",
    "screen.cleared", "screen.answer",
    "condition.raynaud", "condition.cold", "condition.circulation", "condition.cryoglobulin",
    "condition.nerve", "condition.broken",
    "limit.in_full",
    "step.ice", "step.helper", "step.position", "step.peel", "step.wet", "step.first",
    "step.wait", "step.already", "step.left", "step.lapsed",
    "massage.begin", "massage.paused", "massage.none", "massage.over", "massage.time_over",
    "massage.time_lost",
    "check.ask", "check.again", "check.fine", "check.unanswered",
    "numb.now", "numb.again", "numb.idle", "numb.preparing", "numb.not_yet", "numb.ask",
    "numb.wait", "numb.lapsed", "numb.warm_idle",
    "unwell.now", "unwell.idle",
    "skin.over", "skin.none", "skin.pink", "skin.pink_off", "skin.waits",
    "skin.red", "skin.white", "skin.blue", "skin.blister", "skin.rash", "skin.broken",
    "sore.ask", "sore.later",
    "meant.start", "meant.resume", "meant.more", "alarm.ask",
    "emergency.now", "emergency.ask", "emergency.cleared", "emergency.kept",
    "resume.later", "resume.blocked", "resume.unwritten",
    "recovery.warming", "recovery.preparing",
    "trouble.microphone", "trouble.recogniser", "trouble.voice", "trouble.journal",
    "trouble.sleep", "trouble.microphone_idle", "trouble.recogniser_idle", "trouble.voice_idle",
    "trouble.sleep_idle", "trouble.loudspeaker", "trouble.loudspeaker_idle", "trouble.echo",
    "trouble.echo_idle", "trouble.journal_idle", "trouble.lag", "trouble.lag_idle", "trouble.exit",
    "mended.lag",
    "level.faint", "level.loud", "level.noisy",
    "mended.microphone", "mended.recogniser", "mended.voice", "mended.loudspeaker", "mended.echo",
    "mended.journal", "mended.paused",
    "time.free", "time.tomorrow", "time.free_warm", "time.doctor", "time.warming", "time.last",
    "duration.no_massage",
    "pain.before", "pain.ask", "pain.unclear",
    "judge.severe",
    "course.none", "course.busy", "course.kept",
    "change.fall", "change.same", "change.rise",
    "last.none",
    "reminder.unclear", "reminder.when", "reminder.none", "reminder.cancelled",
    "answer.pain_relief", "answer.doctor", "answer.ice", "answer.position", "answer.technique",
    "voice.louder", "voice.quieter", "voice.faster", "voice.slower",
    "voice.loudest", "voice.softest", "voice.fastest", "voice.slowest",
    "help.screening",
    "spoken.noon", "spoken.midnight",
]
"""The prompts whose text uses no values."""
# fmt: on
HelpKey: TypeAlias = Literal[
    "help.idle", "help.preparing", "help.massaging", "help.paused", "help.warming"
]
"""What can be said, in a sentence."""


@overload
def prompt(key: PlainKey) -> Prompt: ...
@overload
def prompt(key: HelpKey, *, commands: str) -> Prompt: ...
@overload
def prompt(key: Literal["which.ask"], *, minutes: str) -> Prompt: ...
@overload
def prompt(key: Literal["miss_twice"], *, first: str, second: str) -> Prompt: ...
@overload
def prompt(
    key: Literal["greeting.named_first", "greeting.named_again"], *, name: str
) -> Prompt: ...
@overload
def prompt(key: Literal["screen.barred", "screen.ask_cleared"], *, condition: str) -> Prompt: ...
@overload
def prompt(key: Literal["limit.full", "count.last", "count.full"], *, count: str) -> Prompt: ...
@overload
def prompt(key: Literal["count.some"], *, count: str, rest: str) -> Prompt: ...
@overload
def prompt(key: Literal["count.none"], *, most: str) -> Prompt: ...
@overload
def prompt(
    key: Literal["limit.soon", "time.due", "time.due_warm"], *, due: str, wait: str
) -> Prompt: ...
@overload
def prompt(key: Literal["limit.uncounted"], *, wait: str) -> Prompt: ...
@overload
def prompt(key: Literal["limit.elapsed"], *, count: str, due: str, wait: str) -> Prompt: ...
@overload
def prompt(
    key: Literal[
        "limit.waits", "reminder.today", "reminder.tomorrow", "reminder.now", "reminder.late"
    ],
    *,
    due: str,
) -> Prompt: ...
@overload
def prompt(key: Literal["reminder.later"], *, days: str, due: str) -> Prompt: ...
@overload
def prompt(
    key: Literal[
        "step.intro", "time.planned", "duration.set", "duration.default", "meant.duration"
    ],
    *,
    planned: str,
) -> Prompt: ...
@overload
def prompt(
    key: Literal["duration.clamped"], *, longest: str, planned: str, shortest: str
) -> Prompt: ...
@overload
def prompt(key: Literal["duration.unclear"], *, longest: str, shortest: str) -> Prompt: ...
@overload
def prompt(key: Literal["duration.most"], *, left: str, longest: str) -> Prompt: ...
@overload
def prompt(
    key: Literal[
        "massage.running",
        "massage.is_paused",
        "massage.resumed",
        "massage.no_back",
        "massage.next",
        "coach.half",
        "coach.left",
        "numb.warm",
        "resume.ask",
        "time.left",
        "time.left_paused",
    ],
    *,
    left: str,
) -> Prompt: ...
@overload
def prompt(
    key: Literal[
        "massage.stopped", "massage.completed", "massage.lapsed", "numb.enough", "recovery.closed"
    ],
    *,
    ice: str,
) -> Prompt: ...
@overload
def prompt(key: Literal["coach.last"], *, seconds: str) -> Prompt: ...
@overload
def prompt(key: Literal["coach.count"], *, number: str) -> Prompt: ...
@overload
def prompt(key: Literal["recovery.massage"], *, elapsed: str, left: str) -> Prompt: ...
@overload
def prompt(key: Literal["time.elapsed"], *, elapsed: str) -> Prompt: ...
@overload
def prompt(key: Literal["time.after"], *, gap: str) -> Prompt: ...
@overload
def prompt(key: Literal["history.none"], *, days: str) -> Prompt: ...
@overload
def prompt(
    key: Literal["history.some"], *, days: str, ice: str, iced: str, sessions: str
) -> Prompt: ...
@overload
def prompt(
    key: Literal["history.pain"],
    *,
    days: str,
    first: str,
    ice: str,
    iced: str,
    last: str,
    sessions: str,
) -> Prompt: ...
@overload
def prompt(key: Literal["last.today", "last.yesterday"], *, ice: str, time: str) -> Prompt: ...
@overload
def prompt(key: Literal["last.ago"], *, days: str, ice: str, time: str) -> Prompt: ...
@overload
def prompt(key: Literal["pain.noted"], *, level: str) -> Prompt: ...
@overload
def prompt(
    key: Literal["judge.growing", "spoken.and", "spoken.or"], *, first: str, last: str
) -> Prompt: ...
@overload
def prompt(key: Literal["judge.lasting"], *, days: str, first: str, last: str) -> Prompt: ...
@overload
def prompt(key: Literal["course.going"], *, day: str, sessions: str) -> Prompt: ...
@overload
def prompt(
    key: Literal["course.pain"], *, change: str, day: str, first: str, last: str, sessions: str
) -> Prompt: ...
@overload
def prompt(key: Literal["course.day"], *, day: str, days: str) -> Prompt: ...
@overload
def prompt(
    key: Literal["course.ask_end", "course.ended"], *, days: str, sessions: str
) -> Prompt: ...
@overload
def prompt(key: Literal["spoken.oclock"], *, hour: str, part: str) -> Prompt: ...
@overload
def prompt(
    key: Literal["spoken.oh", "spoken.clock"], *, hour: str, minute: str, part: str
) -> Prompt: ...
def prompt(key: str, **values: str) -> Prompt:
    """Return the prompt ``key``, to be filled in with ``values``."""
    return Prompt(key, values)


OfferKey: TypeAlias = Literal[
    "offer.urgent",
    "offer.idle",
    "offer.screening",
    "offer.preparing",
    "offer.massaging",
    "offer.paused",
    "offer.warming",
    "offer.question",
    "offer.anyway",
    "offer.pain",
]
"""Lists of what can be said at a time, each item a command."""
UnitKey: TypeAlias = Literal[
    "spoken.hour", "spoken.minute", "spoken.second", "spoken.session", "spoken.day"
]
"""Words for what is counted: for one, and for any other number ``n``."""
NUMBERS: Literal["spoken.numbers"] = "spoken.numbers"
"""The words for 0 to 59."""
DAY_PARTS: Literal["spoken.parts"] = "spoken.parts"
"""The words for at night, in the morning, in the afternoon and in the evening."""


def _values(variant: Callable[..., object]) -> Mapping[str, frozenset[str]]:
    """Return, by each key of an overload of `prompt`, the names of the values it takes."""
    key, *values = signature(variant).parameters.values()
    return dict.fromkeys(get_args(key.annotation), frozenset(value.name for value in values))


PROMPTS: Mapping[str, frozenset[str]] = {
    **{key: names for variant in get_overloads(prompt) for key, names in _values(variant).items()},
    **dict.fromkeys(get_args(OfferKey), frozenset()),
    **dict.fromkeys(get_args(UnitKey), frozenset({"n"})),
    NUMBERS: frozenset(),
    DAY_PARTS: frozenset(),
}
"""All keys of the prompts file, each with the names that its texts may hold in braces."""

COUNTED: Mapping[str, int] = {NUMBERS: 60, DAY_PARTS: 4, **dict.fromkeys(get_args(UnitKey), 2)}
"""The lists whose items are looked up by their place, with how many each needs.

The items of any other list are variants, of which one is said at a time.
"""
