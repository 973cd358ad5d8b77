import numpy as np
import pytest

from bench import voices
from bench.errors import VoiceMissing
from tests.bench.conftest import needs


@pytest.mark.parametrize(("synthesiser", "voice"), voices.HELD_OUT)
def test_each_voice_speaks_from_the_first_sound_to_the_last(synthesiser: str, voice: str) -> None:
    needs(synthesiser)
    said = voices.synthesise(synthesiser, voice, "stop")
    loud = 0.01 * np.abs(said).max()
    assert len(said) > 2000
    assert abs(int(said[0])) > loud
    assert abs(int(said[-1])) > loud


def test_a_synthesiser_that_is_not_there() -> None:
    with pytest.raises(VoiceMissing, match="espeak-zz: not installed"):
        voices.synthesise("espeak-zz", "en", "stop")


@pytest.mark.parametrize(
    ("synthesiser", "voice"), [("flite", "none"), ("espeak-ng", "none"), ("espeak-ng", "en-us+f0")]
)
def test_a_voice_that_is_not_there(synthesiser: str, voice: str) -> None:
    needs(synthesiser)
    with pytest.raises(VoiceMissing, match=f"{synthesiser}: has no voice"):
        voices.synthesise(synthesiser, voice, "stop")


def test_nothing_to_say() -> None:
    needs("espeak-ng")
    with pytest.raises(VoiceMissing, match="says nothing"):
        voices.synthesise("espeak-ng", "en-us+f3", " ")
