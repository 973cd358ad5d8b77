import itertools

import numpy as np
import pytest

from audio.echo.canceller import CleanedBlock, EchoCanceller
from audio.errors import WrongBlock
from audio.sound import BLOCK, RATE, SILENCE
from audio.tone import tone
from tests.audio.echo.scene import Samples, drifted, scene


def opened(cleaned: list[CleanedBlock]) -> list[float]:
    """Return the times at which somebody began to talk, in seconds."""
    talking = [False, *(each.talking for each in cleaned)]
    edges = itertools.pairwise(talking)
    return [at * BLOCK / RATE for at, (was, now) in enumerate(edges) if now and not was]


def test_known_room_is_identified(prompts: Samples) -> None:
    room = scene(prompts)
    cleaned, out = room.run()
    assert room.erle(out, 2, 4) > 12
    assert room.erle(out, 6, 10) > 25
    assert cleaned[-1].reliable


def test_own_prompts_open_nothing(prompts: Samples) -> None:
    cleaned, _ = scene(prompts, ratio=5).run()
    assert opened(cleaned) == []


@pytest.mark.parametrize("ratio", [0, 10])
def test_talker_stays_whole_and_is_noticed(
    prompts: Samples, command: Samples, ratio: float
) -> None:
    room = scene(prompts, command, ratio=ratio)
    cleaned, out = room.run()
    part = slice(7 * RATE, 7 * RATE + len(command))
    said = room.talker[part]
    assert np.corrcoef(out[part], said)[0, 1] > 0.95
    assert abs(20 * np.log10(out[part] @ said / (said @ said))) < 0.5
    first, *_ = opened(cleaned)
    assert 7 < first < 7.35


def test_talker_over_headphones_is_untouched(prompts: Samples, command: Samples) -> None:
    room = scene(prompts, command)
    room.echo = np.zeros_like(room.echo)
    cleaned, out = room.run()
    heard = np.rint(room.heard[: len(out)])
    assert np.array_equal(out, heard)
    assert all(each.reliable for each in cleaned[50:])
    first, *_ = opened(cleaned)
    assert 7 < first < 7.35


@pytest.mark.parametrize("step", [0.02, -0.03, 0.0005])
def test_delay_that_steps_is_followed(prompts: Samples, step: float) -> None:
    before, after = scene(prompts), scene(prompts, delay=0.08 + step)
    before.echo[5 * RATE :] = after.echo[5 * RATE :]
    _, out = before.run()
    assert before.erle(out, 5.1, 5.3) < 12
    assert before.erle(out, 7, 10) > 20


@pytest.mark.parametrize("ppm", [50, -100])
def test_drift_is_survived(prompts: Samples, ppm: float) -> None:
    room = scene(prompts)
    room.echo = drifted(room.echo, ppm)
    _, out = room.run()
    assert room.erle(out, 6, 10) > 22


def test_loudspeaker_that_distorts_is_learnt(prompts: Samples) -> None:
    bent = np.tanh(prompts / 32768 * 8).astype(np.float32) * 4096
    room = scene(bent)
    room.played = prompts
    _, out = room.run()
    assert room.erle(out, 6, 10) > 15


def test_changed_volume_is_learnt(prompts: Samples) -> None:
    room = scene(prompts)
    room.echo[5 * RATE :] *= 2
    _, out = room.run()
    assert room.erle(out, 8, 10) > 15


def test_moved_microphone_is_learnt(prompts: Samples) -> None:
    room, other = scene(prompts), scene(prompts, seed=4)
    room.echo[4 * RATE :] = other.echo[4 * RATE :]
    _, out = room.run()
    assert room.erle(out, 4.1, 4.5) < 5
    assert room.erle(out, 8, 10) > 12


def test_first_second_is_not_relied_on(prompts: Samples) -> None:
    cleaned, _ = scene(prompts, ratio=10).run()
    sounding = round(0.25 * RATE / BLOCK)
    assert not any(each.reliable for each in cleaned[sounding : sounding + 30])


def test_reset_begins_anew(prompts: Samples) -> None:
    room = scene(prompts)
    first, _ = room.run()
    room.canceller.reset()
    again, _ = room.run()
    assert first == again


def test_silence_is_free() -> None:
    rng = np.random.default_rng(1)
    canceller = EchoCanceller()
    for _ in range(50):
        heard = rng.integers(-3000, 3000, BLOCK).astype("<i2").tobytes()
        cleaned = canceller.feed(heard, SILENCE)
        assert cleaned.block is heard
        assert not cleaned.talking
        assert cleaned.reliable


def test_after_the_tail_all_is_passed_on(prompts: Samples, command: Samples) -> None:
    short = prompts.copy()
    short[4 * RATE :] = 0
    room = scene(short, command)
    cleaned, out = room.run()
    heard = np.rint(room.heard[: len(out)])
    assert np.array_equal(out[5 * RATE :], heard[5 * RATE :])
    assert opened(cleaned) == []


@pytest.mark.parametrize("size", [0, 638, 1280])
def test_wrong_block_is_an_error(size: int) -> None:
    with pytest.raises(WrongBlock, match="640"):
        EchoCanceller().feed(bytes(size), SILENCE)
    with pytest.raises(WrongBlock, match="640"):
        EchoCanceller().feed(SILENCE, bytes(size))


def test_microphone_that_gives_zeros_first(prompts: Samples) -> None:
    room = scene(prompts)
    room.echo[: 3 * RATE] = 0
    room.noise[: 3 * RATE] = 0
    cleaned, out = room.run()
    assert not any(each.talking for each in cleaned[:150])
    assert room.erle(out, 8, 10) > 20


def test_tone_does_not_move_the_delay(prompts: Samples) -> None:
    """A pure tone comes as late as it likes, and must not be searched for."""
    played = prompts.copy()
    played[6 * RATE : 8 * RATE] = 0
    sound = tone("paused").astype(np.float32)
    played[7 * RATE : 7 * RATE + len(sound)] = sound
    room = scene(played)
    room.noise *= np.float32(0.1)
    _, out = room.run()
    assert room.erle(out, 8, 8.6) > 27


def test_who_talked_as_it_fell_silent_does_not_interrupt_what_comes_next(
    prompts: Samples, command: Samples
) -> None:
    played = prompts.copy()
    played[6 * RATE : 9 * RATE] = 0
    room = scene(played)
    first = 6 * RATE + RATE // 2
    room.talker[first : first + len(command)] = command
    cleaned, _ = room.run()
    assert any(each.talking for each in cleaned[300:350])
    assert not any(each.talking for each in cleaned[350:])


def test_no_echo_is_found_where_both_sounds_begin_at_once(
    prompts: Samples, command: Samples
) -> None:
    hum = 40 * np.sin(2 * np.pi * 100 / RATE * np.arange(len(prompts))).astype(np.float32)
    room = scene(prompts[2000:], command)
    room.echo = np.zeros_like(room.echo)
    room.noise = (hum + np.random.default_rng(5).normal(0, 1, len(hum)).astype(np.float32))[2000:]
    cleaned, out = room.run()
    heard = np.rint(room.heard[: len(out)])
    assert np.array_equal(out, heard)
    assert all(each.reliable for each in cleaned[50:])
    first, *_ = opened(cleaned)
    assert 7 < first < 7.35


def test_talker_is_whole_soon_after_a_microphone_that_gave_zeros(
    prompts: Samples, command: Samples
) -> None:
    room = scene(prompts, command)
    room.echo = np.zeros_like(room.echo)
    room.noise[: 5 * RATE] = 0
    cleaned, _ = room.run()
    assert all(each.reliable for each in cleaned[6 * RATE // BLOCK :])
