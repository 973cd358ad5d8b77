"""The person: lines begin when they are due, to the block, and at their level."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from audio import wave
from audio.errors import SoundFileError
from audio.sound import BLOCK, RATE, SILENCE
from floe.errors import FloeError
from voice.rehearsal.room.person import Person
from voice.rehearsal.room.room import Room
from voice.rehearsal.room.settings import RoomSettings
from voice.rehearsal.scenario.line import ActionKind, ScenarioLine, Trigger, TriggerKind

LEVEL = -26.0


def speak(text: str, voice: str) -> NDArray[np.int16]:
    """Half a second for each word; the voice is heard in the pitch."""
    count = len(text.split()) * RATE // 2
    sine: NDArray[np.float64] = 3000 * np.sin(np.arange(count) * 0.1 * len(voice))
    return sine.astype(np.int16)


def at(seconds: float, what: str = "one", action: ActionKind = ActionKind.SAY) -> ScenarioLine:
    return ScenarioLine(Trigger(TriggerKind.AT, seconds), action, what, round(seconds), "slt")


def after(key: str, nth: int = 1, delay: float = 0.5, kind: str = "after") -> ScenarioLine:
    return ScenarioLine(
        Trigger(TriggerKind(kind), delay, key, nth), ActionKind.SAY, "one", nth, "slt"
    )


def listen(person: Person, seconds: float, start: float = 0.0) -> NDArray[np.float32]:
    blocks = []
    for number in range(round(start * RATE) // BLOCK, round((start + seconds) * RATE) // BLOCK):
        block = person.block(number * BLOCK)
        blocks.append(np.zeros(BLOCK, np.float32) if block is None else block)
    return np.concatenate(blocks)


def onset(sound: NDArray[np.float32]) -> float:
    return float(np.flatnonzero(np.abs(sound) > 1)[0] / RATE)


@pytest.mark.parametrize("seconds", [0.0, 0.01, 1.0, 1.02, 7.333])
def test_a_line_begins_at_its_time(seconds: float) -> None:
    assert onset(listen(Person([at(seconds)], speak, LEVEL), 9)) == pytest.approx(
        seconds, abs=0.001
    )


def test_in_the_room_too_it_begins_within_its_block() -> None:
    person = Person([at(3.21)], speak, LEVEL)
    settings = RoomSettings(reverb=0.4, noise_level=-90)
    room = Room(person, settings, datetime(2026, 11, 22, tzinfo=UTC))
    for _ in range(200):
        room.exchange(SILENCE)
    first = np.flatnonzero(np.abs(room.tracks()[0].astype(int)) > 20)[0]
    assert first / RATE == pytest.approx(3.21, abs=BLOCK / RATE)


def test_lines_that_are_due_at_once_follow_each_other() -> None:
    person = Person([at(1.0, "one two"), at(1.0, "three"), at(1.2, "four")], speak, LEVEL)
    listen(person, 5)
    assert [one.line.what for one in person.said] == ["one two", "three", "four"]
    starts = [one.start / RATE for one in person.said]
    assert starts == pytest.approx([1.0, 2.3, 3.1])


def test_a_radio_does_not_wait_for_the_person() -> None:
    person = Person([at(1.0, "one two"), at(1.5, "news", ActionKind.RADIO)], speak, LEVEL)
    listen(person, 4)
    assert [one.start / RATE for one in person.said] == pytest.approx([1.0, 1.5])


def test_the_nth_time_a_prompt_ends() -> None:
    person = Person([after("ask", 2)], speak, LEVEL)
    for key, clock in (("ask", 1.0), ("other", 2.0)):
        person.started(key, clock - 0.5)
        person.finished(key, clock)
    assert not person.busy
    assert not listen(person, 5).any()
    person.finished("ask", 6.0)
    assert person.busy
    assert onset(listen(person, 3, start=6)) == pytest.approx(0.5, abs=0.001)
    person.finished("ask", 9.0)
    assert not person.busy


def test_during_a_prompt_counts_from_its_beginning() -> None:
    person = Person([after("ask", kind="during", delay=1.25)], speak, LEVEL)
    person.finished("ask", 0.5)
    assert not person.busy
    person.started("ask", 1.0)
    assert onset(listen(person, 3, start=1)) == pytest.approx(1.25, abs=0.001)


def test_a_line_that_is_late_begins_with_the_next_block() -> None:
    person = Person([after("ask", delay=0.0)], speak, LEVEL)
    listen(person, 2)
    person.finished("ask", 1.5)
    assert onset(listen(person, 1, start=2)) == pytest.approx(0, abs=0.001)


def test_two_lines_after_the_same_prompt_are_both_said() -> None:
    person = Person([after("ask", delay=2.0), after("ask", delay=0.5)], speak, LEVEL)
    person.finished("ask", 0.0)
    listen(person, 4)
    assert [one.start / RATE for one in person.said] == pytest.approx([0.5, 2.0])


def test_every_time_a_prompt_ends() -> None:
    person = Person([after("ask", 0)], speak, LEVEL)
    for clock in (0.0, 3.0, 6.0):
        person.finished("ask", clock)
        listen(person, 3, start=clock)
    assert [one.start / RATE for one in person.said] == pytest.approx([0.5, 3.5, 6.5])
    assert not person.unsaid


def test_it_is_said_once_more_if_floe_stays_silent() -> None:
    person = Person([replace(at(1), patience=4.0)], speak, LEVEL)
    listen(person, 20)
    assert [one.start / RATE for one in person.said] == pytest.approx([1.0, 5.5], abs=0.02)


def test_it_is_not_said_again_once_floe_has_answered() -> None:
    noise = at(3, "cough", ActionKind.NOISE)
    person = Person([replace(at(1), patience=4.0), replace(noise, patience=4.0)], speak, LEVEL)
    listen(person, 2)
    person.started("answer", 2.0)
    listen(person, 20, start=2)
    assert len(person.said) == 2


def test_unsaid_lines_are_known() -> None:
    lines = [at(1), after("never"), at(9)]
    person = Person(lines, speak, LEVEL)
    listen(person, 3)
    assert sorted(line.number for line in person.unsaid) == [1, 9]
    assert person.busy


@pytest.mark.parametrize(("offset", "scale"), [(0.0, 1), (-12.0, 0.1), (6.0, 3)])
def test_speech_has_its_level_however_loud_it_is_rendered(offset: float, scale: float) -> None:
    def pausing(text: str, voice: str) -> NDArray[np.int16]:
        said = speak(text, voice)
        return (np.concatenate([said, said * 0, said]) * scale).astype(np.int16)

    trigger = Trigger(TriggerKind.AT, 0.0)
    line = ScenarioLine(trigger, ActionKind.SAY, "one two", 1, "slt", level=offset)
    sound = listen(Person([line], pausing, LEVEL), 0.5)
    level = 10 * np.log10(np.mean((sound / 32768.0) ** 2))
    assert level == pytest.approx(LEVEL + offset, abs=0.2)


@pytest.mark.parametrize("action", [ActionKind.POWER_CUT, ActionKind.END])
def test_what_ends_a_part_does_so_on_time_whoever_is_talking(action: ActionKind) -> None:
    person = Person([at(1, "a b c d e f"), at(2, "", action)], speak, LEVEL)
    listen(person, 2)
    assert person.ended is None
    listen(person, 0.02, start=2)
    assert person.ended is action
    assert person.said[-1].start == person.said[-1].end == 2 * RATE


@pytest.mark.parametrize("what", ["cough", "knock"])
def test_noises_are_heard_and_the_same_every_time(what: str) -> None:
    first, again = (
        listen(Person([at(0, what, ActionKind.NOISE)], speak, LEVEL), 1) for _ in range(2)
    )
    np.testing.assert_array_equal(first, again)
    assert np.abs(first).max() > 1000


def test_a_recording_is_played(tmp_path: Path) -> None:
    path = tmp_path / "line.wav"
    wave.write(path, speak("one two three four", "slt"))
    person = Person([at(0.5, str(path), ActionKind.PLAY)], speak, LEVEL)
    sound = listen(person, 4)
    assert onset(sound) == pytest.approx(0.5, abs=0.001)
    assert person.said[0].end == round(2.5 * RATE)


@pytest.mark.parametrize("content", [b"", b"no sound at all, only words"])
def test_a_broken_recording_is_told_at_once(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.wav"
    path.write_bytes(content)
    with pytest.raises(SoundFileError, match=r"broken\.wav"):
        Person([at(9, str(path), ActionKind.PLAY)], speak, LEVEL)


def test_a_voice_that_fails_is_told_at_once() -> None:
    def mute(text: str, voice: str) -> NDArray[np.int16]:
        raise FloeError(f"{voice} cannot say {text}")

    with pytest.raises(FloeError, match="slt cannot say one"):
        Person([at(9)], mute, LEVEL)


def test_empty_speech_is_silence() -> None:
    person = Person([at(0)], lambda *_: np.empty(0, np.int16), LEVEL)
    assert not listen(person, 0.1).any()
    assert not person.busy
