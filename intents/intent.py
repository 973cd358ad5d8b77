"""An intent: what somebody meant, as recognition hands it to the session."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

SlotValue = str | int | float
"""The value of a slot, such as the minutes of a session."""


class IntentName(StrEnum):
    """Every intent that Floe itself understands. Other programs depend on these names."""

    START_SESSION = "StartSession"
    NEXT_STEP = "NextStep"
    PREVIOUS_STEP = "PreviousStep"
    REPEAT = "Repeat"
    PAUSE = "Pause"
    RESUME = "Resume"
    STOP_SESSION = "StopSession"
    REPORT_NUMB = "ReportNumb"
    REPORT_WARM = "ReportWarm"
    REPORT_UNWELL = "ReportUnwell"
    REPORT_SKIN = "ReportSkin"
    REPORT_EMERGENCY = "ReportEmergency"
    TIME_LEFT = "TimeLeft"
    TIME_ELAPSED = "TimeElapsed"
    SET_DURATION = "SetDuration"
    ADD_TIME = "AddTime"
    COUNT_TODAY = "CountToday"
    REPORT_PAIN = "ReportPain"
    ASK_PAIN_RELIEF = "AskPainRelief"
    ASK_DOCTOR = "AskDoctor"
    ASK_ICE = "AskIce"
    ASK_POSITION = "AskPosition"
    ASK_TECHNIQUE = "AskTechnique"
    ASK_HISTORY = "AskHistory"
    ASK_COURSE = "AskCourse"
    ASK_DAY = "AskDay"
    ASK_LAST = "AskLast"
    ASK_NEXT = "AskNext"
    END_COURSE = "EndCourse"
    SET_REMINDER = "SetReminder"
    CANCEL_REMINDER = "CancelReminder"
    SET_PERSON = "SetPerson"
    SKIP = "Skip"
    LOUDER = "Louder"
    QUIETER = "Quieter"
    FASTER = "Faster"
    SLOWER = "Slower"
    HELP = "Help"
    CANCEL = "Cancel"
    GOODBYE = "Goodbye"
    THANKS = "Thanks"
    GREETING = "Greeting"
    YES = "Yes"
    NO = "No"


ANSWERS = frozenset({IntentName.YES, IntentName.NO})
"""The answers to Floe's questions: short words, which other people say a lot."""
URGENT = frozenset(
    {
        IntentName.STOP_SESSION,
        IntentName.PAUSE,
        IntentName.REPORT_NUMB,
        IntentName.REPORT_SKIN,
        IntentName.REPORT_UNWELL,
        IntentName.REPORT_EMERGENCY,
    }
)
"""Intents that take the ice off the skin: missing one costs skin, so they are decided sooner, on
less evidence than most, and need no wake phrase."""
GRAVE = frozenset(
    {IntentName.START_SESSION, IntentName.RESUME, IntentName.ADD_TIME, IntentName.SET_DURATION}
)
"""Intents that put ice on the skin, or keep it there: taking one wrongly costs skin, so they need
more evidence than all others."""


@dataclass(frozen=True, slots=True)
class Intent:
    """One accepted command."""

    name: str
    """An `IntentName` for Floe's own file; anything for another hassil file."""
    slots: Mapping[str, SlotValue] = field(default_factory=dict)
    """What was filled in, by the slot's name: the minutes of `SetDuration`, for example."""
    text: str = ""
    """The words that were heard, lower-case."""
    start: float = 0.0
    """Where the first word begins, in seconds of audio."""
    end: float = 0.0
    """Where the last word ends, in seconds of audio."""
    decided: float = 0.0
    """Where in the audio the decision fell, in seconds."""
    rival: Mapping[str, SlotValue] = field(default_factory=dict)
    """What the slots may have been just as well: thirteen sounds like thirty. Mostly empty."""
