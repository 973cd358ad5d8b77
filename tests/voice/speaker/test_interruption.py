"""Somebody talks over what is said: it pauses, goes on, or gives way."""

from audio.sound import BLOCK
from tests.voice.speaker.playback import LONG, SpeakerPlayback
from voice.session.acts import Priority


def test_it_falls_silent_for_somebody_and_goes_on(playback: SpeakerPlayback) -> None:
    playback.speaker.say(LONG, "long", Priority.ANSWER)
    playback.run(0.6)
    playback.speaker.pause()
    assert playback.speaker.paused
    before = len(playback.sound)
    playback.run(2.0)
    assert not playback.sound[before + 2 * BLOCK :].strip(b"\0")
    assert playback.ended == []
    playback.speaker.resume(playback.now)
    playback.finish()
    assert playback.ended == ["long"]


def test_it_gives_way_to_what_the_person_wanted(playback: SpeakerPlayback) -> None:
    playback.speaker.say(LONG, "long", Priority.ANSWER)
    playback.speaker.say(LONG, "behind", Priority.ANSWER)
    playback.run(0.6)
    playback.speaker.pause()
    playback.speaker.give_way(playback.now)
    playback.speaker.say("Twice.", "new", Priority.ANSWER)
    playback.finish()
    assert playback.ended == ["new"]


def test_safety_goes_on_whatever_is_wanted(playback: SpeakerPlayback) -> None:
    playback.speaker.say(LONG, "safety", Priority.SAFETY)
    playback.run(0.6)
    playback.speaker.pause()
    playback.speaker.give_way(playback.now)
    playback.speaker.say("Twice.", "new", Priority.ANSWER)
    playback.finish()
    assert playback.ended == ["safety", "new"]


def test_safety_cuts_what_is_paused(playback: SpeakerPlayback) -> None:
    playback.speaker.say(LONG, "long", Priority.ANSWER)
    playback.run(0.6)
    playback.speaker.pause()
    playback.speaker.say("Take the ice off.", "safety", Priority.SAFETY)
    playback.finish()
    assert playback.ended == ["safety"]


def test_what_is_late_by_the_time_it_could_go_on_is_dropped(playback: SpeakerPlayback) -> None:
    playback.speaker.say(LONG, "long", Priority.COACHING, expires=1.0)
    playback.run(0.6)
    playback.speaker.pause()
    playback.run(1.0)
    playback.speaker.resume(playback.now)
    playback.finish()
    assert playback.ended == []


def test_a_radio_does_not_keep_it_from_its_word(playback: SpeakerPlayback) -> None:
    playback.speaker.say(LONG, "long", Priority.ANSWER)
    for _ in range(2):
        playback.run(0.4)
        playback.speaker.pause()
        assert playback.speaker.paused
        playback.speaker.resume(playback.now)
    playback.run(0.4)
    playback.speaker.pause()
    assert not playback.speaker.paused
    playback.finish()
    assert playback.ended == ["long"]
