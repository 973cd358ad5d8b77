import numpy as np
import pytest

from models.training.frequency_response import colour


@pytest.mark.parametrize("seed", range(12))
def test_it_keeps_the_energy_and_comes_at_once(seed: int) -> None:
    way = colour(np.random.default_rng(seed), np.ones(1, np.float32))
    assert float(way @ way) == pytest.approx(1, abs=1e-4)
    assert float(way[:32] @ way[:32]) > 0.9


def test_some_hardware_is_flat_and_some_is_not() -> None:
    rng = np.random.default_rng(1)
    ways = [colour(rng, np.ones(1, np.float32)) for _ in range(30)]
    assert {len(way) for way in ways} == {1, 128}
