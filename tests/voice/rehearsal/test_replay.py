"""A rehearsal is recorded with every real part and replayed: the same decisions."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from audio.sound import RATE
from intents.intent import Intent
from intents.library import Intents
from models.store import Store
from tests.speech import voices
from tests.voice.recording.sounds import STARTS
from tests.voice.rehearsal.parrot import after, scenario
from tests.voice.rehearsal.test_studio import needs_model
from voice import prompts
from voice.assistant import Assistant
from voice.cli import main
from voice.components import AssistantComponents
from voice.journal.journal import Journal, read
from voice.notice import (
    CommandHeard,
    CommandPressed,
    EventSaved,
    FailureReported,
    PromptStarted,
    Subscriber,
)
from voice.publisher import Publisher
from voice.recognizer.command_recognizer import CommandRecognizer
from voice.recording.account import SoundGap, TimedNotice
from voice.recording.codec import encode
from voice.recording.file import Recorded
from voice.recording.recording import Recording
from voice.recording.start import Start, memory
from voice.rehearsal.difference import differences
from voice.rehearsal.log import EntryKind as Told
from voice.rehearsal.log import RehearsalLog
from voice.rehearsal.rehearsal import Rehearsal
from voice.rehearsal.replay import replay
from voice.rehearsal.room.room import Room
from voice.rehearsal.scenario.run import Expectation
from voice.rehearsal.scenario.run import ScenarioRun as Lines
from voice.rehearsal.transcript import transcript
from voice.session.controller import Controller
from voice.session.event import Event, EventKind
from voice.session.health import HealthCondition
from voice.session.plan import Plan
from voice.session.script import Script
from voice.speaker.voice import Voice

pytestmark = needs_model

WET = [
    Event(EventKind.DISCLAIMER, STARTS - timedelta(days=400)),
    *(
        Event(EventKind.SCREENED, STARTS - timedelta(days=400), {"condition": one, "answer": "no"})
        for one in HealthCondition
    ),
    Event(EventKind.SETTING, STARTS - timedelta(days=300), {"name": "volume", "value": 1.0}),
    Event(
        EventKind.OPENED,
        STARTS - timedelta(seconds=9),
        {"planned": 540.0, "step": "wet", "sooner": False},
    ),
]
"""A journal whose session was cut off when the ice was wetted."""
SAID = (
    after("step.wet", "what's next"),
    after("massage.begin", "how long is left", 4.0),
    after("time.left", "my skin is numb", 3.0),
    after("numb.now", "goodbye", 1.0),
)


class Taped(NamedTuple):
    """A rehearsal that was recorded."""

    path: Path
    log: RehearsalLog


@pytest.fixture(scope="module")
def taped(tmp_path_factory: pytest.TempPathFactory) -> Taped:
    path = tmp_path_factory.mktemp("recording") / "numb.wav"
    recordings: list[Recording] = []

    def make(room: Room, folder: Path, publish: Subscriber) -> Assistant:
        home = folder / "journal.sqlite"
        with closing(Journal(home)) as journal:
            journal.append(*WET)
        parts = AssistantComponents.open(ear, voice, home, wait=True)
        start = Start(room.date(), "floe-en", None, memory(read(parts.journal.path), STARTS))
        recordings.append(Recording(path, start))
        script, record = Script(voice_prompts), parts.journal.record()
        controller = Controller(Plan(), script, record, sound_recorded=True)
        both = Publisher(publish, recordings[0])
        return Assistant(room, replace(parts, controller=controller), both.publish, room.date)

    ear = CommandRecognizer(Store().current(), Intents.load())
    voice_prompts = prompts.load()
    with Voice() as voice:
        log = Rehearsal(scenario(Lines(STARTS, SAID, Expectation())), voices(), make).run()
    recordings[0].close()
    return Taped(path, log)


@pytest.fixture(scope="module")
def replayed(taped: Taped) -> tuple[RehearsalLog, list[TimedNotice]]:
    return replay(Recorded.load(taped.path), "numb.wav")


def commands(account: Sequence[TimedNotice]) -> list[str]:
    notices = (one.notice for one in account)
    return [one.intent.name for one in notices if isinstance(one, CommandHeard)]


def said(account: Sequence[TimedNotice]) -> list[str]:
    notices = (one.notice for one in account)
    return [one.key for one in notices if isinstance(one, PromptStarted)]


def failed(account: Sequence[TimedNotice]) -> list[tuple[float, str]]:
    notices = ((one.at, one.notice) for one in account)
    return [(at, one.error) for at, one in notices if isinstance(one, FailureReported)]


def massage_begun(recorded: Recorded) -> float:
    """Return the second at which the massage is announced."""
    return next(
        one.at
        for one in recorded.account
        if isinstance(one.notice, PromptStarted) and one.notice.key == "massage.begin"
    )


def paused(account: Sequence[TimedNotice]) -> tuple[float, Event]:
    """Return the first pause, with the second at which it was saved."""
    notices = ((one.at, one.notice) for one in account)
    events = ((at, one.event) for at, one in notices if isinstance(one, EventSaved))
    return next((at, event) for at, event in events if event.kind is EventKind.PAUSED)


def test_it_is_said_that_it_is_recorded_and_all_of_it_is_there(taped: Taped) -> None:
    recorded = Recorded.load(taped.path)
    (part,) = taped.log.parts
    assert part.names(Told.FLOE)[0] == "greeting.recorded"
    assert recorded.length == part.length
    assert np.array_equal(recorded.sound[:, :, 0].reshape(-1), part.heard)
    assert np.array_equal(recorded.sound[:, :, 1].reshape(-1), part.played)
    assert recorded.sound[:, :, 2].any()
    assert commands(recorded.account) == part.names(Told.HEARD)
    assert said(recorded.account) == part.names(Told.FLOE)
    assert commands(recorded.account) == [
        "NextStep",
        "TimeLeft",
        "ReportNumb",
        "Goodbye",
    ]


def test_replayed_it_is_decided_in_the_same_way(
    taped: Taped, replayed: tuple[RehearsalLog, list[TimedNotice]]
) -> None:
    recorded = Recorded.load(taped.path)
    now = [*replayed[1], *recorded.account[-1:]]
    assert [encode(one) for one in now] == [encode(one) for one in recorded.account]
    assert differences(recorded.account, replayed[1]) == []


def test_its_story_is_that_of_the_rehearsal(
    taped: Taped, replayed: tuple[RehearsalLog, list[TimedNotice]]
) -> None:
    (then,), (now,) = taped.log.parts, replayed[0].parts
    assert (now.starts, now.ending) == (then.starts, then.ending)
    for kind in (Told.FLOE, Told.HEARD, Told.EVENT, Told.PHASE):
        for one, other in zip(now.of(kind), then.of(kind), strict=True):
            assert (one.name, one.text, one.whole) == (other.name, other.text, other.whole)
            assert (one.start, one.end) == pytest.approx((other.start, other.end), abs=0.002)
            assert kind is Told.EVENT or one.detail == other.detail
    assert np.array_equal(now.heard, then.heard)
    assert np.array_equal(now.played, then.played)
    assert now.ice() == pytest.approx(then.ice())
    assert "Person   my skin is numb  [ReportNumb]" in transcript(replayed[0])


def test_cut_off_in_the_middle_it_is_replayed_as_far_as_it_goes(
    taped: Taped, tmp_path: Path
) -> None:
    path = tmp_path / "cut.wav"
    path.write_bytes(taped.path.read_bytes()[: -8 * RATE * 6])
    recorded = Recorded.load(path)
    log, now = replay(recorded, "cut.wav")
    (part,) = log.parts
    assert part.ending == "the recording ends here"
    assert part.length == recorded.length == pytest.approx(taped.log.length - 8, abs=0.02)
    then = [one for one in recorded.account if one.at <= part.length][: len(now)]
    assert [encode(one) for one in now] == [encode(one) for one in then]


def test_sound_that_was_lost_is_lost_again(taped: Taped) -> None:
    recorded = Recorded.load(taped.path)
    at = massage_begun(recorded) + 3
    gap = TimedNotice(at, SoundGap("DeviceLost", 4.0))
    log, now = replay(replace(recorded, account=[*recorded.account, gap]), "gap")
    assert failed(now)[0] == (at, "DeviceLost")
    when, event = paused(now)
    assert (when, event.values["why"]) == (at, "microphone")
    assert "mended.microphone" in said(now)
    assert "TimeLeft" in commands(now)
    assert log.parts[0].ending == "Floe left"


def test_what_was_pressed_is_pressed_again(taped: Taped) -> None:
    recorded = Recorded.load(taped.path)
    at = massage_begun(recorded) + 3
    press = TimedNotice(at, CommandPressed(Intent("Pause", {}, "pause", at, at, at)))
    log, now = replay(replace(recorded, account=[*recorded.account, press]), "press")
    assert [one for one in now if isinstance(one.notice, CommandPressed)] == [press]
    when, event = paused(now)
    assert (when, event.values["why"]) == (at, "asked")
    assert "[Pause]" in transcript(log)


def test_a_machine_that_was_asleep_is_so_again(taped: Taped) -> None:
    recorded = Recorded.load(taped.path)
    at = massage_begun(recorded) + 3
    gap = TimedNotice(at, SoundGap("Asleep", 400.0))
    _, now = replay(replace(recorded, account=[*recorded.account, gap]), "gap")
    when, event = paused(now)
    assert when == pytest.approx(at, abs=0.15)
    assert float(event.values["ice"]) < 10
    assert [error for _, error in failed(now)] == ["Asleep"]


def test_the_command_tells_what_differs(
    taped: Taped, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["rehearse", "--out", str(tmp_path / "out"), "--from"]
    assert main([*command, str(taped.path)]) == 0
    printed = capsys.readouterr().out
    assert "Person   what's next  [NextStep" in printed
    assert "Decided otherwise than in the recording: nothing" in printed
    assert "breaks off" not in printed
    other = tmp_path / "other.wav"
    content = taped.path.read_bytes()
    content = content.replace(b'"heard","name":"TimeLeft"', b'"spoke","name":"TimeLeft"', 1)
    other.write_bytes(content.replace(b'"name":"ReportNumb"', b'"name":"ReportWarm"', 1))
    assert main([*command, str(other)]) == 0
    printed = capsys.readouterr().out
    assert "Decided otherwise than in the recording: 2" in printed
    assert 'then: nothing;  now: TimeLeft "how long is left"' in printed
    assert 'then: ReportWarm "my skin is numb";  now: ReportNumb "my skin is numb"' in printed
    assert {one.name for one in (tmp_path / "out").iterdir()} >= {"transcript.txt"}
    assert main([*command, str(tmp_path / "none.wav")]) == 1
    assert "none.wav: no such file" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command",
    ["--record history", "--record rehearse", "rehearse plain --from x", "rehearse --from"],
)
def test_what_does_not_go_together_is_wrong_usage(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(command.split())
    assert caught.value.code == 2
    assert "floe" in capsys.readouterr().err
