import numpy as np

from audio.block import rms, to_blocks, to_bytes, to_samples
from audio.sound import BLOCK


def test_the_last_block_is_filled_up() -> None:
    blocks = to_blocks(np.ones(BLOCK + 1, np.int16))
    assert [len(block) for block in blocks] == [2 * BLOCK, 2 * BLOCK]
    assert blocks[1] == b"\1\0" + bytes(2 * BLOCK - 2)


def test_no_sound_has_no_blocks() -> None:
    assert to_blocks(np.zeros(0, np.int16)) == []


def test_packed_samples_are_rounded_and_cut_off_at_full_scale() -> None:
    sound = np.array([0.4, -0.6, 40_000.0, -40_000.0], np.float32)
    assert to_samples(to_bytes(sound)).tolist() == [0, -1, 32_767, -32_768]


def test_the_level_of_a_square_wave_is_its_height() -> None:
    assert rms(to_bytes(np.array([300.0, -300.0] * 160, np.float32))) == 300
