"""What all tests have in common: a log of their own, and a sound card for who asks for one."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from tests.soundcard import SoundCard, sound_card

# On a busy machine an example takes as long as it takes.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture(scope="session", autouse=True)
def state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the log of this process, and of those that it starts, in a folder of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture
def card() -> Iterator[SoundCard]:
    with sound_card() as card:
        yield card


@pytest.fixture(scope="module")
def shared_card() -> Iterator[SoundCard]:
    """One sound card for all tests of a file, which leave it as it was."""
    with sound_card() as card:
        yield card


class SoundCardScheduling(LoadScopeScheduling):  # type: ignore[misc]
    """Runs a file's tests on one worker, and all files that want a sound card on the same one.

    There is one card at a time: two workers would only wait for each other.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        text = (self.config.rootpath / file).read_text(encoding="utf-8")
        return "the sound card" if "card: SoundCard" in text else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> SoundCardScheduling:
    return SoundCardScheduling(config, log)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Start a worker more than there are cores: the one with the sound card mostly waits."""
    return (os.cpu_count() or 1) + 1
