"""What a display tells of a session, and when the board makes a new state of it."""

import pytest

from audio.sound import BLOCK, SILENCE
from intents.intent import Intent
from intents.intent import IntentName as N
from tests.voice.display.booth import STARTS
from tests.voice.session.talk import PROMPTS, Talk
from voice.display import words
from voice.display.board import PERIOD, DisplayBoard
from voice.display.state import DisplayState, News, display_state
from voice.notice import (
    CommandHeard,
    CommandPressed,
    PromptUnspoken,
    Remark,
    SnapshotTaken,
    SoundExchanged,
    UtteranceRejected,
)
from voice.session.context import Component
from voice.session.phase import Phase

NEWS = News()


def look(talk: Talk, news: News = NEWS) -> DisplayState:
    return display_state(talk.controller.snapshot(), news, PROMPTS)


def hung(board: DisplayBoard, talk: Talk, clock: float, says: str = "") -> DisplayState:
    board(SnapshotTaken(talk.controller.snapshot(), says, clock))
    assert board.latest
    return board.latest


def test_outside_a_session_there_is_no_time() -> None:
    first = look(Talk())
    assert (first.phase, first.time, first.task) == (Phase.IDLE, "", "")
    assert first.offers[0] == "start session"
    asked = look(Talk().hear(N.START_SESSION))
    assert (asked.phase, asked.time) == (Phase.SCREENING, "")
    assert asked.task.startswith("Do you have Raynaud's")


def test_the_step_and_then_the_time() -> None:
    talk = Talk().screened()
    assert look(talk).task.startswith("Get your ice")
    assert look(talk).time == "8:00"
    talk.massage()
    assert (look(talk).task, look(talk).time) == ("", "8:00")
    talk.tick(0.4)
    assert look(talk).time == "8:00"
    talk.tick(0.7)
    assert look(talk).time == "7:59"
    talk.hear(N.REPORT_NUMB)
    assert look(talk).phase is Phase.WARMING


def test_a_question_goes_before_all_else_and_is_shown_once() -> None:
    talk = Talk().massage().until(lambda talk: talk.keys == ["check.ask"], fine=False)
    asking = talk.controller.snapshot().asking
    seen = look(talk, News(says=asking))
    assert (seen.task, seen.says) == (asking, "")
    assert seen.offers[:2] == ("yes", "no")
    assert look(talk, News(says="Keep the ice moving.")).says == "Keep the ice moving."


def test_every_part_that_fails_is_told() -> None:
    talk = Talk().massage()
    for part in Component:
        talk.trouble(part)
    trouble = look(talk).trouble
    assert len(trouble) == 7
    assert trouble[0] == "My microphone has failed. I try to mend it."
    assert trouble[-1].startswith("I cannot write to the journal.")


@pytest.mark.parametrize(
    ("level", "percent"), [(-90.3, 0), (-60.0, 0), (-30.0, 50), (0.0, 100), (3.0, 100)]
)
def test_the_level_in_percent(level: float, percent: int) -> None:
    assert look(Talk(), News(level=level)).level == percent


def test_every_phase_has_a_name() -> None:
    named = words.load()
    assert all(named[f"phase.{phase}"] for phase in Phase)


def test_the_board_hangs_out_ten_a_second() -> None:
    board, talk = DisplayBoard(PROMPTS), Talk()
    assert board.latest is None
    assert not board.held_up
    first = hung(board, talk, 1.0)
    assert hung(board, talk, 1.0 + PERIOD / 2) is first
    assert hung(board, talk, 1.0 + PERIOD) is not first
    assert not board.held_up


def test_what_is_heard_and_what_is_not_understood() -> None:
    board, talk = DisplayBoard(PROMPTS), Talk()
    hung(board, talk, 1.0)
    board(UtteranceRejected("the secret of my neighbour", 0.2, 0.9))
    seen = hung(board, talk, 2.0)
    assert (seen.heard, seen.unclear) == ("", True)
    assert "secret" not in str(seen)
    assert not hung(board, talk, 30.0).unclear
    board(UtteranceRejected("no", 30.0, 30.5))
    board(CommandHeard(Intent(N.TIME_LEFT, {}, "how long is left")))
    seen = hung(board, talk, 31.0)
    assert (seen.heard, seen.unclear) == ("how long is left", False)
    board(CommandPressed(Intent(N.STOP_SESSION, {}, "stop")))
    assert hung(board, talk, 32.0).heard == "stop"


def test_what_has_no_voice_is_shown_for_some_time() -> None:
    board, talk = DisplayBoard(PROMPTS), Talk()
    hung(board, talk, 1.0)
    board(PromptUnspoken("My microphone has failed."))
    board(Remark("Floe now hears a headset."))
    seen = hung(board, talk, 2.0)
    assert (seen.says, seen.note) == ("My microphone has failed.", "Floe now hears a headset.")
    assert hung(board, talk, 3.0, "Hello.").says == "Hello."
    seen = hung(board, talk, 30.0)
    assert (seen.says, seen.note) == ("", "")


def test_the_level_is_that_of_the_loudest_block_since_the_last_state() -> None:
    board, talk = DisplayBoard(PROMPTS), Talk()
    loud = b"\x00\x10" * BLOCK
    for block in (SILENCE, loud, SILENCE):
        board(SoundExchanged(block, SILENCE, SILENCE, STARTS))
    assert hung(board, talk, 1.0).level == 70
    board(SoundExchanged(SILENCE, SILENCE, SILENCE, STARTS))
    assert hung(board, talk, 2.0).level == 0
