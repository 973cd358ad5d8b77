"""Inputs that broke a reader once, and a few changes of what each reader takes."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.contract import SECONDS, check, warm_up
from tests.fuzz.targets import TARGETS

CORPUS = Path(__file__).with_name("corpus")
KEPT = sorted(path for path in CORPUS.glob("*/*"))
BUSY = 30 * SECONDS
"""On a machine with too much to do, the processor's caches are never warm."""


@pytest.fixture(autouse=True)
def busy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.fuzz.contract.SECONDS", BUSY)


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_broke_a_reader_once(tmp_path: Path, path: Path) -> None:
    target = TARGETS[path.parent.name]
    warm_up(target, tmp_path)
    check(target, path.read_bytes(), tmp_path)


@pytest.mark.parametrize("name", TARGETS)
def test_what_a_reader_takes(tmp_path: Path, name: str) -> None:
    warm_up(TARGETS[name], tmp_path)
    for seed in TARGETS[name].seeds():
        check(TARGETS[name], seed, tmp_path)


@pytest.mark.parametrize("name", sorted(TARGETS.keys() - {"response"}))
@settings(max_examples=25, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
@given(data=st.data())
def test_what_a_reader_takes_with_a_few_bytes_changed(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject
) -> None:
    folder = tmp_path_factory.getbasetemp() / "changed"
    seed = bytearray(data.draw(st.sampled_from(list(TARGETS[name].seeds()))))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(seed)))
        seed[at : at + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=8))
    warm_up(TARGETS[name], folder)
    check(TARGETS[name], bytes(seed), folder)
