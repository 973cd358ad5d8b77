import math

import pytest

from bench.table import Count, Rate, Table, spread


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [(8, 10, 49.0, 94.3), (0, 10, 0.0, 27.8), (10, 10, 72.2, 100.0), (500, 1000, 46.9, 53.1)],
)
def test_the_interval_is_wilsons(hits: int, of: int, low: float, high: float) -> None:
    assert Count(hits, of).interval == pytest.approx((low, high), abs=0.05)


def test_a_count_says_what_it_was_counted_on() -> None:
    assert str(Count(143, 155)) == "92.3 % (87-96; 143 of 155)"
    assert str(Count.over([])) == "none measured"
    assert math.isnan(Count(0, 0).percent)
    assert all(map(math.isnan, Count(0, 0).interval))
    assert Count.over([True, False, True]) == Count(2, 3)


@pytest.mark.parametrize(
    ("count", "low", "high"), [(0, 0, 3.69), (3, 0.62, 8.77), (10, 4.80, 18.39), (234, 205, 266)]
)
def test_the_interval_of_a_rate_is_poissons(count: int, low: float, high: float) -> None:
    assert Rate(count, 1).interval == pytest.approx((low, high), rel=0.02, abs=0.04)
    assert Rate(count, 2).interval == pytest.approx((low / 2, high / 2), rel=0.02, abs=0.04)


def test_a_rate_says_what_it_was_counted_on() -> None:
    assert str(Rate(3, 0.5)) == "6.0 (1.2-17.5; 3 in 0.50 h)"
    assert str(Rate(0, 0)) == "none measured"


def test_delays_are_in_milliseconds() -> None:
    assert spread([0.1] * 50) == "100 / 100 ms (50 heard)"
    assert spread([0.1] * 2, "prompts") == "100 / 100 ms (2 prompts)"
    assert spread([0.1]) == "none measured"


def test_the_table_is_markdown_as_it_grows(capsys: pytest.CaptureFixture[str]) -> None:
    table = Table("floe-en", " (one file in 2)")
    table.row("orders", Count(1, 2))
    assert capsys.readouterr().out == (
        "| floe-en | |\n|---|---|\n| orders (one file in 2) | 50.0 % (9-91; 1 of 2) |\n"
    )
