from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from audio.gain import ENOUGH, GainControl
from audio.level import LevelFault
from audio.sound import BLOCK_SECONDS, RATE, SILENCE
from intents.library import Intents
from models.store import Store
from tests.speech import blocks, voices
from voice.recognizer.command_recognizer import CommandRecognizer

Samples = NDArray[np.float64]
SAID = "my skin is numb"
COMMANDS = {
    "start session": "StartSession",
    "what's next": "NextStep",
    SAID: "ReportNumb",
    "how many today": "CountToday",
    "one more minute": "AddTime",
    "hold on": "Pause",
}


def noise(seconds: float, level: float, seed: int = 1) -> Samples:
    """Steady noise of ``level`` dBFS."""
    return np.random.default_rng(seed).normal(0, 32_768 * 10 ** (level / 20), int(seconds * RATE))


def speech(level: float, text: str = SAID) -> Samples:
    """A person who speaks at ``level`` dBFS, measured as ITU-T P.56 does, nearly."""
    spoken = voices()(text, "slt").astype(float)
    power = np.mean(spoken[: len(spoken) // 320 * 320].reshape(-1, 320) ** 2, axis=1)
    active = np.mean(power[power > power.max() * 10**-1.59])
    return np.asarray(spoken * 32_768 * 10 ** (level / 20) / np.sqrt(active))


def spoken(level: float, floor: float, text: str = SAID) -> Samples:
    """Say it over a room's noise, with a pause before and after."""
    said = np.concatenate([np.zeros(RATE), speech(level, text), np.zeros(RATE)])
    return said + noise(len(said) / RATE, floor)[: len(said)]


def hear(control: GainControl, sound: Samples) -> Samples:
    """Return what the ear is given."""
    whole = np.clip(np.rint(sound), -32_768, 32_767).astype(np.int16)
    given = b"".join(control.feed(block) for block in blocks(whole))
    return np.frombuffer(given, np.int16).astype(float)


def loud(samples: Samples) -> float:
    """Return the level of a stretch in dBFS."""
    return float(10 * np.log10(np.mean(samples**2) / 2**30))


@pytest.mark.parametrize("spoke", [-58, -50, -40, -20])
def test_speech_and_noise_are_measured(spoke: float) -> None:
    control = GainControl()
    hear(control, spoken(spoke, -80))
    assert control.speech == pytest.approx(spoke, abs=1.5)
    assert control.noise == pytest.approx(-80, abs=1)
    assert control.clipped == 0


def test_faint_speech_is_brought_up() -> None:
    control = GainControl()
    for _ in range(3):
        hear(control, spoken(-52, -85))
    given = hear(control, spoken(-52, -85))
    assert control.gain == pytest.approx(26, abs=2)
    assert loud(given[RATE : RATE + len(speech(-52))]) == pytest.approx(-27, abs=3)


def test_speech_that_is_loud_enough_is_left_as_it_is() -> None:
    sound = np.rint(np.concatenate([spoken(ENOUGH + 1, -80), spoken(-12, -60)]))
    assert np.array_equal(hear(GainControl(), sound), sound[: len(sound) // 320 * 320])


@pytest.mark.parametrize(
    "sound",
    [
        noise(20, -60),
        np.concatenate([noise(6, -85), noise(10, -55)]),
        np.concatenate([noise(1, -85), noise(0.06, -50), noise(1, -85)]),
        np.concatenate([noise(6, -85), np.linspace(0.03, 1, 10 * RATE) * noise(10, -50)]),
    ],
    ids=["steady", "begins", "a knock", "swells"],
)
def test_noise_alone_is_never_brought_up(sound: Samples) -> None:
    control = GainControl()
    hear(control, sound)
    assert control.gain == 0


def test_a_gain_never_makes_the_room_loud_or_clips() -> None:
    control = GainControl()
    for _ in range(4):
        hear(control, spoken(-46, -65))
    assert control.gain == pytest.approx(15, abs=1)
    assert np.abs(hear(control, speech(-14))).max() <= 29_000
    assert control.gain < 1, "it goes down at once"


def test_perfect_silence_stays_and_says_nothing() -> None:
    control = GainControl()
    hear(control, spoken(-50, -80))
    before = control.noise
    assert {control.feed(SILENCE) for _ in range(500)} == {SILENCE}
    assert control.noise == before


@pytest.mark.parametrize(
    ("sound", "fault"),
    [
        (lambda: spoken(-28, -70), None),
        (lambda: spoken(-50, -80), None),
        (lambda: spoken(-60, -85), LevelFault.FAINT),
        (lambda: spoken(-3, -60), LevelFault.LOUD),
        (lambda: np.clip(spoken(-12, -60), -6000, 6000) * 5.5, LevelFault.LOUD),
        (lambda: spoken(-30, -35), LevelFault.NOISY),
    ],
)
def test_what_is_wrong_is_said_the_second_time_and_once(
    sound: Callable[[], Samples], fault: LevelFault | None
) -> None:
    control, found = GainControl(), []
    for _ in range(4):
        heard = sound()
        hear(control, heard)
        length = len(heard) / RATE
        found.append(control.utterance_fault(length - 1, 1 - BLOCK_SECONDS))
    assert found == [None, fault, None, None]


def test_another_microphone_begins_anew_and_nothing_is_told_again() -> None:
    control = GainControl()
    for found in (None, LevelFault.FAINT):
        hear(control, spoken(-60, -85))
        assert control.utterance_fault(2, 1) is found
    assert control.gain > 10
    control.reset()
    assert (control.gain, control.speech) == (0, None)
    for _ in range(3):
        hear(control, spoken(-60, -85))
        assert control.utterance_fault(2, 1) is None


def test_an_utterance_that_is_forgotten_or_empty_has_no_fault() -> None:
    control = GainControl()
    assert control.utterance_fault(2, 1) is None
    hear(control, spoken(-60, -85))
    assert control.utterance_fault(1, 1) is None


def test_the_gain_serves_recognition() -> None:
    ear = CommandRecognizer(Store().current(), Intents.load())

    def understood(control: GainControl | None) -> int:
        ear.restart()
        names = []
        for text in COMMANDS:
            whole = np.rint(spoken(-54, -80, text)).astype(np.int16)
            for block in blocks(whole):
                heard = ear.feed(control.feed(block) if control else block)
                names += [heard.intent.name] if heard and heard.intent else []
        return sum(name in names for name in COMMANDS.values())

    assert understood(GainControl()) >= understood(None) + 3
