"""The real `floe` on a sound card, and a person who speaks to it: minutes as minutes."""

import signal
from pathlib import Path

import pytest

from audio.sound import RATE
from tests.acceptance.talk import duration, likeness, sound, talk
from tests.acceptance.user import User, refused
from tests.patience import wait_for
from tests.soundcard import SoundCard
from voice import prompts
from voice.session.event import EventKind
from voice.session.health import HealthCondition
from voice.session.state import Outcome, Stage
from voice.session.step import Step
from voice.speaker.voice import Voice

PIECE = RATE * 6 // 10
"""Samples of speech by which a sentence is known again."""


def ice(user: User) -> float:
    """Return the seconds of ice in the journal."""
    session = user.record().sessions[-1]
    return session.ice


def nothing_left(user: User) -> bool:
    """Whether no file of a process that has ended lies about."""
    return not list((user.home / "tmp").iterdir())


def test_a_first_session_from_the_greeting_to_goodbye(card: SoundCard, user: User) -> None:
    *_, last_but_one, last = HealthCondition
    user.screened(unasked=2)
    with talk(card, user) as person:
        person.hears("greeting.first")
        person.says("start session", until=f"screen.{last_but_one}")
        other = user.floe(**sound(card))
        refused(other, "already running", str(user.journal), lines=1)
        person.says("no", until=f"screen.{last}")
        person.says("no", until="screen.passed")
        person.hears("pain.before")
        person.says("skip", until="step.ice")
        for step in list(Step)[1:]:
            person.says("what's next", until=f"step.{step}")
        person.says("what's next", until="massage.begin")
        person.ices(user, 3)
        person.says("my skin is numb", until="numb.now")
        session = user.record().open
        assert session
        assert (session.stage, session.numb_stops) == (Stage.WARMING, 1)
        assert 3 <= session.ice < 60
        person.says("goodbye", until="goodbye")
        assert person.ends() == 0
    assert user.record().sessions[-1].outcome is Outcome.LEFT
    assert nothing_left(user)


def test_stop_hushes_a_long_answer(card: SoundCard, user: User, cache: Path) -> None:
    user.screened(step="wet")
    with Voice(folder=cache / "floe" / "voice") as voice:
        (text,) = prompts.load()["answer.pain_relief"]
        answer = voice.render(text)
    with talk(card, user) as person:
        person.prepares()
        recording = card.tape()
        person.says("can i take ibuprofen", until="answer.pain_relief")
        person.says("stop", "please stop", until="massage.stopped")
        asked = 1 + ("please stop  [" in str(person))
        person.says("goodbye", until="goodbye")
        assert person.ends() == 0
    heard = recording.stop()
    # A late block of a busy machine tears one of these apart, not all.
    pieces = [answer[at : at + PIECE // 3] for at in range(0, RATE, PIECE // 3)]
    said = max(likeness(heard, piece) for piece in pieces)
    assert said > 0.8, "the loudspeaker said its beginning"
    hushed = likeness(heard, answer[-PIECE:]) < 0.6
    # A "stop" that had to be said twice may come after its end.
    assert hushed or asked == 2
    assert user.record().sessions[-1].outcome is Outcome.STOPPED


def test_it_is_talked_over_whatever_it_says(card: SoundCard, user: User) -> None:
    user.screened(step="wet")
    card.echo(percent=60)
    with talk(card, user) as person:
        person.hears("step.wet")
        person.says("what's next", "next", until="massage.begin")
        person.says("can i take ibuprofen", until="answer.pain_relief")
        person.says("how long is left", "how much longer", until="time.left")
        person.hears("coach.circles", "coach.moving", "coach.spine", "coach.breathe")
        person.says("my skin is numb", "it's too cold", until="numb.now")
        person.says("goodbye", "see you later", until="goodbye")
        assert person.ends() == 0
    session = user.record().sessions[-1]
    assert (session.outcome, session.numb_stops) == (Outcome.LEFT, 1)


def test_however_it_ends_in_the_massage_the_next_start_offers_to_go_on(
    card: SoundCard, user: User
) -> None:
    user.screened(step="wet")
    with talk(card, user) as person:
        person.prepares()
        person.ices(user, 4)
        shown = ice(user)
        assert person.killed(signal.SIGKILL) == -signal.SIGKILL
    for how, code in ((signal.SIGTERM, 143), (signal.SIGINT, 130)):
        kept = ice(user)
        assert shown <= kept
        unseen = user.record().sessions[-1].unseen
        heard = user.events()[-1].values.get("why") == "SIGTERM"
        with talk(card, user) as person:
            line = person.hears("recovery.massage")
            elapsed, left = line.split(" into your massage")
            assert duration(elapsed) == int(kept)
            away = user.record().sessions[-1].unseen - unseen
            assert (away == 0) == heard, "who was told to take the ice off has done so"
            total = min(480.0, 600.0 - unseen - away)
            assert duration(left) == pytest.approx(total - kept, abs=1)
            person.says("yes", "resume", until="massage.resumed")
            person.ices(user, kept + 2)
            shown = ice(user)
            assert person.killed(how) == code
            assert "Traceback" not in str(person)
        assert nothing_left(user)
    assert user.kinds().count(EventKind.RECOVERED) == 1
    assert user.record().open


def test_the_sound_server_dies_in_the_massage_and_comes_back(card: SoundCard, user: User) -> None:
    user.screened(step="wet")
    with talk(card, user) as person:
        person.prepares()
        person.ices(user, 2)
        card.kill()
        person.shows(r"^  !     the sound has stopped")
        person.hears("trouble.microphone")
        wait_for(lambda: user.kinds()[-1] is EventKind.PAUSED, "the pause")
        paused = user.events()[-1]
        assert (paused.kind, paused.values["why"]) == (EventKind.PAUSED, "microphone")
        card.start()
        person.enter_room()
        person.hears("mended.microphone")
        person.hears("mended.paused")
        assert user.events()[-1].kind is EventKind.PAUSED, "nothing goes on by itself"
        person.says("resume", "carry on", until="massage.resumed")
        assert EventKind.RESUMED in user.kinds()
        person.ices(user, float(paused.values["ice"]) + 2)


def test_a_device_that_there_is_not(card: SoundCard, user: User) -> None:
    user.configure("microphone: purple\n")
    refused(user.floe(**sound(card)), 'no microphone "purple"', '"pulse"', lines=1)


def test_a_journal_that_is_no_database(card: SoundCard, user: User) -> None:
    user.journal.parent.mkdir(parents=True)
    user.journal.write_bytes(b"Dear diary,\n" * 500)
    refused(user.floe(**sound(card)), str(user.journal), "not a journal")
    assert user.journal.read_bytes() == b"Dear diary,\n" * 500
