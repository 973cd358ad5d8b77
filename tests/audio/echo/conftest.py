"""What is played and said in the rooms of these tests."""

import numpy as np
import pytest

from audio.sound import RATE
from tests.audio.echo.scene import TALKER, Samples, loud
from tests.speech import voices


@pytest.fixture(scope="session")
def prompts() -> Samples:
    """Ten seconds of prompts, as Floe says them."""
    lines = (
        "Make yourself comfortable. At home you lie down.",
        "Get your ice: a frozen paper or foam cup.",
        "Peel the cup until two inches of ice show.",
        "Wet the ice with a little water, and the clock begins to run.",
    )
    pause = np.zeros(RATE // 5, np.float32)
    parts = [pause]
    for line in lines:
        parts += [voices()(line, "espeak:en-us").astype(np.float32), pause]
    return np.resize(np.concatenate(parts), 10 * RATE).astype(np.float32)


@pytest.fixture(scope="session")
def command() -> Samples:
    """A person's words."""
    words = voices()("my skin is numb", "slt").astype(np.float32)
    return words * np.float32(TALKER / loud(words))
