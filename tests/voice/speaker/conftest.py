from collections.abc import Iterator

import pytest

from tests.voice.speaker.playback import SpeakerPlayback
from voice.speaker.speaker import Speaker
from voice.speaker.voice import Voice


@pytest.fixture(scope="module")
def voice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Voice]:
    with Voice(folder=tmp_path_factory.mktemp("cache")) as voice:
        yield voice


@pytest.fixture
def playback(voice: Voice) -> Iterator[SpeakerPlayback]:
    speaker = Speaker(voice, wait=True)
    yield SpeakerPlayback(speaker)
    speaker.close()
