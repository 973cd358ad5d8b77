from pathlib import Path

import pytest

from tests.voice.recording.tape import Tape


@pytest.fixture
def tape(tmp_path: Path) -> Tape:
    return Tape(tmp_path / "recordings" / "one.wav")
