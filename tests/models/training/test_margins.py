from pathlib import Path

import pytest

from intents.intent import IntentName as N
from intents.stakes import Stakes
from models.training.margins import Trial, choose_point, main, operating_points

TRIALS = [
    Trial(N.STOP_SESSION, ((N.STOP_SESSION, Stakes.URGENT, 2.0),), 2.0),
    Trial(N.STOP_SESSION, ((N.STOP_SESSION, Stakes.URGENT, -1.1),), 2.0),
    Trial(N.STOP_SESSION, ((N.HELP, Stakes.PLAIN, 3.0),), 2.0),
    Trial(N.HELP, (), 2.0),
    Trial("", ((N.STOP_SESSION, Stakes.URGENT, 0.6), (N.HELP, Stakes.PLAIN, -0.6)), 1800.0),
    Trial("", (), 1800.0),
]


def test_a_margin_trades_what_is_missed_for_what_is_false() -> None:
    points = {point.margin: point for point in operating_points(TRIALS, Stakes.URGENT)}
    assert str(points[-2.0].missed) == "33.3 % (6-79; 1 of 3)"
    assert points[-1.0].missed.hits == 2
    assert points[-2.0].false.hourly == pytest.approx(1.0)
    assert points[1.0].false.count == 0


def test_only_commands_of_the_kind_count() -> None:
    points = operating_points(TRIALS, Stakes.PLAIN)
    assert {point.missed.of for point in points} == {1}
    assert [point.false.count for point in points if point.margin in (-0.75, -0.5)] == [1, 0]


def test_the_dearer_a_miss_the_lower_the_margin() -> None:
    points = operating_points(TRIALS, Stakes.URGENT)
    assert choose_point(points, 10.0).margin == -1.25
    assert choose_point(points, 0.001).margin == 1.0


def test_the_tradeoff_is_drawn_with_what_was_chosen() -> None:
    pytest.importorskip("matplotlib", reason="the bench extra is not installed")
    from bench import pictures

    lines = {kind.value: [(0.0, 5.0), (3.0, 1.0)] for kind in Stakes}
    picture = pictures.tradeoff(lines, {kind.value: (3.0, 1.0) for kind in Stakes})
    assert all(kind.value in picture for kind in Stakes)
    assert "False commands in an hour" in picture


def test_a_folder_that_is_none_is_a_clear_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path)]) == 1
    assert "no manifest.tsv there" in capsys.readouterr().err
