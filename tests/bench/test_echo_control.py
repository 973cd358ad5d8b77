import numpy as np
import pytest

from audio.sound import BLOCK, RATE, SILENCE
from bench.echo_control import AEC3, BARE, FLOE, HALF_DUPLEX, RIVALS, echo_control

RNG = np.random.default_rng(4)


def hiss(loudness: float = 2000) -> bytes:
    return RNG.normal(0, loudness, BLOCK).astype("<i2").tobytes()


def level(sound: list[bytes]) -> float:
    return float(np.mean(np.square(np.frombuffer(b"".join(sound), "<i2").astype(float))))


def test_without_a_canceller_all_is_heard() -> None:
    block = hiss()
    assert echo_control(BARE).feed(block, hiss()).blocks == [block]


def test_half_duplex_hears_nothing_until_the_prompt_has_rung_out() -> None:
    made = echo_control(HALF_DUPLEX)
    block = hiss()
    assert made.feed(block, SILENCE).blocks == [block]
    assert made.feed(block, hiss()).blocks == [SILENCE]
    deaf = [made.feed(block, SILENCE).blocks == [SILENCE] for _ in range(20)]
    assert deaf == [True] * 14 + [False] * 6


def test_aec3_takes_the_echo_away() -> None:
    made = echo_control(AEC3)
    echo: list[bytes] = []
    left: list[bytes] = []
    for at in range(5 * RATE // BLOCK):
        played = hiss() if at % 20 < 15 else SILENCE
        heard = (np.frombuffer(played, "<i2") // 2).astype("<i2").tobytes()
        echo.append(heard)
        left += made.feed(heard, played).blocks
    assert len(left) == len(echo)
    assert level(left[100:]) < 0.03 * level(echo[100:])


@pytest.mark.parametrize("name", [FLOE, *RIVALS])
def test_in_silence_everybody_hears_the_person_whole(name: str) -> None:
    made = echo_control(name)
    said = [hiss(3000) for _ in range(50)]
    fed = [made.feed(each, SILENCE) for each in said]
    given = [block for near in fed for block in near.blocks]
    assert len(given) == len(said)
    assert not any(near.talking for near in fed)
    if name != AEC3:
        assert given == said
    assert level(given) == pytest.approx(level(said), rel=0.3)
