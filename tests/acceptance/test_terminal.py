"""The real `floe` in a terminal that is stopped, let go and closed in the middle of a massage."""

import signal
import time

from audio.tone import tone
from tests.acceptance.talk import LiveTalk, likeness
from tests.acceptance.terminal_talk import TerminalTalk
from tests.acceptance.user import User
from tests.soundcard import SoundCard
from voice.session.event import EventKind

MISSED = 3.0
"""Seconds of ice that pass while the terminal is stopped."""


def ice(user: User) -> float:
    return user.record().sessions[-1].ice


def says_until(person: LiveTalk, user: User, words: str, kind: EventKind) -> None:
    """Say something until it has happened; what is printed cannot tell."""
    before = user.kinds().count(kind)
    for _ in range(6):
        person.say(words)
        deadline = time.monotonic() + 9
        while time.monotonic() < deadline:
            if user.kinds().count(kind) > before:
                return
            time.sleep(0.1)
    raise AssertionError(f"{words} never led to {kind}:\n{person}")


def test_a_terminal_that_is_stopped_let_go_and_closed(card: SoundCard, user: User) -> None:
    user.screened(step="wet")
    person = TerminalTalk(card, user)
    try:
        person.prepares()
        person.stop_terminal()
        before = ice(user)
        person.ices(user, before + MISSED)
        says_until(person, user, "hold on", EventKind.PAUSED)
        shown = len(person.lines)
        person.let_go()
        person.shows(r"^  you   hold on  \[Pause\]")
        person.hears("massage.paused")
        assert len(person.lines) > shown
        person.says("resume", "carry on", until="massage.resumed")
        person.stop_terminal()
        person.ices(user, before + MISSED + 1)
        tape = card.tape()
        person.close_terminal()
        assert person.process.wait(60) == 129
        assert likeness(tape.stop(), tone("trouble")) > 0.8
    finally:
        person.close()
    paused = user.events()[-1]
    assert (paused.kind, paused.values["why"]) == (EventKind.PAUSED, "SIGHUP")


def test_it_ends_by_ctrl_c_though_the_terminal_is_stopped(card: SoundCard, user: User) -> None:
    user.screened(step="wet")
    person = TerminalTalk(card, user)
    try:
        person.hears("step.wet")
        person.stop_terminal()
        person.process.send_signal(signal.SIGINT)
        assert person.process.wait(60) == 130
    finally:
        person.close()
