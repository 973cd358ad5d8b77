"""Cards of other rates and channels: on paper, and on a real sound server."""

import re
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from audio.card import CardConverter, CardFormat, formats
from audio.mixer import ChannelMixer
from audio.resampler import BlockResampler, block_size
from audio.sound import BLOCK, RATE, SILENCE
from audio.wave import read
from tests.soundcard import SoundCard

Samples = NDArray[np.float32]


def sine(hertz: float, rate: int, seconds: float = 1.0) -> Samples:
    return (10_000 * np.sin(2 * np.pi * hertz / rate * np.arange(rate * seconds))).astype(
        np.float32
    )


def level(sound: Samples) -> float:
    """Return decibels, 0 for what `sine` gives."""
    return float(20 * np.log10(np.sqrt(np.mean(np.square(sound))) / 10_000 * np.sqrt(2) + 1e-9))


def resampled(sound: Samples, source: int, target: int) -> Samples:
    resampler, size = BlockResampler(source, target), source * BLOCK // RATE
    return np.concatenate([resampler.feed(block) for block in sound.reshape(-1, size)])


@pytest.mark.parametrize("rate", [8_000, 22_050, 32_000, 44_100, 48_000, 96_000, 192_000])
def test_another_rate_there_and_back_is_the_same_two_milliseconds_later(rate: int) -> None:
    sound = sine(1000, RATE)
    back = resampled(resampled(sound, RATE, rate), rate, RATE)
    late = round(2 * 16 / min(rate, RATE) * RATE)
    assert np.abs(back[BLOCK + late :] - sound[BLOCK:-late]).max() < 200


@pytest.mark.parametrize("rate", [44_100, 48_000, 96_000])
def test_what_16_khz_cannot_hold_does_not_fold_down(rate: int) -> None:
    assert level(resampled(sine(9_000, rate), rate, RATE)[BLOCK:]) < -60
    assert level(resampled(sine(7_000, rate), rate, RATE)[BLOCK:]) > -1


def test_only_rates_with_whole_blocks_are_used() -> None:
    assert block_size(48_000) == 960
    assert block_size(11_025) is None
    assert [each.rate for each in formats((11_025, 44_100), 1, 2)][:3] == [RATE, 44_100, 48_000]


def test_two_channels_are_asked_for_where_there_are_two() -> None:
    first = next(formats((RATE, RATE), 32, 1))
    assert (first.inputs, first.outputs, first.block) == (2, 1, BLOCK)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (1.0, 1.0, 0.0),
        (1.0, -1.0, 0.0),
        (1.0, 0.0, 0.0),
        (0.0, 1.0, 0.0),
        (1.0, 0.9, -0.4),
        (0.5, -1.0, 0.0),
    ],
)
def test_no_channels_make_silence_of_each_other(left: float, right: float, expected: float) -> None:
    mixer, sound = ChannelMixer(), sine(440, RATE)
    pieces = np.stack([left * sound, right * sound], axis=1).astype(np.float32)
    mixed = np.concatenate([mixer.mix(piece) for piece in pieces.reshape(-1, BLOCK, 2)])
    assert level(mixed) == pytest.approx(expected, abs=0.1)


def test_independent_noise_is_averaged_away() -> None:
    noise = np.random.default_rng(1).normal(0, 100, (RATE, 2)).astype(np.float32)
    mixer = ChannelMixer()
    mixed = np.concatenate([mixer.mix(piece) for piece in noise.reshape(-1, BLOCK, 2)])
    assert level(mixed) - level(noise[:, 0]) == pytest.approx(-3, abs=0.3)


def test_a_channel_that_falls_silent_is_left() -> None:
    mixer, sound = ChannelMixer(), sine(440, RATE, 8)
    pieces = np.stack([sound, -sound], axis=1)
    chosen = []
    for number, piece in enumerate(pieces.reshape(-1, BLOCK, 2)):
        part = piece * np.array([number < 50, True], np.float32)
        chosen.append(level(mixer.mix(part)))
    assert min(chosen[:50]) > -1
    assert min(chosen[-50:]) > -1


def test_blocks_of_a_card_and_back() -> None:
    converter = CardConverter(CardFormat(48_000, 2, 2))
    assert len(converter.played(SILENCE)) == 960 * 2 * 2
    assert converter.heard(bytes(960 * 2 * 2)) == SILENCE
    plain, block = CardConverter(CardFormat(RATE, 1, 1)), bytes(range(256)) * 2 + bytes(128)
    assert plain.heard(block) is block
    assert plain.played(block) is block


def test_a_recording_with_its_channels_out_of_phase_is_heard(tmp_path: Path) -> None:
    sound = sine(440, RATE) / 32_768
    soundfile.write(tmp_path / "a.wav", np.stack([sound, -sound], axis=1), RATE)
    assert level(read(tmp_path / "a.wav").astype(np.float32)) == pytest.approx(0, abs=0.1)


HEARS = """
import sys
import numpy as np
from audio.errors import DeviceError
from audio.sound import RATE, SILENCE
from audio.stream import Stream

stream = Stream()
print("ready", flush=True)
loudest = 0
while loudest < 5000:
    loudest = np.abs(np.frombuffer(stream.exchange(SILENCE), np.int16)).max()
print(stream.rate)
stream.close()
"""
REFUSES = """
import sounddevice

class Card(sounddevice.RawStream):
    '''A stream on a card that runs at one rate alone.'''
    def __init__(self, samplerate, **settings):
        if samplerate not in (RATES):
            raise sounddevice.PortAudioError("Invalid sample rate", -9997)
        super().__init__(samplerate=samplerate, **settings)

sounddevice.RawStream = Card
"""
"""ALSA has no made-up card that refuses rates; all behind the refusal is real."""


@pytest.mark.parametrize("rate", [16_000, 48_000, 44_100, 8_000])
def test_a_microphone_out_of_phase_on_a_card_of_one_rate(
    shared_card: SoundCard, tmp_path: Path, rate: int
) -> None:
    sound = sine(440, RATE, 60) / 32_768
    soundfile.write(tmp_path / "a.wav", np.stack([sound, -sound], axis=1), RATE)
    with shared_card.open(REFUSES.replace("RATES", f"{rate},") + HEARS) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        speaking = shared_card.speak(tmp_path / "a.wav")
        assert process.stdout.readline() == f"{rate}\n"
        speaking.kill()
        speaking.wait()


def test_devices_that_have_no_rate_in_common(shared_card: SoundCard) -> None:
    code = """
from audio.errors import DeviceError
from audio.stream import Stream
try: Stream()
except DeviceError as error: print(type(error).__name__, error)
"""
    said = shared_card.run(REFUSES.replace("RATES", "") + code)
    assert re.match(r"RateNotSupported .* cannot run at one sample rate; choose .*\n$", said)
