import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from audio.errors import (
    NoSound,
    NotSound,
    SoundFileMissing,
    SoundFileUnreadable,
    SoundFileUnwritable,
    SoundTooLong,
)
from audio.sound import BLOCK, RATE
from audio.wave import blocks, read, write


def sine(rate: int = RATE, seconds: float = 1.0, hertz: float = 440.0) -> NDArray[np.float64]:
    return np.asarray(0.5 * np.sin(2 * np.pi * hertz * np.arange(int(rate * seconds)) / rate))


def loudest(samples: NDArray[np.int16]) -> float:
    spectrum = np.abs(np.fft.rfft(samples))
    return float(np.argmax(spectrum)) * RATE / len(samples)


def test_what_is_written_is_read_back_exactly(tmp_path: Path) -> None:
    samples = np.arange(-32768, 32768, 7).astype(np.int16)
    write(tmp_path / "a.wav", samples)
    assert np.array_equal(read(tmp_path / "a.wav"), samples)


@pytest.mark.parametrize(
    ("name", "rate", "channels", "subtype"),
    [
        ("a.wav", 8000, 1, "PCM_16"),
        ("a.wav", 44100, 2, "PCM_24"),
        ("a.wav", 48000, 1, "FLOAT"),
        ("a.wav", 16000, 2, "DOUBLE"),
        ("a.wav", 22050, 1, "PCM_U8"),
        ("a.wav", 8000, 1, "ULAW"),
        ("a.flac", 44100, 2, "PCM_24"),
        ("a.flac", 96000, 6, "PCM_16"),
        ("a.ogg", 48000, 2, "OPUS"),
        ("a.ogg", 44100, 1, "VORBIS"),
        ("a.opus", 16000, 1, "OPUS"),
        ("a.aiff", 11025, 1, "PCM_16"),
        ("a.mp3", 44100, 2, "MPEG_LAYER_III"),
    ],
)
def test_any_kind_becomes_16_khz_mono(
    tmp_path: Path, name: str, rate: int, channels: int, subtype: str
) -> None:
    path = tmp_path / name
    container = "OGG" if path.suffix == ".opus" else None
    wide = np.repeat(sine(rate)[:, None], channels, axis=1)
    soundfile.write(path, wide, rate, subtype=subtype, format=container)
    samples = read(path)
    assert samples.dtype == np.int16
    assert samples.shape == pytest.approx((RATE,), abs=RATE // 10)
    assert loudest(samples) == pytest.approx(440, abs=3)
    assert np.percentile(np.abs(samples), 95) == pytest.approx(16384, rel=0.1)


def test_a_silent_channel_does_not_weaken_the_other(tmp_path: Path) -> None:
    both = np.stack([sine(), np.zeros(RATE)], axis=1)
    soundfile.write(tmp_path / "a.wav", both, RATE)
    assert np.abs(read(tmp_path / "a.wav")).max() == pytest.approx(16384, abs=4)


def test_too_loud_floats_and_nonsense_are_clipped(tmp_path: Path) -> None:
    values = np.array([0.0, 2.0, -2.0, np.nan, np.inf, -np.inf, 3e38], dtype=np.float32)
    soundfile.write(tmp_path / "a.wav", values, RATE, subtype="FLOAT")
    assert read(tmp_path / "a.wav").tolist() == [0, 32767, -32768, 0, 32767, -32768, 32767]


@pytest.mark.parametrize("rate", [16000, 44100])
def test_blocks_are_the_same_sound_in_even_pieces(tmp_path: Path, rate: int) -> None:
    soundfile.write(tmp_path / "a.wav", sine(rate, 2.51), rate)
    parts = list(blocks(tmp_path / "a.wav"))
    assert {len(part) for part in parts} == {2 * BLOCK}
    whole = read(tmp_path / "a.wav")
    joined = np.frombuffer(b"".join(parts), np.int16)
    assert np.array_equal(joined[: len(whole)], whole)
    assert not joined[len(whole) :].any()
    assert len(joined) - len(whole) < BLOCK


def heard(path: Path) -> tuple[int, int]:
    """Return how many blocks a file has, and how many kilobytes of memory they needed."""
    code = (
        "import resource, sys, pathlib, audio.wave as wave\n"
        "used = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "before = used()\n"
        "count = sum(1 for _ in wave.blocks(pathlib.Path(sys.argv[1])))\n"
        "print(count, used() - before)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, path], capture_output=True, text=True, check=True
    )
    count, kilobytes = map(int, done.stdout.split())
    return count, kilobytes


def test_an_hour_needs_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "hour.flac"
    with soundfile.SoundFile(path, "w", 16000, 1) as file:
        for _ in range(60):
            file.write(np.zeros(60 * 16000, np.int16))
    count, kilobytes = heard(path)
    assert count == 3600 * 50
    assert kilobytes < 20_000


def test_a_header_of_a_thousand_channels_needs_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "wide.wav"
    with soundfile.SoundFile(path, "w", 768_000, 1024, "PCM_16") as file:
        for _ in range(20):
            file.write(np.full((1000, 1024), 1000, np.int16))
    count, kilobytes = heard(path)
    assert count == 2
    assert kilobytes < 100_000


def test_days_of_silence_are_not_taken_into_memory(tmp_path: Path) -> None:
    path = tmp_path / "days.flac"
    with soundfile.SoundFile(path, "w", 8000, 1) as file:
        for _ in range(31):
            file.write(np.zeros(60 * 8000, np.int16))
    with pytest.raises(SoundTooLong, match=r"days\.flac: longer than 30 minutes"):
        read(path)


def cut(path: Path, size: int) -> None:
    path.write_bytes(path.read_bytes()[:size])


@pytest.mark.parametrize("name", ["a.wav", "a.flac", "a.ogg"])
def test_a_file_cut_off_is_read_as_far_as_it_goes(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    noise = np.random.default_rng(1).uniform(-0.5, 0.5, 10 * RATE)
    soundfile.write(path, noise, RATE)
    cut(path, path.stat().st_size // 2)
    samples = read(path)
    assert 3 * RATE < len(samples) < 7 * RATE
    assert np.abs(samples).max() > 8000


@pytest.mark.parametrize("name", ["a.wav", "a.flac", "a.ogg"])
def test_a_cut_header_is_no_sound_file(tmp_path: Path, name: str) -> None:
    soundfile.write(tmp_path / name, sine(), RATE)
    cut(tmp_path / name, 20)
    with pytest.raises(NotSound, match=name):
        read(tmp_path / name)


def test_a_header_without_samples_holds_no_sound(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.zeros(0), RATE)
    with pytest.raises(NoSound, match=r"a\.wav: holds no sound"):
        read(tmp_path / "a.wav")


def test_a_rate_out_of_range_is_a_damaged_header(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", sine(), 10)
    with pytest.raises(NotSound, match="10 Hz"):
        read(tmp_path / "a.wav")


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "a.wav").touch()
    with pytest.raises(NoSound, match="empty"):
        read(tmp_path / "a.wav")


@pytest.mark.parametrize("content", [b"hello, this is text\n" * 50, bytes(5000), b"R", b"RIFF"])
def test_what_is_not_sound(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.wav").write_bytes(content)
    with pytest.raises(NotSound, match=r"a\.wav"):
        read(tmp_path / "a.wav")


def test_kinds_that_nobody_records_in_are_not_decoded(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.sds"
    soundfile.write(path, sine(), RATE, format="SDS", subtype="PCM_16")
    damaged = bytearray(path.read_bytes())
    damaged[200:1000] = bytes(800)
    path.write_bytes(damaged)
    with pytest.raises(NotSound, match=r"a\.sds: .*no known kind"):
        read(path)
    assert capfd.readouterr() == ("", "")


def test_a_damaged_mp3_is_heard_without_a_word(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.mp3"
    soundfile.write(path, sine(seconds=3.0), RATE, format="MP3")
    damaged = bytearray(path.read_bytes())
    damaged[2000:2600] = bytes(600)
    path.write_bytes(damaged)
    assert len(read(path)) > RATE
    assert capfd.readouterr() == ("", "")


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(SoundFileMissing, match=r"a\.wav: no such file"):
        list(blocks(tmp_path / "a.wav"))


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(SoundFileUnreadable, match="is a folder"):
        read(tmp_path)


def test_a_file_that_the_system_will_not_read(tmp_path: Path) -> None:
    with pytest.raises(SoundFileUnreadable, match="cannot be read"):
        read(tmp_path / ("a" * 300))


@pytest.mark.parametrize("parts", [["none", "a.wav"], []])
def test_a_place_that_cannot_be_written(tmp_path: Path, parts: Sequence[str]) -> None:
    with pytest.raises(SoundFileUnwritable, match="cannot be written"):
        write(tmp_path.joinpath(*parts), np.zeros(10, np.int16))
