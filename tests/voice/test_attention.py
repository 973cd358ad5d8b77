"""When a command is for Floe, and when it is for somebody else in the room."""

import pytest

from intents.intent import Intent, IntentName
from voice.attention import Attention
from voice.session.phase import Phase

COUNT = Intent(IntentName.COUNT_TODAY, {}, "how many today")
ADDRESSED = Intent(IntentName.COUNT_TODAY, {}, "hey coach how many today")
STOP = Intent(IntentName.STOP_SESSION, {}, "stop")


def test_without_a_wake_phrase_all_is_for_floe() -> None:
    assert Attention(None).is_given_to(COUNT, Phase.IDLE, 0.0)


@pytest.mark.parametrize(
    ("intent", "phase", "given"),
    [
        (COUNT, Phase.IDLE, False),
        (ADDRESSED, Phase.IDLE, True),
        (STOP, Phase.IDLE, True),
        *((COUNT, phase, True) for phase in Phase if phase is not Phase.IDLE),
    ],
)
def test_outside_a_session_the_wake_phrase_is_missed_but_never_to_stop(
    intent: Intent, phase: Phase, given: bool
) -> None:
    assert Attention("hey coach").is_given_to(intent, phase, 100.0) is given


def test_whoever_answers_floe_needs_no_wake_phrase() -> None:
    attention = Attention("hey coach")
    attention.speaking(100.0)
    assert attention.is_given_to(COUNT, Phase.IDLE, 107.9)
    assert not attention.is_given_to(COUNT, Phase.IDLE, 108.1)
