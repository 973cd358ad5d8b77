"""What is cut off, dropped or kept waiting for something else that is to be said."""

import pytest

from audio.sound import BLOCK_SECONDS
from tests.voice.speaker.playback import LONG, SpeakerPlayback, heard
from voice.session.acts import Priority
from voice.speaker.voice import Voice


def test_equals_follow_each_other_with_a_pause(playback: SpeakerPlayback, voice: Voice) -> None:
    for number, priority in enumerate([Priority.ANSWER, Priority.ANSWER]):
        playback.speaker.say(f"sentence {number}", str(number), priority)
    playback.finish()
    assert playback.ended == ["0", "1"]
    assert heard(playback, "sentence 0", voice)
    assert heard(playback, "sentence 1", voice)
    assert playback.spoken == ["sentence 0", None, "sentence 1", None]


@pytest.mark.parametrize("priority", [Priority.COACHING, Priority.ANSWER])
def test_safety_cuts_and_clears_what_is_lower(
    playback: SpeakerPlayback, voice: Voice, priority: Priority
) -> None:
    playback.speaker.say(LONG, "low", priority)
    playback.speaker.say("and more of it", "waiting", priority)
    playback.run(0.5)
    playback.speaker.say("Take the ice off.", "off", Priority.SAFETY)
    playback.run(2 * BLOCK_SECONDS)
    assert playback.speaker.speaking == "Take the ice off."
    playback.finish()
    assert playback.ended == ["off"]
    assert heard(playback, "Take the ice off.", voice)


def test_safety_does_not_cut_safety(playback: SpeakerPlayback) -> None:
    playback.speaker.say("Stop.", "stop", Priority.SAFETY)
    playback.speaker.say("Get medical help now.", "help", Priority.SAFETY)
    playback.finish()
    assert playback.ended == ["stop", "help"]


def test_an_answer_cuts_coaching(playback: SpeakerPlayback) -> None:
    playback.speaker.say(LONG, "coaching", Priority.COACHING)
    playback.run(0.5)
    playback.speaker.say("Six minutes left.", "left", Priority.ANSWER)
    playback.finish()
    assert playback.ended == ["left"]


def test_an_answer_waits_for_safety(playback: SpeakerPlayback) -> None:
    playback.speaker.say("Take the ice off.", "off", Priority.SAFETY)
    playback.run(0.2)
    playback.speaker.say("Six minutes left.", "left", Priority.ANSWER)
    playback.finish()
    assert playback.ended == ["off", "left"]


@pytest.mark.parametrize("priority", [Priority.ANSWER, Priority.SAFETY])
def test_coaching_is_dropped_where_another_talks(
    playback: SpeakerPlayback, priority: Priority
) -> None:
    playback.speaker.say(LONG, "other", priority)
    playback.speaker.say("Keep moving.", "move", Priority.COACHING)
    playback.run(0.5)
    playback.speaker.say("Keep moving.", "move", Priority.COACHING)
    playback.finish()
    assert playback.ended == ["other"]


def test_coaching_that_is_late_is_dropped(playback: SpeakerPlayback) -> None:
    playback.speaker.say(LONG, "first", Priority.COACHING)
    playback.speaker.say("ten", "ten", Priority.COACHING, expires=1.0)
    playback.speaker.say("five", "five", Priority.COACHING, expires=60.0)
    playback.finish()
    assert playback.ended == ["first", "five"]


def test_coaching_in_time_is_said_to_its_end(playback: SpeakerPlayback) -> None:
    playback.speaker.say(LONG, "first", Priority.COACHING, expires=0.5)
    playback.finish()
    assert playback.ended == ["first"]
