"""What all tests have in common: a log of their own, and a sound card for who asks for one."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

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


# Before pytest-xdist takes the groups over.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: Sequence[pytest.Function]) -> None:
    """Keep together what shares something, where tests run side by side.

    There is one sound card at a time: those who want it would only wait for each other.
    """
    for item in items:
        wants_card = {"card", "shared_card"} & set(item.fixturenames)
        item.add_marker(pytest.mark.xdist_group("card" if wants_card else Path(item.path).name))
