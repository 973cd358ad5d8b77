import numpy as np
import pytest
from numpy.typing import NDArray

from audio.sound import BLOCK, RATE, SILENCE
from voice.speaker.player import Player

HUM = (10_000 * np.sin(2 * np.pi * 200 * np.arange(RATE) / RATE)).astype(np.int16)


def played(player: Player, blocks: int) -> NDArray[np.int16]:
    return np.frombuffer(b"".join(player.next_block() for _ in range(blocks)), np.int16)


def steepest(samples: NDArray[np.int16]) -> int:
    return int(np.abs(np.diff(samples.astype(int))).max())


def test_idle_it_gives_silence() -> None:
    player = Player()
    assert not player.active
    assert player.next_block() == SILENCE


def test_at_full_volume_the_samples_come_as_they_are() -> None:
    player = Player()
    player.start(HUM)
    assert np.abs(played(player, 50).astype(int) - HUM).max() <= 1
    assert not player.active


def test_the_last_block_is_filled_up_with_silence() -> None:
    player = Player()
    player.start(HUM[:400])
    samples = played(player, 2)
    assert not player.active
    assert not samples[400:].any()
    assert len(samples) == 2 * BLOCK


def test_nothing_to_play_ends_at_once() -> None:
    player = Player()
    player.start(HUM[:0])
    assert player.next_block() == SILENCE
    assert not player.active


def test_each_step_of_volume_is_as_many_decibels() -> None:
    peaks = []
    for volume in (0.0, 0.5, 1.0):
        player = Player()
        player.volume = volume
        player.start(HUM)
        peaks.append(np.abs(played(player, 10)).max())
    assert peaks == pytest.approx([1_000, 3_162, 10_000], rel=0.01)


def test_the_volume_changes_without_a_click() -> None:
    player = Player()
    player.start(HUM)
    before = played(player, 10)
    player.volume = 0.0
    after = played(player, 10)
    assert np.abs(after[BLOCK:]).max() == pytest.approx(1_000, rel=0.01)
    assert steepest(np.concatenate([before, after])) < 1.2 * steepest(HUM)


def test_loud_is_louder_than_full_volume_and_never_clips() -> None:
    player = Player()
    player.volume = 0.1
    player.start((HUM.astype(int) * 32_000 // 10_000).astype(np.int16), loud=True)
    samples = played(player, 10)
    assert 31_000 < np.abs(samples).max() < 32_767
    player.start(HUM, loud=True)
    assert np.abs(played(player, 10)[BLOCK:]).max() > 1.7 * 10_000


def test_it_stops_within_ten_milliseconds_without_a_click() -> None:
    for blocks in range(1, 12):
        player = Player()
        player.start(HUM)
        before = played(player, blocks)
        player.stop()
        assert player.active
        tail = played(player, 1)
        assert not tail[RATE // 100 :].any()
        assert steepest(np.concatenate([before, tail])) < 1.2 * steepest(HUM)
        assert not player.active


def test_what_had_not_begun_leaves_nothing_behind() -> None:
    player = Player()
    player.start(HUM)
    player.stop()
    assert not player.active


def test_the_next_sound_waits_for_the_fading_of_the_last() -> None:
    player = Player()
    player.start(HUM)
    played(player, 3)
    player.start(HUM[:BLOCK])
    assert played(player, 1)[:100].any()
    assert np.abs(played(player, 1).astype(int) - HUM[:BLOCK]).max() <= 1
    assert not player.active


def test_a_pause_is_silent_at_once_and_goes_on_from_the_sentences_start() -> None:
    gap = np.zeros(RATE // 3 // BLOCK * BLOCK, np.int16)
    second = np.concatenate([HUM[: 10 * BLOCK], gap[: 5 * BLOCK], HUM[: 20 * BLOCK]])
    player = Player()
    player.start(np.concatenate([HUM, gap, second]))
    played(player, 50 + len(gap) // BLOCK + 18)
    player.pause()
    assert player.paused
    tail = played(player, 1)
    assert steepest(tail) < 2_000
    assert not tail[200:].any()
    assert not played(player, 40).any()
    player.resume()
    assert not player.paused
    assert np.abs(played(player, len(second) // BLOCK).astype(int) - second).max() <= 1


def test_a_pause_in_the_first_sentence_goes_on_from_the_start() -> None:
    player = Player()
    player.start(HUM)
    played(player, 7)
    player.pause()
    played(player, 3)
    player.resume()
    assert np.abs(played(player, 50).astype(int) - HUM).max() <= 1


def test_what_is_paused_is_forgotten_by_what_comes_next() -> None:
    player = Player()
    player.start(HUM)
    played(player, 7)
    player.pause()
    player.start(HUM[:BLOCK])
    player.resume()
    played(player, 3)
    assert not player.active
    player.pause()
    assert not player.paused, "there is nothing to pause"
