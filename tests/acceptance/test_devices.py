"""The real `floe` while its sound devices fail, go, change and come back."""

import os
import signal
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from audio.sound import RATE
from audio.wave import write
from tests.acceptance.talk import LiveTalk, sound, talk
from tests.acceptance.user import FLOE, User, refused
from tests.patience import PATIENCE, starved, wait_for
from tests.soundcard import SoundCard
from tests.speech import voices
from voice.session.event import Event, EventKind

NOTICED = 2.0
"""Seconds within which Floe is to notice that its sound has failed, if it is given a core."""
DEATHS = 5
GOES_ON = {2, 4}
"""After which of them the person goes on; the others fall into the pause."""

NAPPING = """
import signal, time

real, slept = time.clock_gettime, 0

def clock(which):
    return real(which) + slept * (which == time.CLOCK_BOOTTIME)

def nap(*_):
    global slept
    slept += 60

time.clock_gettime = clock
signal.signal(signal.SIGUSR1, nap)
"""
"""A clock that jumps as after a sleep: a test cannot put the computer itself to sleep."""


def happened(user: User) -> list[Event]:
    """Return what is in the journal since the ice first touched the skin."""
    events = user.events()
    begun = next(at for at, event in enumerate(events) if event.kind is EventKind.BEGUN)
    return events[begun:]


def kinds(user: User) -> list[EventKind]:
    """Name it, but for the progress."""
    return [event.kind for event in happened(user) if event.kind is not EventKind.PROGRESS]


def time_is_exact(user: User) -> None:
    """Make sure that the ice of the journal is the time between "on" and "off", to 50 ms."""
    before, on = 0.0, None
    for event in happened(user):
        if event.kind in (EventKind.BEGUN, EventKind.RESUMED):
            on = event.at
        else:
            assert on
            ice = float(event.values["ice"])
            assert ice == pytest.approx(before + (event.at - on).total_seconds(), abs=0.05)
            if event.kind is EventKind.PAUSED:
                before, on = ice, None


def pauses(
    person: LiveTalk, user: User, fail: Callable[[], None], shown: str, part: str = "microphone"
) -> None:
    """Let the sound fail during the massage: it is paused, and said, soon enough."""
    pid = person.process.pid
    before, starved_before = datetime.now().astimezone(), starved(pid)
    fail()
    failed = datetime.now().astimezone()
    person.shows(f"^  !     .*{shown}")
    person.hears(f"trouble.{part}")
    wait_for(lambda: user.kinds()[-1] is EventKind.PAUSED, "the pause")
    paused = user.events()[-1]
    assert (paused.kind, paused.values["why"]) == (EventKind.PAUSED, part)
    assert before <= paused.at
    noticed = (paused.at - failed).total_seconds()
    assert noticed < NOTICED + starved(pid) - starved_before


def is_mended(person: LiveTalk, user: User, part: str = "microphone") -> None:
    """Wait for it: nothing goes on by itself."""
    person.hears(f"mended.{part}")
    person.hears("mended.paused")
    assert user.events()[-1].kind is EventKind.PAUSED


def goes_on(person: LiveTalk) -> None:
    person.says("carry on", "resume", until="massage.resumed")


def test_the_sound_server_dies_again_and_again_in_a_session(card: SoundCard, user: User) -> None:
    user.screened(step="wet")
    went_on = 0
    with talk(card, user) as person:
        person.prepares()
        for death in range(DEATHS):
            if death == 0 or death - 1 in GOES_ON:
                pauses(person, user, card.kill, "the sound has stopped")
            else:
                card.kill()
                person.hears("trouble.microphone_idle")
            card.start()
            person.enter_room()
            person.hears("mended.microphone")
            if death in GOES_ON:
                goes_on(person)
                went_on += 1
        person.killed()
    assert kinds(user) == [EventKind.BEGUN, *[EventKind.PAUSED, EventKind.RESUMED] * went_on]
    time_is_exact(user)


def test_microphones_come_and_go_and_a_server_hangs(card: SoundCard, user: User) -> None:
    user.screened(step="wet")
    with talk(card, user) as person:
        person.prepares()
        pauses(person, user, card.take_microphone, "there is no microphone any more")
        card.give_microphone()
        person.hears("mended.microphone")
        card.mute(muted=True)
        person.shows("is muted")
        person.hears("trouble.microphone_idle")
        card.mute(muted=False)
        person.hears("mended.microphone")
        person._leave_room()
        person.shows("perfect silence")
        person.hears("trouble.microphone_idle")
        person.enter_room()
        is_mended(person, user)
        goes_on(person)
        card.change_microphone()
        person.enter_room()
        person.shows("^Floe now hears")
        pauses(person, user, card.freeze, "the sound has stopped")
        card.thaw()
        is_mended(person, user)
        person.killed()
    assert kinds(user) == [EventKind.BEGUN, EventKind.PAUSED, EventKind.RESUMED, EventKind.PAUSED]
    time_is_exact(user)


def test_a_loudspeaker_that_gives_no_sound(card: SoundCard, user: User) -> None:
    troubles: list[tuple[Callable[[], None], Callable[[], None]]] = [
        (lambda: card.mute_loudspeaker(muted=True), lambda: card.mute_loudspeaker(muted=False)),
        (lambda: card.turn(0), lambda: card.turn(100)),
        (lambda: card.mute_streams(muted=True), lambda: card.mute_streams(muted=False)),
    ]
    user.screened(step="wet")
    with talk(card, user) as person:
        person.prepares()
        for fail, mend in troubles:
            pauses(person, user, fail, "in the system's sound settings", "loudspeaker")
            mend()
            is_mended(person, user, "loudspeaker")
            goes_on(person)
        person.killed()
    resumed = [EventKind.PAUSED, EventKind.RESUMED] * len(troubles)
    assert kinds(user) == [EventKind.BEGUN, *resumed]
    time_is_exact(user)


def test_a_computer_that_was_asleep_says_so_and_pauses(card: SoundCard, user: User) -> None:
    (user.home / "sitecustomize.py").write_text(NAPPING)
    user.env = {**user.env, "PYTHONPATH": f"{user.home}{os.pathsep}{user.env['PYTHONPATH']}"}
    user.screened(step="wet")
    with talk(card, user) as person:
        person.prepares()
        person.process.send_signal(signal.SIGUSR1)
        person.shows("^  !     the computer was asleep for 60 s")
        person.hears("massage.time_lost")
        person.hears("trouble.sleep_idle")
        goes_on(person)
        late = starved(person.process.pid)
        person.killed()
    assert kinds(user) == [
        EventKind.BEGUN,
        EventKind.RECOVERED,
        EventKind.PAUSED,
        EventKind.RESUMED,
    ]
    assert 60 <= user.record().sessions[-1].unseen < 60 + NOTICED + late


def test_check_says_in_its_own_words_that_the_server_has_died(card: SoundCard, user: User) -> None:
    with subprocess.Popen(
        [*FLOE, "check"],
        env={**user.env, **sound(card)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        while "after the tone" not in process.stdout.readline():
            pass
        card.kill()
        printed, complaint = process.communicate(timeout=PATIENCE)
    assert "sound    FAILED  the sound has stopped" in printed
    assert complaint == "floe: not working: sound\n"


def test_check_tries_the_microphone_for_real(card: SoundCard, user: User, tmp_path: Path) -> None:
    words = np.concatenate([voices()("my skin is numb", "slt"), np.zeros(RATE // 2, np.int16)])
    faint = np.tile(words.astype(float), 100) / 300
    write(tmp_path / "faint.wav", np.rint(faint + np.resize([-1, 1], len(faint))).astype(np.int16))
    with card.speak(tmp_path / "faint.wav") as speaking:
        done = user.floe("check", **sound(card))
        speaking.kill()
    assert done.returncode == 0
    assert "too faint: move the microphone nearer" in done.stdout
    card.mute(muted=True)
    done = user.floe("check", **sound(card))
    refused(done, "not working: sound", lines=1)
    assert "is muted; unmute it" in done.stdout
    card.mute(muted=False)
    card.mute_loudspeaker(muted=True)
    done = user.floe("check", **sound(card))
    refused(done, "not working: sound", lines=1)
    assert "is muted, or Floe is; turn the sound on" in done.stdout
