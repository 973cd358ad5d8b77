import numpy as np

from audio.echo.doubletalk import DoubleTalkDetector
from audio.echo.features import FEATURE_COUNT
from audio.echo.network import TalkNetwork
from audio.sound import BLOCK
from tests.audio.echo.scene import Samples

SILENT = np.zeros(BLOCK, np.float32)


class Said:
    """Gives the probabilities that it was told."""

    def __init__(self, *probabilities: float) -> None:
        self._left = list(probabilities)

    def reset(self) -> None:
        pass

    def __call__(self, features: Samples) -> float:
        assert features.shape == (FEATURE_COUNT,)
        return self._left.pop(0)


def opened(*probabilities: float) -> list[bool]:
    detector = DoubleTalkDetector(Said(*probabilities))
    return [detector.feed(SILENT, SILENT, SILENT, SILENT) for _ in probabilities]


def test_it_opens_for_two_sure_blocks_in_a_row() -> None:
    assert opened(0.95, 0.6, 0.95) == [False] * 3
    assert opened(0.95, 0.95, 0.95) == [False, True, True]


def test_it_stays_open_for_likely_talk_and_closes_after_0_3_s_without() -> None:
    assert all(opened(*[0.95] * 2, *[0.6] * 100)[1:])
    closing = opened(*[0.95] * 2, *[0.2] * 20)
    assert closing.index(False, 1) == 1 + 15
    assert not any(closing[16:])


def test_it_is_sure_after_six_blocks_of_talk_in_one_opening() -> None:
    detector = DoubleTalkDetector(Said(*[0.95] * 5, *[0.6] * 9, 0.95, *[0.1] * 20, 0.95))
    sure = []
    for _ in range(36):
        detector.feed(SILENT, SILENT, SILENT, SILENT)
        sure.append(detector.sure)
    assert sure == [False] * 14 + [True] * 15 + [False] * 7


def test_close_closes_it_and_forgets_talk_in_a_row() -> None:
    detector = DoubleTalkDetector(Said(*[0.95] * 4))
    for _ in range(2):
        detector.feed(SILENT, SILENT, SILENT, SILENT)
    detector.close()
    assert [detector.feed(SILENT, SILENT, SILENT, SILENT) for _ in range(2)] == [False, True]


def test_the_noise_is_that_of_the_soft_blocks() -> None:
    rng = np.random.default_rng(1)
    detector = DoubleTalkDetector(Said(*[0.0] * 200))
    for block in range(200):
        loud = np.float32(0.1 if block % 4 else 0.001)
        sound = rng.normal(0, loud, BLOCK).astype(np.float32)
        detector.feed(sound, SILENT, sound, SILENT)
    assert 1e-7 < detector.noise < 1e-2
    detector.reset()
    assert detector.noise == 0


def test_the_network_is_the_same_after_a_reset() -> None:
    rng = np.random.default_rng(2)
    blocks = rng.normal(-3, 2, (50, FEATURE_COUNT)).astype(np.float32)
    network = TalkNetwork()
    first = [network(block) for block in blocks]
    assert network(blocks[0]) != first[0]
    network.reset()
    assert [network(block) for block in blocks] == first
    assert all(0 <= each <= 1 for each in first)
