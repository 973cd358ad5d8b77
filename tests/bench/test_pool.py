import os
from pathlib import Path

import pytest

from audio.errors import SoundFileMissing
from bench.corpus import check_sound
from bench.errors import WorkerLost
from bench.pool import Pool


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_order(workers: int) -> None:
    with Pool(workers) as pool:
        assert pool.map(abs, [-3, 2, -1]) == [3, 2, 1]


@pytest.mark.parametrize("workers", [1, 2])
def test_what_fails_in_a_worker_is_the_same_failure_here(workers: int, tmp_path: Path) -> None:
    with Pool(workers) as pool, pytest.raises(SoundFileMissing, match=r"no\.wav: no such file"):
        pool.map(check_sound, [tmp_path / "no.wav"])


def test_a_worker_that_is_killed() -> None:
    with Pool(2) as pool, pytest.raises(WorkerLost, match="--workers 1"):
        pool.map(os._exit, [1])
