from pathlib import Path

import numpy as np
import pytest

from audio.sound import BLOCK, RATE
from bench.acoustics import mixture
from bench.condition import CLEAN, RATIOS, ListeningCondition
from bench.corpus import Corpus
from bench.noise import KINDS

RNG = np.random.default_rng(3)
SYLLABLES = np.repeat(np.array([0, 1, 0.8, 0, 0.5, 1, 0], np.float32), RATE // 4)


def voice(loudness: float = 3000) -> mixture.Samples:
    said: mixture.Samples = RNG.normal(0, loudness, len(SYLLABLES)).astype(np.float32)
    return said * SYLLABLES


def decibels(power: float) -> float:
    return float(10 * np.log10(power))


def test_the_level_is_that_of_the_active_speech_alone() -> None:
    said = voice()
    active = said[SYLLABLES > 0]
    silence = np.zeros(10 * RATE, np.float32)
    expected = decibels(float(np.mean(np.square(active))))
    assert decibels(mixture.active_power(said)) == pytest.approx(expected, abs=0.1)
    longer = np.concatenate([silence, said, silence])
    assert decibels(mixture.active_power(longer)) == pytest.approx(expected, abs=0.1)


def test_faint_noise_is_not_active() -> None:
    said = voice()
    noisy = said + RNG.normal(0, 20, len(said)).astype(np.float32)
    assert mixture.active_span(noisy) == mixture.active_span(said)
    assert mixture.active_span(said).start == pytest.approx(RATE // 4, abs=BLOCK)


def test_silence_has_no_level() -> None:
    nothing = np.zeros(RATE, np.float32)
    assert mixture.active_power(nothing) == 0
    assert mixture.active_span(nothing) == slice(0, 0)


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize("loudness", [300, 3000, 9000])
def test_the_ratio_is_right_to_a_tenth_of_a_decibel(ratio: int, loudness: float) -> None:
    said = voice(loudness)
    noise = RNG.normal(0, 1, mixture.padded_length(said)).astype(np.float32)
    mixed = mixture.in_noise(said, noise, ratio).astype(np.float32)
    # What is before the speech is noise alone, and it is steady.
    heard = decibels(float(np.mean(np.square(mixed[: mixture.LEAD]))))
    span = mixture.active_span(said)
    under = noise[span.start + mixture.LEAD : span.stop + mixture.LEAD]
    drift = decibels(float(np.mean(np.square(under)))) - decibels(
        float(np.mean(np.square(noise[: mixture.LEAD])))
    )
    softer = _gain(mixed, said, noise)
    measured = decibels(mixture.active_power(said)) + softer - (heard + drift)
    assert measured == pytest.approx(ratio, abs=0.1)


def _gain(mixed: mixture.Samples, said: mixture.Samples, noise: mixture.Samples) -> float:
    """Return by how many decibels the speech was made softer so that nothing is clipped."""
    padded = np.pad(said, (mixture.LEAD, mixture.TAIL)).astype(np.float64)
    parts, *_ = np.linalg.lstsq(np.stack([padded, noise], axis=1), mixed, rcond=None)
    return decibels(float(parts[0]) ** 2)


def test_a_loud_mixture_is_made_softer_not_clipped() -> None:
    said = voice(9000)
    mixed = mixture.in_noise(
        said, RNG.normal(0, 1, mixture.padded_length(said)).astype(np.float32), 0
    )
    span = mixture.active_span(said)
    during = mixed[span.start + mixture.LEAD : span.stop + mixture.LEAD]
    assert np.abs(during.astype(int)).max() <= 32767
    assert np.count_nonzero(np.abs(during.astype(int)) >= 32766) <= 2


def test_noise_begins_before_the_speech_and_ends_after_it() -> None:
    said = voice()
    mixed = mixture.in_noise(said, np.ones(mixture.padded_length(said), np.float32), 6)
    assert mixed[: mixture.LEAD].all()
    assert mixed[-mixture.TAIL :].all()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("room", [False, True])
def test_the_same_key_gives_the_same_sound(speech: Path, kind: str, room: bool) -> None:
    corpus = Corpus(speech)
    said = (RNG.normal(0, 3000, RATE)).astype(np.int16)
    condition = ListeningCondition(kind, 12, room)
    first, end = condition.apply(said, corpus, "an order")
    again, _ = condition.apply(said, corpus, "an order")
    other, _ = condition.apply(said, corpus, "another")
    assert (first == again).all()
    assert not (first == other).all()
    assert end == (mixture.LEAD + len(said)) / RATE


def test_a_condition_says_what_it_is() -> None:
    assert CLEAN.name == "clean"
    assert ListeningCondition("babble", 6).name == "babble 6 dB"
    assert (
        ListeningCondition("household noise", 12, room=True).name == "room, household noise 12 dB"
    )
