"""The voices of the simulated people."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from audio.sound import RATE
from voice.errors import PersonSpeechless
from voice.rehearsal.voices import FLITE, Voices
from voice.speaker.voice import Voice

needs_flite = pytest.mark.skipif(not shutil.which("flite"), reason="flite is not installed")


class Espeak:
    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def __call__(self, text: str, voice: str) -> NDArray[np.int16]:
        self.asked.append((text, voice))
        return np.ones(RATE, np.int16)


@needs_flite
@pytest.mark.parametrize("voice", ["slt", "rms"])
def test_flite_speaks(voice: str) -> None:
    espeak = Espeak()
    voices = Voices(espeak)
    said = voices("start session", voice)
    assert said.dtype == np.int16
    assert 0.5 < len(said) / RATE < 3
    assert np.abs(said.astype(int)).max() > 3000
    assert voices("start session", voice) is said
    assert not espeak.asked


@needs_flite
def test_flite_says_what_looks_like_options_and_files() -> None:
    voices = Voices(Espeak())
    for text in ("-o gone", "--help", "/etc/hostname", 'what\'s "next"; `ls`'):
        assert len(voices(text, "slt")) > RATE // 4


def test_espeak_speaks_with_the_voice_that_is_named() -> None:
    espeak = Espeak()
    voices = Voices(espeak)
    for _ in range(2):
        assert len(voices("hello", "espeak:en-gb")) == RATE
    assert espeak.asked == [("hello", "en-gb")]


@pytest.mark.parametrize("voice", ["slt", "rms", "kal"])
def test_without_flite_espeak_stands_in_with_another_voice_than_floes(voice: str) -> None:
    espeak = Espeak()
    Voices(espeak, flite="")("hello", voice)
    assert espeak.asked[0][1] not in {"", "en-us"}


@pytest.mark.parametrize("voice", ["nobody", "", "file"])
def test_an_unknown_voice_is_told(voice: str) -> None:
    with pytest.raises(PersonSpeechless, match=f'no voice "{voice}".* there are slt, rms'):
        Voices(Espeak())("hello", voice)


def test_a_program_that_fails_is_told(tmp_path: Path) -> None:
    for program in (shutil.which("false") or "false", str(tmp_path / "gone")):
        with pytest.raises(PersonSpeechless, match="flite cannot say 'hello'"):
            Voices(Espeak(), flite=program)("hello", "slt")


@pytest.mark.parametrize("voice", FLITE)
def test_the_voices_that_stand_in_are_really_there(voice: str, tmp_path: Path) -> None:
    with Voice(folder=tmp_path) as espeak:
        voices = Voices(lambda text, name: espeak.render(text, voice=name), flite="")
        said = voices("start session", voice)
        assert len(said) > RATE // 2
        own = espeak.render("start session")
        assert len(own) != len(said) or (own != said).any()
