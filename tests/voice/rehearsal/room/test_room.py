"""The room: determinism, levels, echo and reverb as measured on the microphone's track."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from audio import wave
from audio.sound import BLOCK, RATE, SILENCE
from voice.rehearsal.room.person import Person
from voice.rehearsal.room.room import Room
from voice.rehearsal.room.settings import RoomSettings
from voice.rehearsal.scenario.line import ActionKind, ScenarioLine, Trigger, TriggerKind

STARTS = datetime(2026, 11, 22, 9, tzinfo=UTC)


def tone(text: str, voice: str) -> NDArray[np.int16]:
    """One second of white noise, the same for the same words."""
    rng = np.random.default_rng(len(text) + len(voice))
    return (rng.standard_normal(RATE) * 2000).astype(np.int16)


def room(settings: RoomSettings, at: float | None = None, seed: int = 1) -> Room:
    trigger = Trigger(TriggerKind.AT, at or 0.0)
    lines = [] if at is None else [ScenarioLine(trigger, ActionKind.SAY, "words", 1, "slt")]
    return Room(Person(lines, tone, settings.talker, seed), settings, STARTS, seed)


def heard(
    one: Room, seconds: float, playback: NDArray[np.int16] | None = None
) -> NDArray[np.int16]:
    """Let a room go on; ``playback`` is played from its start on."""
    for number in range(round(seconds * RATE / BLOCK)):
        block = SILENCE
        if playback is not None and (number + 1) * BLOCK <= len(playback):
            block = playback[number * BLOCK : (number + 1) * BLOCK].tobytes()
        one.exchange(block)
    return one.tracks()[0]


def dbfs(samples: NDArray[np.int16]) -> float:
    return float(10 * np.log10(np.mean((samples / 32768.0) ** 2)))


def loud(seconds: float) -> NDArray[np.int16]:
    rng = np.random.default_rng(5)
    return (rng.standard_normal(round(seconds * RATE)) * 3000).astype(np.int16)


def test_the_clock_counts_samples_and_the_date_follows_it() -> None:
    one = room(RoomSettings())
    heard(one, 90)
    assert one.clock() == 90.0
    assert one.date() == datetime(2026, 11, 22, 9, 1, 30, tzinfo=UTC)
    one.close()
    one.close()


@pytest.mark.parametrize("noise", ["silence", "pink", "hum"])
def test_the_same_seed_gives_the_same_bytes(noise: str) -> None:
    settings = RoomSettings(noise=noise, noise_level=-60, echo=-20, reverb=0.3)
    first, again, other = (
        heard(room(settings, 0.5, seed), 2, loud(2)).tobytes() for seed in (1, 1, 2)
    )
    assert first == again
    assert first != other


@pytest.mark.parametrize("noise", ["silence", "pink", "hum"])
def test_noise_has_its_level_and_its_loop_no_seam(noise: str) -> None:
    one = room(RoomSettings(noise=noise, noise_level=-40))
    sound = heard(one, 66)
    assert dbfs(sound) == pytest.approx(-40, abs=0.1)
    steps = np.abs(np.diff(sound.astype(int)))
    seam = 32 * RATE
    assert steps[seam - 1] <= steps.max()
    np.testing.assert_array_equal(sound[:RATE], sound[seam : seam + RATE])


def test_even_a_silent_room_is_never_digital_zero_for_long() -> None:
    blocks = heard(room(RoomSettings()), 5).reshape(-1, BLOCK)
    assert blocks.any(axis=1).all()


@pytest.mark.parametrize("reverb", [0.0, 0.4])
def test_the_signal_to_noise_ratio_is_as_set(reverb: float) -> None:
    settings = RoomSettings(talker=-30, noise="pink", noise_level=-50, reverb=reverb)
    sound = heard(room(settings, 2.0), 3)
    speech = 10 ** (dbfs(sound[round(2.1 * RATE) :]) / 10)
    noise = 10 ** (dbfs(sound[: 2 * RATE]) / 10)
    assert 10 * np.log10((speech - noise) / noise) == pytest.approx(20, abs=0.7)


@pytest.mark.parametrize(("level", "delay", "reverb"), [(-12.0, 0.08, 0.0), (-25.0, 0.1535, 0.3)])
def test_the_echo_has_its_level_and_delay(level: float, delay: float, reverb: float) -> None:
    settings = RoomSettings(echo=level, echo_delay=delay, reverb=reverb)
    played = loud(4)
    sound = heard(room(settings), 4, played).astype(float)
    spectrum = np.fft.rfft(sound, 2 * len(sound)) * np.conj(np.fft.rfft(played, 2 * len(sound)))
    lag = int(np.argmax(np.fft.irfft(spectrum)))
    assert lag == round(delay * RATE)
    steady = sound[RATE:].astype(np.int16)
    assert dbfs(steady) - dbfs(played) == pytest.approx(level, abs=0.5)


def test_the_echo_drifts_as_set() -> None:
    played = loud(6)
    lags = []
    for drift in (-200.0, 200.0):
        settings = RoomSettings(echo=-6, echo_delay=0.05, echo_drift=drift)
        sound = heard(room(settings), 6, played).astype(float)[5 * RATE :]
        match = np.correlate(sound, played.astype(float)[5 * RATE : -1200], "valid")
        lags.append(int(np.argmax(match)))
    assert lags == [
        pytest.approx(0.051 * RATE + 17.6, abs=2),
        pytest.approx(0.071 * RATE - 17.6, abs=2),
    ]


def test_the_loudspeaker_saturates_as_set() -> None:
    settings = RoomSettings(noise_level=-100, echo=0, echo_delay=0, echo_limit=-20)
    sound = heard(room(settings), 1, loud(1) * 3)
    assert np.abs(sound.astype(int)).max() == pytest.approx(3277, abs=2)


def test_headphones_give_no_echo_and_the_echo_rings_out() -> None:
    assert dbfs(heard(room(RoomSettings()), 1, loud(1))) == pytest.approx(-85, abs=1)
    sound = heard(room(RoomSettings(echo=0, echo_delay=0.04, reverb=0.3)), 2, loud(1))
    assert dbfs(sound[round(1.4 * RATE) :]) == pytest.approx(-85, abs=1)


def test_block_convolution_is_convolution() -> None:
    settings = RoomSettings(noise_level=-100, echo=-6, echo_delay=0.01, reverb=0.25)
    click = np.zeros(RATE, np.int16)
    click[1000] = 20000
    response = heard(room(settings), 1, click).astype(float)
    played = loud(1) // 4
    sound = heard(room(settings), 1, played).astype(float)
    expected = np.convolve(played, response[1000:] / 20000)[:RATE]
    assert np.abs(sound - expected).max() < 0.02 * np.abs(expected).max()


def test_what_is_too_loud_is_clipped_not_wrapped() -> None:
    played = np.full(RATE, 32767, np.int16)
    sound = heard(room(RoomSettings(echo=20, echo_delay=0)), 1, played)
    assert sound.min() > 0
    assert sound.max() == 32767


def test_a_recording_is_looped_as_noise(tmp_path: Path) -> None:
    wave.write(tmp_path / "fan.wav", loud(1.5))
    settings = RoomSettings(noise=str(tmp_path / "fan.wav"), noise_level=-45)
    sound = heard(room(settings), 4)
    assert dbfs(sound) == pytest.approx(-45, abs=0.2)
    np.testing.assert_array_equal(sound[:RATE], sound[round(1.5 * RATE) :][:RATE])


def test_a_very_short_recording_is_looped_too(tmp_path: Path) -> None:
    wave.write(tmp_path / "click.wav", loud(0.005))
    settings = RoomSettings(noise=str(tmp_path / "click.wav"), noise_level=-45)
    assert len(heard(room(settings), 1)) == RATE


def test_both_tracks_are_kept() -> None:
    one = room(RoomSettings(), 0.0)
    played = loud(1)
    heard(one, 1, played)
    microphone, loudspeaker = one.tracks()
    assert len(microphone) == len(loudspeaker) == RATE
    np.testing.assert_array_equal(loudspeaker, played)
