from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from audio.sound import RATE, SILENCE
from intents.library import Intents
from models.errors import ModelBroken
from models.folder import REQUIRED, ModelFolder
from models.store import BUNDLED, Store
from tests.speech import blocks, say
from voice.errors import RecognizerError
from voice.recognizer.command_recognizer import CommandRecognizer


@pytest.fixture(scope="module")
def recognizer(tmp_path_factory: pytest.TempPathFactory) -> CommandRecognizer:
    return CommandRecognizer(
        Store().find(BUNDLED), Intents.load(), tmp_path_factory.mktemp("graphs")
    )


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("start session", "StartSession"),
        ("what's next", "NextStep"),
        ("my skin is numb", "ReportNumb"),
        ("my legs are numb", "ReportEmergency"),
        ("stop", "StopSession"),
        ("how many today", "CountToday"),
        ("my pain is six", "ReportPain"),
    ],
)
def test_commands_are_heard(recognizer: CommandRecognizer, text: str, intent: str) -> None:
    sound = say(text)
    heard = [each.intent for each in recognizer.hear(blocks(sound)) if each.intent]
    assert [each.name for each in heard] == [intent]
    speech_ends = len(sound) / RATE - 1.0
    assert 0.3 < heard[0].start < heard[0].end <= speech_ends + 0.2
    assert heard[0].end <= heard[0].decided < len(sound) / RATE


def test_stop_is_decided_before_the_silence_is_long(recognizer: CommandRecognizer) -> None:
    sound = say("stop")
    [heard] = [each.intent for each in recognizer.hear(blocks(sound)) if each.intent]
    assert heard.decided < len(sound) / RATE - 1.0 + 0.5


def test_several_in_a_row_keep_the_recordings_time(recognizer: CommandRecognizer) -> None:
    first, second = say("next step", "rms"), say("how many today", "rms")
    sound = np.concatenate([first, second])
    heard = [each.intent for each in recognizer.hear(blocks(sound)) if each.intent]
    assert [each.name for each in heard] == ["NextStep", "CountToday"]
    assert heard[1].start > len(first) / RATE


@pytest.mark.parametrize(
    "text",
    [
        "the weather tomorrow will be mostly cloudy with some light rain",
        "he bought a new car for his mother last year",
        "the committee published its annual report on farming",
    ],
)
def test_other_speech_is_no_command(recognizer: CommandRecognizer, text: str) -> None:
    assert [each.intent for each in recognizer.hear(blocks(say(text))) if each.intent] == []


def test_the_same_sound_is_heard_the_same_each_time(recognizer: CommandRecognizer) -> None:
    sound = list(blocks(say("the cup is in the freezer next to the bread")))
    first, second = ([each.utterance for each in recognizer.hear(sound)] for _ in range(2))
    assert first == second != []


def test_silence_is_nothing(recognizer: CommandRecognizer) -> None:
    assert list(recognizer.hear([SILENCE] * 50 * 60)) == []
    assert list(recognizer.hear([])) == []


def test_an_hour_of_silence_leaves_it_listening(recognizer: CommandRecognizer) -> None:
    def hour() -> Iterator[bytes]:
        for _ in range(3600):
            yield from [SILENCE] * 50
        yield from blocks(say("stop"))

    heard = [each.intent for each in recognizer.hear(hour()) if each.intent]
    assert [each.name for each in heard] == ["StopSession"]
    assert heard[0].start > 3600


@pytest.mark.parametrize("name", REQUIRED)
def test_a_damaged_model_is_a_clear_error(tmp_path: Path, name: str) -> None:
    source = Store().find(BUNDLED)
    for file in source.files():
        target = tmp_path / "model" / file.relative_to(source.path)
        target.parent.mkdir(parents=True, exist_ok=True)
        if file.name != "SHA256SUMS":
            target.symlink_to(file)
    (tmp_path / "model" / name).unlink()
    with pytest.raises(ModelBroken, match=name):
        CommandRecognizer(ModelFolder(tmp_path / "model"), Intents.load(), tmp_path / "cache")


def test_a_model_that_libvosk_turns_down(tmp_path: Path) -> None:
    source = Store().find(BUNDLED)
    for file in source.files():
        target = tmp_path / "model" / file.relative_to(source.path)
        target.parent.mkdir(parents=True, exist_ok=True)
        if file.name != "SHA256SUMS":
            target.write_bytes(file.read_bytes())
    network = tmp_path / "model/am/final.mdl"
    network.write_bytes(network.read_bytes()[:5000])
    with pytest.raises(RecognizerError, match="libvosk cannot load this model"):
        CommandRecognizer(ModelFolder(tmp_path / "model"), Intents.load(), tmp_path / "cache")


@pytest.mark.parametrize(
    "text",
    [
        "may i have a large americano with some milk please",
        "what is next to the post office in your street",
        "how many apples did your mother buy this morning",
    ],
)
def test_other_speech_that_begins_like_a_command_is_none(
    recognizer: CommandRecognizer, text: str
) -> None:
    assert [each.intent for each in recognizer.hear(blocks(say(text))) if each.intent] == []
