import numpy as np
import pytest

from audio.level import LevelFault, dbfs, level_fault, speech_level


def test_the_worst_fault_is_told() -> None:
    assert level_fault(-5, -8, 0.1) is LevelFault.LOUD
    assert level_fault(-60, -62, 0) is LevelFault.FAINT
    assert level_fault(-30, -32, 0) is LevelFault.NOISY
    assert level_fault(-26, -70, 0.0001) is None


def test_full_scale_is_zero_and_a_tenth_of_it_twenty_decibels_less() -> None:
    assert dbfs(32_768.0**2) == pytest.approx(0, abs=1e-6)
    assert dbfs(3_276.8**2) == pytest.approx(-20)
    assert dbfs(0.0) == pytest.approx(-120)


def test_pauses_do_not_lower_the_level_of_speech() -> None:
    assert speech_level([-30.0] * 10) == pytest.approx(-30)
    assert speech_level([-30.0] * 10 + [-80.0] * 90) == pytest.approx(-30)
    assert speech_level(np.array([-30.0] * 99 + [-3.0])) > -30
