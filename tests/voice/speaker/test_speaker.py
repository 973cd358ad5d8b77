"""What the speaker says and plays, how loud, and how it tells of it."""

import numpy as np
import pytest

from audio.sound import RATE, SILENCE
from tests.voice.speaker.playback import LONG, SpeakerPlayback, heard
from voice.session.acts import Priority
from voice.speaker.speaker import Speaker
from voice.speaker.voice import Voice


def test_with_nothing_to_say_it_is_silent(playback: SpeakerPlayback) -> None:
    assert playback.speaker.idle
    playback.run(0.2)
    assert not any(playback.sound)
    assert playback.ended == []


def test_it_says_a_text_and_tells_when_it_is_done(playback: SpeakerPlayback, voice: Voice) -> None:
    playback.speaker.say(LONG, "circles", Priority.ANSWER)
    assert not playback.speaker.idle
    assert playback.speaker.begun() == []
    playback.run(1)
    assert playback.speaker.speaking == LONG
    assert playback.speaker.begun() == [("circles", LONG)]
    assert playback.speaker.begun() == []
    assert playback.ended == []
    playback.finish()
    assert playback.ended == ["circles"]
    assert playback.speaker.speaking is None
    assert heard(playback, LONG, voice)


def test_hush_is_silent_within_ten_milliseconds_and_forgets(playback: SpeakerPlayback) -> None:
    playback.speaker.say(LONG, "long", Priority.SAFETY)
    playback.speaker.say(LONG, "longer", Priority.SAFETY)
    playback.run(0.52)
    playback.speaker.hush()
    assert playback.speaker.speaking is None
    before = len(playback.sound)
    playback.run(0.4)
    after = np.frombuffer(playback.sound[before:], np.int16)
    assert not after[RATE // 100 :].any()
    assert playback.ended == []
    assert playback.speaker.idle


def test_hush_with_nothing_said_is_no_harm(playback: SpeakerPlayback) -> None:
    playback.speaker.hush()
    assert playback.speaker.next_block(0.0) == SILENCE


def test_rate_and_volume_are_those_of_the_moment(playback: SpeakerPlayback, voice: Voice) -> None:
    playback.speaker.rate = 220
    playback.speaker.say(LONG, "fast", Priority.ANSWER)
    playback.finish()
    assert heard(playback, LONG, voice, 220)
    playback.speaker.volume = 0.5
    playback.sound = b""
    playback.speaker.say(LONG, "soft", Priority.ANSWER)
    playback.finish()
    peak = np.abs(voice.render(LONG, 220)).max()
    assert np.abs(np.frombuffer(playback.sound, np.int16)).max() == pytest.approx(
        peak * 0.316, 0.01
    )


@pytest.mark.parametrize(("wanted", "kept"), [(-1.0, 0.0), (7.0, 1.0), (0.3, 0.3)])
def test_a_volume_out_of_range_is_the_nearest(
    playback: SpeakerPlayback, wanted: float, kept: float
) -> None:
    playback.speaker.volume = wanted
    assert playback.speaker.volume == kept


def test_loud_is_loud_whatever_the_volume(playback: SpeakerPlayback, voice: Voice) -> None:
    playback.speaker.volume = 0.0
    playback.speaker.say(LONG, "check", Priority.SAFETY, loud=True)
    playback.finish()
    peak = np.abs(np.frombuffer(playback.sound, np.int16)).max()
    assert peak > 1.2 * np.abs(voice.render(LONG)).max()


def test_nothing_to_say_is_ended_too(playback: SpeakerPlayback) -> None:
    playback.speaker.say("", "empty", Priority.ANSWER)
    playback.finish()
    assert playback.ended == ["empty"]


def test_two_runs_are_the_same(voice: Voice) -> None:
    sounds = []
    for _ in range(2):
        playback = SpeakerPlayback(Speaker(voice, wait=True))
        playback.speaker.say(LONG, "a", Priority.COACHING)
        playback.run(0.7)
        playback.speaker.chime("heard")
        playback.speaker.say("Six minutes left.", "b", Priority.ANSWER)
        playback.finish()
        sounds.append(playback.sound)
    assert sounds[0] == sounds[1]
