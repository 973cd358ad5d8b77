import re
import sys
from pathlib import Path

import pytest

from bench import bargein, commands, comparison, cost, dialogues, orders, rejection
from bench.__main__ import main
from bench.condition import CLEAN, RATIOS, ListeningCondition
from bench.echo_control import AEC3, BARE, HALF_DUPLEX
from bench.run import Run
from bench.systems import FLOE, LIBVOSK
from tests.bench.conftest import needs

A_FEW = 233
"""Commands that are left out between two that are said: four remain, in four voices."""


def rows(run: Run) -> dict[str, str]:
    return dict(run.table.rows)


def test_orders(run: Run) -> None:
    orders.measure(run)
    found = rows(run)
    assert found["coffee orders accepted, clean, all"].endswith("of 2)")
    assert found["coffee orders accepted, clean, test half"].endswith("1 of 1)")
    for ratio in RATIOS:
        for kind in ("household noise", "babble", "room, household noise"):
            assert f"coffee orders accepted, {kind} {ratio} dB, test half" in found
    mean = found["coffee orders accepted, babble, mean of 24 to 6 dB, test half"]
    assert mean.endswith("(of 4 times 1)")
    assert len(run.results.acceptance) == 2 + 3 * len(RATIOS)
    assert run.results.acceptance[CLEAN].of == 1
    assert ListeningCondition(room=True) in run.results.acceptance


def test_own_commands(run: Run) -> None:
    needs("flite", "espeak-ng")
    run.every = A_FEW
    commands.measure(run)
    found = rows(run)
    for label in ("own commands", "own commands, household noise 12 dB", "own commands, room"):
        assert found[f"{label}, all held-out voices"].endswith("of 4)")
        assert f"{label}, flite slt" in found
    for word in ("stop", "numb", "emergency"):
        assert f'"{word}" missed, clean' in found
    assert set(run.results.delays) == {"all commands", "stop, pause, numb, emergency"}
    right = sum(outcome.right for outcome in commands.heard(run, FLOE, CLEAN))
    assert len(run.results.delays["all commands"]) == right
    assert len(run.notes) == 4 - right
    assert all(0 < delay < 2 for delay in run.results.delays["all commands"])


def test_rejection(run: Run) -> None:
    rejection.measure(run)
    assert set(run.results.false) == {"librispeech", "wake-words", "coffee-orders test half"}
    total = sum(rate.count for rate in run.results.false.values())
    assert f"; {total} in 0.00 h)" in rows(run)["false commands per hour, all of it"]


def test_the_comparison(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    needs("flite", "espeak-ng")
    monkeypatch.setitem(sys.modules, "pocketsphinx", None)
    run.every = A_FEW
    comparison.measure(run)
    found = rows(run)
    clean = "coffee orders, clean, test half"
    assert found[f"{clean}: Floe"].endswith("1 of 1)")
    assert found[f"{clean}: PocketSphinx"] == "not measured: pocketsphinx is not installed"
    assert set(run.results.comparison[clean]) == {FLOE, LIBVOSK}
    assert any(f"{LIBVOSK}, " in name and "sentences and [unk]" in name for name in found)
    assert found["Rhino on coffee orders, mean of 24 to 6 dB"] == (
        "97.6 % (published, not measured)"
    )


ALONE = r"commands / interruptions by \d prompts, nobody talks: Floe"


def test_the_cost(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cost, "_STARTS", 2)
    monkeypatch.setattr(cost, "_EVENTS", 20)
    cost.measure(run)
    found = rows(run)
    assert float(found["real-time factor of the ear, one core"].split()[0]) > 0
    assert found["resident memory of the ear"].split()[1] in ("MB", "measured:")
    assert found["process start to listening, median"].endswith(" s (2 starts)")


def test_talking_over_prompts(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    needs("flite", "espeak-ng")
    monkeypatch.setattr(dialogues, "_TURNS", 1)
    monkeypatch.setattr(dialogues, "_ALONE", 1)
    run.every = A_FEW
    bargein.measure(run)
    found = rows(run)
    assert found["commands in simulated rooms, no prompt"].endswith("of 1)")
    for echo in (
        "echo 0 dB",
        "echo +10 dB",
        "echo 0 dB, 50 ppm drift",
        "echo +10 dB, 100 ppm drift",
    ):
        assert "of 1)" in found[f"commands over a prompt, {echo}: Floe"]
    for name in (BARE, HALF_DUPLEX, AEC3):
        assert "of 1)" in found[f"commands over a prompt, echo +10 dB: {name}"]
    assert found["stop and numb over a prompt, echo +10 dB, within two tries"].endswith("of 1)")
    [alone] = [name for name in found if re.fullmatch(ALONE, name)]
    assert found[alone].endswith(" min")
    cost = found["real-time factor of the echo path while Floe talks, one core"]
    assert 0 < float(cost.split()[0]) < 1
    assert set(run.results.bargein) == {"echo 0 dB", "echo +10 dB", "echo -10 dB"}
    assert [*run.results.bargein["echo +10 dB"]] == [FLOE, BARE, HALF_DUPLEX, AEC3]
    assert all(0 < each < 10 for each in run.results.silence["at the microphone"])


def test_the_command_prints_a_table_and_writes_the_page(
    speech: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("matplotlib")
    out = tmp_path / "new" / "folder"
    arguments = [str(speech), "--only", "rejection", "--quick", "1", "--workers", "1"]
    assert main([*arguments, "--out", str(out)]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("| floe-en | |\n|---|---|\n| false commands, librispeech, ")
    assert printed.rstrip().endswith("bench.html")
    assert (out / "bench.html").stat().st_size > 10_000


def test_a_quick_run_says_so_in_each_row(speech: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(speech), "--only", "rejection", "--quick", "2", "--workers", "1"]) == 0
    table = capsys.readouterr().out.splitlines()[2:]
    assert table
    assert all("(one file in 2) |" in row for row in table)


def test_a_missing_folder_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 1
    said = capsys.readouterr()
    assert said.err == f"bench: {tmp_path}: no manifest.tsv there; give the folder of recordings\n"
    assert said.out == ""


def test_a_missing_recording_is_one_line_before_anything_is_measured(
    speech: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "coffee-orders").mkdir()
    for name in ("manifest.tsv", "coffee-orders/labels.json"):
        (tmp_path / name).write_bytes((speech / name).read_bytes())
    assert main([str(tmp_path), "--workers", "1"]) == 1
    said = capsys.readouterr()
    assert said.err.startswith(f"bench: {tmp_path}")
    assert said.err.endswith("no such file\n")
    assert said.out == ""


@pytest.mark.parametrize("wrong", [["--quick", "0"], ["--workers", "x"], ["--only", "all"]])
def test_wrong_usage(wrong: list[str], speech: Path) -> None:
    with pytest.raises(SystemExit) as error:
        main([str(speech), *wrong])
    assert error.value.code == 2
