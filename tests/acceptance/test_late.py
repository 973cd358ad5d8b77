"""The real `floe` while its loop, or all of it, stands still: it says so, and nothing is undone."""

import os
import signal

import pytest

from tests.acceptance.talk import LiveTalk, talk
from tests.acceptance.test_devices import goes_on, happened
from tests.acceptance.user import User
from tests.patience import wait_for
from tests.soundcard import SoundCard
from voice.session.event import Event, EventKind

STALLS = """
import signal, time

signal.signal(signal.SIGUSR1, lambda *_: time.sleep(4))
"""
"""Lets the main thread, which moves the sound, stand still for four seconds."""


@pytest.fixture
def stalling(user: User) -> User:
    (user.home / "sitecustomize.py").write_text(STALLS)
    user.env = {**user.env, "PYTHONPATH": f"{user.home}{os.pathsep}{user.env['PYTHONPATH']}"}
    user.screened(step="wet")
    return user


def since_the_clock_ran(user: User) -> list[Event]:
    """Return what happened since the ice was put on last."""
    events = happened(user)
    ons = [at for at, one in enumerate(events) if one.kind in (EventKind.BEGUN, EventKind.RESUMED)]
    return events[ons[-1] :]


def has_paused(person: LiveTalk, user: User) -> None:
    """Wait until it has paused because it was held up."""
    person.shows("^  !     Floe is held up: ")
    # What was said is on the disk a moment later.
    wait_for(lambda: EventKind.PAUSED in [event.kind for event in since_the_clock_ran(user)])
    paused = [one for one in since_the_clock_ran(user) if one.kind is EventKind.PAUSED]
    assert [one.values["why"] for one in paused] == ["lag"]


def test_a_loop_that_stands_still_pauses_and_acts_late_on_nothing_but_what_is_urgent(
    card: SoundCard, stalling: User
) -> None:
    user = stalling
    with talk(card, user) as person:
        person.prepares()
        person.process.send_signal(signal.SIGUSR1)
        person.say("one more minute")
        has_paused(person, user)
        person.hears("trouble.lag")
        person.hears("mended.lag")
        person.hears("mended.paused")
        assert EventKind.PLANNED not in user.kinds()
        assert "[AddTime]" not in str(person)
        goes_on(person)
        person.process.send_signal(signal.SIGUSR1)
        person.say("my skin is numb")
        has_paused(person, user)
        person.hears("numb.now")
        wait_for(lambda: user.kinds()[-1] is EventKind.NUMB)
        person.killed()


def test_a_process_that_is_stopped_and_let_go_pauses_and_goes_on_when_asked(
    card: SoundCard, user: User
) -> None:
    user.screened(step="wet")
    with talk(card, user) as person:
        person.prepares()
        for _ in range(2):
            person.process.send_signal(signal.SIGSTOP)
            tape = card.tape()
            tape.wait_until(2)
            tape.stop()
            person.process.send_signal(signal.SIGCONT)
            has_paused(person, user)
            person.hears("trouble.lag")
            person.hears("mended.lag")
            goes_on(person)
        assert "the sound has stopped" not in str(person)
        person.killed()
