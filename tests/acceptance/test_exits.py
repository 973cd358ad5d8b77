"""The real `floe` is ended in the middle of a massage, and that is heard and known."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from audio.sound import RATE
from audio.tone import tone
from tests.acceptance.talk import LiveTalk, likeness, talk
from tests.acceptance.user import User
from tests.patience import PATIENCE, starved, wait_for
from tests.soundcard import SoundCard
from voice import prompts
from voice.session.event import EventKind
from voice.session.state import Stage
from voice.speaker.voice import Voice

SOON = 5.0
"""Seconds in which Floe has ended, the words included, if it is given a core: 3.3 where all is
quiet."""
_PIECE = RATE // 3
"""Samples of speech by which words are known again."""
CRASHES = """
import signal

def crash(*_):
    raise KeyError("nobody expected this")

signal.signal(signal.SIGUSR1, crash)
"""
"""Lets an exception come out of nowhere into the loop that moves the sound."""
HANGS = """
import signal, time

signal.signal(signal.SIGUSR1, lambda *_: time.sleep(600))
"""


Say = Callable[[str], NDArray[np.int16]]


@pytest.fixture
def say(cache: Path) -> Callable[[str], NDArray[np.int16]]:
    """Return what gives the sound of a prompt, just as the user's Floe says it."""

    def render(key: str) -> NDArray[np.int16]:
        with Voice(folder=cache / "floe" / "voice") as voice:
            return voice.render(prompts.load()[key][0])

    return render


def says(heard: NDArray[np.int16], words: NDArray[np.int16]) -> bool:
    """Whether words are in a recording; late blocks of a busy machine may tear some of them."""
    pieces = [words[at : at + _PIECE] for at in range(_PIECE, len(words) - _PIECE, _PIECE)]
    return max(likeness(heard, piece) for piece in pieces) > 0.8


def inject(user: User, code: str) -> None:
    """Let each Python process of the user's begin with some code."""
    (user.home / "sitecustomize.py").write_text(code)
    user.env = {**user.env, "PYTHONPATH": f"{user.home}{os.pathsep}{user.env['PYTHONPATH']}"}


def ice(user: User) -> float:
    return user.record().sessions[-1].ice


def goes_on(person: LiveTalk, user: User) -> None:
    """Let the massage go on after the run before was ended."""
    person.hears("recovery.massage")
    before = ice(user)
    person.says("yes", "resume", until="massage.resumed")
    person.ices(user, before + 1)


def ends_with_words(person: LiveTalk, card: SoundCard, say: Say, how: signal.Signals) -> int:
    """End Floe: tone and words are heard, and it is soon over. Give the exit code."""
    tape = card.tape()
    late, began = starved(person.process.pid), time.monotonic()
    person.process.send_signal(how)
    while person.process.poll() is None and time.monotonic() - began < PATIENCE:
        late = max(late, starved(person.process.pid))
        time.sleep(0.01)
    assert time.monotonic() - began < SOON + late
    code = person.ends()
    heard = tape.stop()
    assert likeness(heard, tone("trouble")) > 0.8
    assert says(heard, say("trouble.exit"))
    person.shows("^  !     Floe ends; take the ice off your skin")
    return code


def test_whatever_signal_or_error_ends_a_massage_is_heard_and_known(
    card: SoundCard, user: User, say: Say
) -> None:
    inject(user, CRASHES)
    user.screened(step="wet")
    ways = {
        signal.SIGQUIT: (131, "SIGQUIT"),
        signal.SIGUSR1: (1, "KeyError"),
    }
    for how, (code, why) in ways.items():
        with talk(card, user) as person:
            if EventKind.BEGUN in user.kinds():
                goes_on(person, user)
            else:
                person.prepares()
            person.ices(user, 1)
            assert ends_with_words(person, card, say, how) == code
            assert ("Traceback" in str(person)) == (why == "KeyError")
        last = user.events()[-1]
        assert (last.kind, last.values["why"]) == (EventKind.PAUSED, why)
    assert user.kinds().count(EventKind.RECOVERED) == 0, "nobody was left alone with the ice on"


def test_without_ice_on_the_skin_it_ends_without_a_word(card: SoundCard, user: User) -> None:
    user.screened(step="wet")
    with talk(card, user) as person:
        person.hears("step.wet")
        before = len(user.events())
        assert person.killed(signal.SIGTERM) == 143
        assert "Floe ends" not in str(person)
    assert len(user.events()) == before


def test_a_loop_that_hangs_says_it_and_is_ended_and_a_second_signal_ends_it_at_once(
    card: SoundCard, user: User, say: Say
) -> None:
    inject(user, HANGS)
    user.screened(step="wet")
    with talk(card, user) as person:
        person.prepares()
        tape = card.tape()
        person.process.send_signal(signal.SIGUSR1)
        person.shows("Floe is held up; take the ice off your skin")
        tape.wait_until(6)
        assert says(tape.stop(), say("trouble.lag"))
        tape = card.tape()
        person.process.send_signal(signal.SIGTERM)
        person.shows("^  !     Floe ends; take the ice off your skin")
        tape.wait_until(4)
        assert says(tape.stop(), say("trouble.exit"))
        assert person.process.poll() is None
        person.process.send_signal(signal.SIGTERM)
        assert person.ends() == 143
    assert user.record().sessions[-1].stage is Stage.MASSAGING, "so the next start speaks of it"


def test_ctrl_z_has_the_ice_taken_off_before_floe_stands_still(card: SoundCard, user: User) -> None:
    user.screened(step="wet")
    with talk(card, user) as person:
        person.prepares()
        person.ices(user, 1)
        person.process.send_signal(signal.SIGTSTP)
        person.shows("^  !     Floe ends; take the ice off your skin")
        stat = Path(f"/proc/{person.process.pid}/stat")
        wait_for(lambda: stat.read_text().rpartition(")")[2].split()[0] == "T", "the standstill")
        paused = user.events()[-1]
        assert (paused.kind, paused.values["why"]) == (EventKind.PAUSED, "SIGTSTP")
        person.process.send_signal(signal.SIGCONT)
        person.says("resume", "carry on", until="massage.resumed")
        person.killed()
