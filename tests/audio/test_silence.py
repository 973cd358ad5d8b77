import numpy as np
import pytest

from audio.silence import SilenceDetector
from audio.sound import BLOCK, BLOCK_SECONDS

RNG = np.random.default_rng(3)
ZEROS = np.zeros(BLOCK, np.int16)
STUCK = np.full(BLOCK, -7, np.int16)


def hear(
    silence: SilenceDetector, seconds: float, level: float = 0.0, still: object = ZEROS
) -> bool:
    """Let a microphone give noise of ``level``, or no change; tell whether it seems dead."""
    for _ in range(round(seconds / BLOCK_SECONDS)):
        noise = RNG.normal(0, level, BLOCK).round().astype(np.int16)
        silence.feed((noise if level else np.asarray(still, np.int16)).tobytes())
    return silence.dead


@pytest.mark.parametrize("still", [ZEROS, STUCK])
def test_a_microphone_with_a_noise_of_its_own_that_goes_still_is_dead(still: object) -> None:
    silence = SilenceDetector()
    assert not hear(silence, 10, 4)
    assert not hear(silence, 1.4, still=still)
    assert hear(silence, 0.2, still=still)
    assert not hear(silence, 0.02, 4)


def test_it_is_dead_each_time() -> None:
    silence = SilenceDetector()
    for _ in range(3):
        assert not hear(silence, 2, 4)
        assert hear(silence, 2)


def test_from_the_start_it_may_wait_for_somebody_to_speak() -> None:
    silence = SilenceDetector()
    assert not hear(silence, 4.9)
    assert hear(silence, 0.2)


def test_a_microphone_that_gates_its_noise_is_told_from_a_muted_one() -> None:
    silence = SilenceDetector()
    hear(silence, 3)
    assert not hear(silence, 1.5, 1000)
    assert not hear(silence, 60)
    assert not hear(silence, 2, 1000)
    assert not hear(silence, 60)


def test_a_loose_contact_is_no_gate() -> None:
    silence = SilenceDetector()
    hear(silence, 10, 4)
    hear(silence, 2)
    hear(silence, 1, 4)
    assert hear(silence, 2)


def test_muted_after_much_speech_is_muted() -> None:
    silence = SilenceDetector()
    hear(silence, 20, 4)
    hear(silence, 5, 1000)
    assert hear(silence, 2)
