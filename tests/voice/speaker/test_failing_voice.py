"""A voice that is lost or hangs."""

import os
import signal
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from audio.sound import BLOCK
from audio.tone import tone
from tests.voice.speaker.playback import HANGS, LONG, SpeakerPlayback, heard
from voice.errors import VoiceLost
from voice.session.acts import Priority
from voice.speaker.speaker import Speaker
from voice.speaker.voice import Voice


@pytest.mark.parametrize("wait", [True, False])
def test_a_lost_voice_sounds_the_trouble_tone_and_is_told(tmp_path: Path, wait: bool) -> None:
    with Voice(folder=tmp_path, command=(sys.executable, "-c", "")) as voice:
        speaker = Speaker(voice, wait=wait)
        playback = SpeakerPlayback(speaker)
        speaker.say("Take the ice off.", "off", Priority.SAFETY)
        while not speaker.idle:
            playback.run(0.1)
            time.sleep(0.01)
        speaker.close()
    (failure,) = speaker.failures()
    assert isinstance(failure, VoiceLost)
    assert speaker.failures() == []
    assert not speaker.working
    assert playback.ended == []
    sound = np.frombuffer(playback.sound, np.int16).astype(int)
    start = int(np.flatnonzero(sound)[0]) // BLOCK * BLOCK
    wave = tone("trouble").astype(int)
    assert np.abs(sound[start : start + len(wave)] - wave).max() <= 1


def test_in_the_background_a_hanging_engine_holds_up_no_block(tmp_path: Path) -> None:
    with Voice(folder=tmp_path, patience=HANGS) as voice:
        voice.render("first")
        speaker = Speaker(voice)
        playback = SpeakerPlayback(speaker)
        assert voice.pid
        os.kill(voice.pid, signal.SIGSTOP)
        speaker.say(LONG, "long", Priority.ANSWER)
        playback.run(0.4)
        assert not any(playback.sound)
        assert not speaker.idle
        while not speaker.idle:
            playback.run(0.02)
            time.sleep(0.005)
        assert playback.ended == ["long"]
        assert heard(playback, LONG, voice)
        assert speaker.failures() == []
        speaker.close()
