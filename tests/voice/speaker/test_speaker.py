import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from audio.sound import BLOCK, BLOCK_SECONDS, RATE, SILENCE
from audio.tone import tone
from voice.errors import VoiceLost
from voice.session.acts import Priority, Tone
from voice.speaker.speaker import Speaker
from voice.speaker.voice import Voice

LONG = "Move the ice in small circles over the sore place."


@pytest.fixture(scope="module")
def voice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Voice]:
    with Voice(folder=tmp_path_factory.mktemp("cache")) as voice:
        yield voice


class Playout:
    """Turns the crank and keeps what came out, and who spoke when."""

    def __init__(self, speaker: Speaker) -> None:
        self.speaker = speaker
        self.now = 0.0
        self.sound = b""
        self.spoken: list[str | None] = []
        self.ended: list[str] = []

    def run(self, seconds: float) -> None:
        for _ in range(round(seconds / BLOCK_SECONDS)):
            block = self.speaker.next_block(self.now)
            assert len(block) == 2 * BLOCK
            self.sound += block
            self.now += BLOCK_SECONDS
            self.ended += self.speaker.ended()
            if not self.spoken or self.spoken[-1] != self.speaker.speaking:
                self.spoken.append(self.speaker.speaking)

    def finish(self) -> None:
        for _ in range(100):
            if self.speaker.idle:
                return
            self.run(0.2)
        raise AssertionError("it never ends")


@pytest.fixture
def player(voice: Voice) -> Iterator[Playout]:
    speaker = Speaker(voice, wait=True)
    yield Playout(speaker)
    speaker.close()


def heard(player: Playout, text: str, voice: Voice, rate: int = 160) -> bool:
    """Whether the sound has the whole of a text in it, at full volume."""
    whole = voice.render(text, rate).astype(int)
    sound = np.frombuffer(player.sound, np.int16).astype(int)
    starts = range(0, len(sound) - len(whole) + 1, BLOCK)
    return any(np.abs(sound[at : at + len(whole)] - whole).max() <= 1 for at in starts)


def test_with_nothing_to_say_it_is_silent(player: Playout) -> None:
    assert player.speaker.idle
    player.run(0.2)
    assert not any(player.sound)
    assert player.ended == []


def test_it_says_a_text_and_tells_when_it_is_done(player: Playout, voice: Voice) -> None:
    player.speaker.say(LONG, "circles", Priority.ANSWER)
    assert not player.speaker.idle
    assert player.speaker.begun() == []
    player.run(1)
    assert player.speaker.speaking == LONG
    assert player.speaker.begun() == [("circles", LONG)]
    assert player.speaker.begun() == []
    assert player.ended == []
    player.finish()
    assert player.ended == ["circles"]
    assert player.speaker.speaking is None
    assert heard(player, LONG, voice)


def test_equals_follow_each_other_with_a_pause(player: Playout, voice: Voice) -> None:
    for number, priority in enumerate([Priority.ANSWER, Priority.ANSWER]):
        player.speaker.say(f"sentence {number}", str(number), priority)
    player.finish()
    assert player.ended == ["0", "1"]
    assert heard(player, "sentence 0", voice)
    assert heard(player, "sentence 1", voice)
    assert player.spoken == ["sentence 0", None, "sentence 1", None]


@pytest.mark.parametrize("priority", [Priority.COACHING, Priority.ANSWER])
def test_safety_cuts_and_clears_what_is_lower(
    player: Playout, voice: Voice, priority: Priority
) -> None:
    player.speaker.say(LONG, "low", priority)
    player.speaker.say("and more of it", "waiting", priority)
    player.run(0.5)
    player.speaker.say("Take the ice off.", "off", Priority.SAFETY)
    player.run(2 * BLOCK_SECONDS)
    assert player.speaker.speaking == "Take the ice off."
    player.finish()
    assert player.ended == ["off"]
    assert heard(player, "Take the ice off.", voice)


def test_safety_does_not_cut_safety(player: Playout) -> None:
    player.speaker.say("Stop.", "stop", Priority.SAFETY)
    player.speaker.say("Get medical help now.", "help", Priority.SAFETY)
    player.finish()
    assert player.ended == ["stop", "help"]


def test_an_answer_cuts_coaching(player: Playout) -> None:
    player.speaker.say(LONG, "coaching", Priority.COACHING)
    player.run(0.5)
    player.speaker.say("Six minutes left.", "left", Priority.ANSWER)
    player.finish()
    assert player.ended == ["left"]


def test_an_answer_waits_for_safety(player: Playout) -> None:
    player.speaker.say("Take the ice off.", "off", Priority.SAFETY)
    player.run(0.2)
    player.speaker.say("Six minutes left.", "left", Priority.ANSWER)
    player.finish()
    assert player.ended == ["off", "left"]


@pytest.mark.parametrize("priority", [Priority.ANSWER, Priority.SAFETY])
def test_coaching_is_dropped_where_another_talks(player: Playout, priority: Priority) -> None:
    player.speaker.say(LONG, "other", priority)
    player.speaker.say("Keep moving.", "move", Priority.COACHING)
    player.run(0.5)
    player.speaker.say("Keep moving.", "move", Priority.COACHING)
    player.finish()
    assert player.ended == ["other"]


def test_coaching_that_is_late_is_dropped(player: Playout) -> None:
    player.speaker.say(LONG, "first", Priority.COACHING)
    player.speaker.say("ten", "ten", Priority.COACHING, expires=1.0)
    player.speaker.say("five", "five", Priority.COACHING, expires=60.0)
    player.finish()
    assert player.ended == ["first", "five"]


def test_coaching_in_time_is_said_to_its_end(player: Playout) -> None:
    player.speaker.say(LONG, "first", Priority.COACHING, expires=0.5)
    player.finish()
    assert player.ended == ["first"]


def test_hush_is_silent_within_ten_milliseconds_and_forgets(player: Playout) -> None:
    player.speaker.say(LONG, "long", Priority.SAFETY)
    player.speaker.say(LONG, "longer", Priority.SAFETY)
    player.run(0.52)
    player.speaker.hush()
    assert player.speaker.speaking is None
    before = len(player.sound)
    player.run(0.4)
    after = np.frombuffer(player.sound[before:], np.int16)
    assert not after[RATE // 100 :].any()
    assert player.ended == []
    assert player.speaker.idle


def test_hush_with_nothing_said_is_no_harm(player: Playout) -> None:
    player.speaker.hush()
    assert player.speaker.next_block(0.0) == SILENCE


@pytest.mark.parametrize("name", list(Tone))
def test_the_tones_of_the_session_are_played(player: Playout, name: Tone) -> None:
    player.speaker.chime(name)
    player.run(0.7)
    sound = np.frombuffer(player.sound, np.int16).astype(int)
    wave = tone(name).astype(int)
    assert np.abs(sound[: len(wave)] - wave).max() <= 1
    assert player.ended == []
    assert player.spoken == [None]


def test_a_tone_is_played_whatever_the_clock_showed_before(player: Playout) -> None:
    player.run(0.1)
    player.speaker.chime("done")
    player.now += 1e6
    player.run(0.5)
    assert any(player.sound)


def test_a_tone_comes_before_the_words_that_follow(player: Playout, voice: Voice) -> None:
    player.speaker.say(LONG, "coaching", Priority.COACHING)
    player.run(0.5)
    player.speaker.chime("paused")
    player.speaker.say("Paused.", "paused", Priority.SAFETY)
    player.finish()
    assert player.ended == ["paused"]
    assert heard(player, "Paused.", voice)
    assert player.spoken == [LONG, None, "Paused.", None]


def test_a_tone_does_not_silence_coaching(player: Playout) -> None:
    player.speaker.chime("heard")
    player.speaker.say("Keep moving.", "move", Priority.COACHING)
    player.finish()
    assert player.ended == ["move"]


def test_a_tone_never_talks_over_a_sentence_and_is_dropped_when_late(player: Playout) -> None:
    player.speaker.say(LONG, "long", Priority.ANSWER)
    player.run(0.1)
    player.speaker.chime("heard")
    player.finish()
    assert player.spoken == [LONG, None]


def test_two_things_never_talk_at_once(player: Playout, voice: Voice) -> None:
    """Nothing in the sum is louder than its loudest part."""
    texts = ["one two three", "four five six", "seven eight nine"]
    for text in texts:
        player.speaker.say(text, text, Priority.ANSWER)
        player.speaker.chime("heard")
        player.run(0.3)
    player.finish()
    loudest = max(np.abs(voice.render(text)).max() for text in texts)
    assert np.abs(np.frombuffer(player.sound, np.int16)).max() <= loudest + 1
    assert player.ended == texts


def test_rate_and_volume_are_those_of_the_moment(player: Playout, voice: Voice) -> None:
    player.speaker.rate = 220
    player.speaker.say(LONG, "fast", Priority.ANSWER)
    player.finish()
    assert heard(player, LONG, voice, 220)
    player.speaker.volume = 0.5
    player.sound = b""
    player.speaker.say(LONG, "soft", Priority.ANSWER)
    player.finish()
    peak = np.abs(voice.render(LONG, 220)).max()
    assert np.abs(np.frombuffer(player.sound, np.int16)).max() == pytest.approx(peak * 0.316, 0.01)


@pytest.mark.parametrize(("wanted", "kept"), [(-1.0, 0.0), (7.0, 1.0), (0.3, 0.3)])
def test_a_volume_out_of_range_is_the_nearest(player: Playout, wanted: float, kept: float) -> None:
    player.speaker.volume = wanted
    assert player.speaker.volume == kept


def test_loud_is_loud_whatever_the_volume(player: Playout, voice: Voice) -> None:
    player.speaker.volume = 0.0
    player.speaker.say(LONG, "check", Priority.SAFETY, loud=True)
    player.finish()
    peak = np.abs(np.frombuffer(player.sound, np.int16)).max()
    assert peak > 1.2 * np.abs(voice.render(LONG)).max()


def test_nothing_to_say_is_ended_too(player: Playout) -> None:
    player.speaker.say("", "empty", Priority.ANSWER)
    player.finish()
    assert player.ended == ["empty"]


@pytest.mark.parametrize("wait", [True, False])
def test_a_lost_voice_sounds_the_trouble_tone_and_is_told(tmp_path: Path, wait: bool) -> None:
    with Voice(folder=tmp_path, command=(sys.executable, "-c", "")) as voice:
        speaker = Speaker(voice, wait=wait)
        player = Playout(speaker)
        speaker.say("Take the ice off.", "off", Priority.SAFETY)
        while not speaker.idle:
            player.run(0.1)
            time.sleep(0.01)
        speaker.close()
    (failure,) = speaker.failures()
    assert isinstance(failure, VoiceLost)
    assert speaker.failures() == []
    assert not speaker.working
    assert player.ended == []
    sound = np.frombuffer(player.sound, np.int16).astype(int)
    start = int(np.flatnonzero(sound)[0]) // BLOCK * BLOCK
    wave = tone("trouble").astype(int)
    assert np.abs(sound[start : start + len(wave)] - wave).max() <= 1


def test_in_the_background_a_hanging_engine_holds_up_no_block(tmp_path: Path) -> None:
    with Voice(folder=tmp_path) as voice:
        voice.render("first")
        speaker = Speaker(voice)
        player = Playout(speaker)
        assert voice.pid
        os.kill(voice.pid, signal.SIGSTOP)
        speaker.say(LONG, "long", Priority.ANSWER)
        player.run(0.4)
        assert not any(player.sound)
        assert not speaker.idle
        while not speaker.idle:
            player.run(0.02)
            time.sleep(0.005)
        assert player.ended == ["long"]
        assert heard(player, LONG, voice)
        assert speaker.failures() == []
        speaker.close()


def test_two_runs_are_the_same(voice: Voice) -> None:
    sounds = []
    for _ in range(2):
        player = Playout(Speaker(voice, wait=True))
        player.speaker.say(LONG, "a", Priority.COACHING)
        player.run(0.7)
        player.speaker.chime("heard")
        player.speaker.say("Six minutes left.", "b", Priority.ANSWER)
        player.finish()
        sounds.append(player.sound)
    assert sounds[0] == sounds[1]


def test_it_falls_silent_for_somebody_and_goes_on(player: Playout) -> None:
    player.speaker.say(LONG, "long", Priority.ANSWER)
    player.run(0.6)
    player.speaker.pause()
    assert player.speaker.paused
    before = len(player.sound)
    player.run(2.0)
    assert not player.sound[before + 2 * BLOCK :].strip(b"\0")
    assert player.ended == []
    player.speaker.resume(player.now)
    player.finish()
    assert player.ended == ["long"]


def test_it_gives_way_to_what_the_person_wanted(player: Playout) -> None:
    player.speaker.say(LONG, "long", Priority.ANSWER)
    player.speaker.say(LONG, "behind", Priority.ANSWER)
    player.run(0.6)
    player.speaker.pause()
    player.speaker.give_way(player.now)
    player.speaker.say("Twice.", "new", Priority.ANSWER)
    player.finish()
    assert player.ended == ["new"]


def test_safety_goes_on_whatever_is_wanted(player: Playout) -> None:
    player.speaker.say(LONG, "safety", Priority.SAFETY)
    player.run(0.6)
    player.speaker.pause()
    player.speaker.give_way(player.now)
    player.speaker.say("Twice.", "new", Priority.ANSWER)
    player.finish()
    assert player.ended == ["safety", "new"]


def test_safety_cuts_what_is_paused(player: Playout) -> None:
    player.speaker.say(LONG, "long", Priority.ANSWER)
    player.run(0.6)
    player.speaker.pause()
    player.speaker.say("Take the ice off.", "safety", Priority.SAFETY)
    player.finish()
    assert player.ended == ["safety"]


def test_what_is_late_by_the_time_it_could_go_on_is_dropped(player: Playout) -> None:
    player.speaker.say(LONG, "long", Priority.COACHING, expires=1.0)
    player.run(0.6)
    player.speaker.pause()
    player.run(1.0)
    player.speaker.resume(player.now)
    player.finish()
    assert player.ended == []


def test_a_radio_does_not_keep_it_from_its_word(player: Playout) -> None:
    player.speaker.say(LONG, "long", Priority.ANSWER)
    for _ in range(2):
        player.run(0.4)
        player.speaker.pause()
        assert player.speaker.paused
        player.speaker.resume(player.now)
    player.run(0.4)
    player.speaker.pause()
    assert not player.speaker.paused
    player.finish()
    assert player.ended == ["long"]
