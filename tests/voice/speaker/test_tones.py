"""Tones between the sentences."""

import numpy as np
import pytest

from audio.tone import tone
from tests.voice.speaker.playback import LONG, SpeakerPlayback, heard
from voice.session.acts import Priority, Tone
from voice.speaker.voice import Voice


@pytest.mark.parametrize("name", list(Tone))
def test_the_tones_of_the_session_are_played(playback: SpeakerPlayback, name: Tone) -> None:
    playback.speaker.chime(name)
    playback.run(0.7)
    sound = np.frombuffer(playback.sound, np.int16).astype(int)
    wave = tone(name).astype(int)
    assert np.abs(sound[: len(wave)] - wave).max() <= 1
    assert playback.ended == []
    assert playback.spoken == [None]


def test_a_tone_is_played_whatever_the_clock_showed_before(playback: SpeakerPlayback) -> None:
    playback.run(0.1)
    playback.speaker.chime("done")
    playback.now += 1e6
    playback.run(0.5)
    assert any(playback.sound)


def test_a_tone_comes_before_the_words_that_follow(playback: SpeakerPlayback, voice: Voice) -> None:
    playback.speaker.say(LONG, "coaching", Priority.COACHING)
    playback.run(0.5)
    playback.speaker.chime("paused")
    playback.speaker.say("Paused.", "paused", Priority.SAFETY)
    playback.finish()
    assert playback.ended == ["paused"]
    assert heard(playback, "Paused.", voice)
    assert playback.spoken == [LONG, None, "Paused.", None]


def test_a_tone_does_not_silence_coaching(playback: SpeakerPlayback) -> None:
    playback.speaker.chime("heard")
    playback.speaker.say("Keep moving.", "move", Priority.COACHING)
    playback.finish()
    assert playback.ended == ["move"]


def test_a_tone_never_talks_over_a_sentence_and_is_dropped_when_late(
    playback: SpeakerPlayback,
) -> None:
    playback.speaker.say(LONG, "long", Priority.ANSWER)
    playback.run(0.1)
    playback.speaker.chime("heard")
    playback.finish()
    assert playback.spoken == [LONG, None]


def test_two_things_never_talk_at_once(playback: SpeakerPlayback, voice: Voice) -> None:
    """Nothing in the sum is louder than its loudest part."""
    texts = ["one two three", "four five six", "seven eight nine"]
    for text in texts:
        playback.speaker.say(text, text, Priority.ANSWER)
        playback.speaker.chime("heard")
        playback.run(0.3)
    playback.finish()
    loudest = max(np.abs(voice.render(text)).max() for text in texts)
    assert np.abs(np.frombuffer(playback.sound, np.int16)).max() <= loudest + 1
    assert playback.ended == texts
