import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from audio.sound import RATE
from tests.acceptance.user import FLOE, User
from tests.speech import say
from voice.cli import main

RECORDINGS = Path(__file__).parents[1] / "recordings"
KEYS = ["file", "start", "end", "decided", "text", "intent", "slots"]


def _objects(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def _expected() -> dict[str, list[list[object]]]:
    table: dict[str, list[list[object]]] = json.loads(
        (RECORDINGS / "expected.json").read_text(encoding="utf-8")
    )
    return table


@pytest.mark.parametrize("name", sorted(_expected()))
def test_the_test_recordings_give_the_right_intents(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(RECORDINGS / name)
    assert main(["hear", "--json", file]) == 0
    found = _objects(capsys.readouterr().out)
    assert [[one["intent"], one["slots"]] for one in found] == _expected()[name]
    for one in found:
        assert list(one) == KEYS
        assert one["file"] == file
    times = [one[key] for one in found for key in ("start", "end", "decided")]
    assert times == sorted(times)  # type: ignore[type-var]


def test_all_shows_what_was_turned_down(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hear", "--json", "--all", str(RECORDINGS / "chatter.opus")]) == 0
    found = _objects(capsys.readouterr().out)
    assert found
    assert {one["intent"] for one in found} == {None}


@pytest.mark.parametrize("rate", [8_000, 44_100, 48_000])
@pytest.mark.parametrize("channels", [1, 2])
def test_other_rates_and_stereo_are_converted(
    tmp_path: Path, rate: int, channels: int, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "command.wav"
    sound = soxr.resample(say("start session", "rms") / np.float32(32768), RATE, rate)
    soundfile.write(file, np.stack([sound] * channels, axis=1), rate)
    assert main(["hear", "--json", str(file)]) == 0
    assert [one["intent"] for one in _objects(capsys.readouterr().out)] == ["StartSession"]


def test_one_bad_file_does_not_keep_the_others_from_being_heard(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = tmp_path / "good.flac"
    soundfile.write(good, say("what's next"), RATE)
    bad = tmp_path / "bad.wav"
    bad.write_text("no sound", encoding="utf-8")
    assert main(["hear", "--json", str(bad), str(tmp_path / "none.wav"), str(good)]) == 1
    printed = capsys.readouterr()
    assert [one["intent"] for one in _objects(printed.out)] == ["NextStep"]
    assert len(printed.err.splitlines()) == 3
    assert str(bad) in printed.err
    assert "Traceback" not in printed.err


def test_another_intents_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    intents = tmp_path / "lamp.yaml"
    intents.write_text(
        "language: en\nintents:\n  Lamp:\n    data:\n"
        '      - sentences: ["turn the light {state}"]\n'
        "lists:\n  state:\n    values: [{in: 'on', out: 1}, {in: 'off', out: 0}]\n",
        encoding="utf-8",
    )
    file = tmp_path / "lamp.wav"
    soundfile.write(file, say("turn the light off"), RATE)
    assert main(["hear", "--json", "--intents", str(intents), str(file)]) == 0
    [found] = _objects(capsys.readouterr().out)
    assert (found["intent"], found["slots"]) == ("Lamp", {"state": 0})


def test_what_answers_a_question_is_heard_more_readily(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "yes.wav"
    soundfile.write(file, say("yes"), RATE)
    assert main(["hear", "--json", "--phase", "checking", str(file)]) == 0
    [found] = _objects(capsys.readouterr().out)
    assert (found["text"], found["intent"]) == ("yes", "Yes")


def test_understand_prints_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["understand", "--json", "Make it 9 minutes!"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "text": "Make it 9 minutes!",
        "intent": "SetDuration",
        "slots": {"minutes": 9},
    }
    assert main(["understand", "--json", "the", "bus", "stop"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "text": "the bus stop",
        "intent": None,
        "slots": {},
    }


def test_understand_reads_lines(tmp_path: Path) -> None:
    user = User(tmp_path / "home", tmp_path / "cache")
    lines = b"stop\n\n  my skin is numb \r\nthe bus \xff stop\nmake it nine minutes"
    done = subprocess.run(
        [*FLOE, "understand"], env=user.env, input=lines, capture_output=True, check=True
    )
    assert done.stdout.split(b"\n") == [
        b"StopSession", b"ReportNumb", b"no command", b"SetDuration minutes=9", b""
    ]  # fmt: skip
    done = subprocess.run(
        [*FLOE, "understand", "--json"], env=user.env, input=b"", capture_output=True, check=True
    )
    assert done.stdout == b""


@pytest.mark.parametrize(
    "arguments",
    [
        ["hear"],
        ["models"],
        ["dance"],
        ["hear", "--loud", "x.wav"],
        ["hear", "--phase", "tea", "x.wav"],
    ],
)
def test_wrong_usage_is_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage: floe" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["hear", "--intents", "none.yaml", "x.wav"], "none.yaml: no such file"),
        (["hear", "--model", "huge", "x.wav"], "no model called huge"),
        (["understand", "--intents", "none.yaml", "stop"], "none.yaml: no such file"),
        (["rehearse", "none-such"], "none-such"),
        (["models", "use", "huge"], "no model called huge"),
        (["models", "install", "none.zip"], "none.zip: no such file"),
    ],
)
def test_failures_are_one_line_and_1(
    arguments: list[str], problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 1
    printed = capsys.readouterr().err
    assert problem in printed
    assert printed.startswith("floe: ")
    assert printed.count("\n") <= 2
