import numpy as np
import pytest

from audio.sound import BLOCK, RATE, SILENCE
from bench.listener import AEC3, BARE, FLOE, HALF_DUPLEX, RIVALS, listener

RNG = np.random.default_rng(4)


def hiss(loudness: float = 2000) -> bytes:
    return RNG.normal(0, loudness, BLOCK).astype("<i2").tobytes()


def level(sound: list[bytes]) -> float:
    return float(np.mean(np.square(np.frombuffer(b"".join(sound), "<i2").astype(float))))


def test_without_a_canceller_all_is_heard() -> None:
    block = hiss()
    assert listener(BARE).feed(block, hiss()) == [block]


def test_half_duplex_hears_nothing_until_the_prompt_has_rung_out() -> None:
    made = listener(HALF_DUPLEX)
    block = hiss()
    assert made.feed(block, SILENCE) == [block]
    assert made.feed(block, hiss()) == [SILENCE]
    deaf = [made.feed(block, SILENCE) == [SILENCE] for _ in range(20)]
    assert deaf == [True] * 14 + [False] * 6


def test_aec3_takes_the_echo_away() -> None:
    made = listener(AEC3)
    echo, left = [], []
    for at in range(5 * RATE // BLOCK):
        played = hiss() if at % 20 < 15 else SILENCE
        heard = (np.frombuffer(played, "<i2") // 2).astype("<i2").tobytes()
        echo.append(heard)
        left += made.feed(heard, played)
    assert len(left) == len(echo)
    assert level(left[100:]) < 0.03 * level(echo[100:])


@pytest.mark.parametrize("name", [FLOE, *RIVALS])
def test_in_silence_everybody_hears_the_person_whole(name: str) -> None:
    made = listener(name)
    said = [hiss(3000) for _ in range(50)]
    given = [block for each in said for block in made.feed(each, SILENCE)]
    assert len(given) == len(said)
    assert not made.talking
    if name != AEC3:
        assert given == said
    assert level(given) == pytest.approx(level(said), rel=0.3)
