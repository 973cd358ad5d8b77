"""A few minutes of the day in a house, and how the count of what was lost would show it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from audio.sound import BLOCK, RATE, SILENCE
from bench.corpus import Corpus
from bench.soak.__main__ import main
from bench.soak.house import House
from bench.soak.tally import drift, lost
from tests.voice.session.talk import Talk
from voice.session.event import Event, EventKind

STARTS = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def test_the_house_is_the_same_each_time_and_keeps_time(speech: Path) -> None:
    files = Corpus(speech).files
    heard = []
    for _ in range(2):
        house = House(files, STARTS, seed=1)
        house.say(np.full(3 * BLOCK // 2, 9_000, np.float32))
        heard.append([house.exchange(SILENCE) for _ in range(1_000)])
        assert house.clock() == 1_000 * BLOCK / RATE
        assert house.date() - STARTS == timedelta(seconds=20)
    assert heard[0] == heard[1]
    levels = [np.abs(np.frombuffer(block, np.int16)).max() for block in heard[0]]
    assert levels[0] > 8_000 < levels[1]
    assert max(levels[2:100]) < 100, "nobody speaks any more"


def test_floe_is_heard_in_the_house(speech: Path) -> None:
    house = House(Corpus(speech).files, STARTS, seed=1)
    loud = np.full(BLOCK, 20_000, np.int16).tobytes()
    levels = [np.abs(np.frombuffer(house.exchange(loud), np.int16)).max() for _ in range(20)]
    assert levels[-1] > 300
    assert levels[0] < 100


def test_what_is_lost_shows() -> None:
    talk = Talk().massage()
    talk.wait(30)
    events = list(talk.events)
    progress = next(event for event in events if event.kind is EventKind.PROGRESS)
    assert lost(events, [event for event in events if event is not progress]) == 0
    begun = next(event for event in events if event.kind is EventKind.BEGUN)
    assert lost(events, [event for event in events if event is not begun]) == 1


def test_a_clock_that_drifts_shows() -> None:
    def at(seconds: float, kind: EventKind, **values: float) -> Event:
        return Event(kind, STARTS + timedelta(seconds=seconds), values)

    events = [
        at(0, EventKind.BEGUN),
        at(20, EventKind.PAUSED, ice=20.0),
        at(30, EventKind.RESUMED),
        at(40, EventKind.ENDED, ice=30.5),
    ]
    assert drift(events) == pytest.approx(0.5)


def test_a_session_in_the_house(speech: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(speech), "--hours", "0.03", "--every", "40"]) == 0
    out = capsys.readouterr().out
    (row,) = (line for line in out.splitlines() if line.startswith("| 1 |"))
    prompts, commands = (int(cell) for cell in row.split("|")[5:7])
    assert prompts > 3
    assert commands > 1
    assert "- failures: none" in out
    assert "- events saved and not in the journal: 0" in out


def test_no_recordings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 1
    assert capsys.readouterr().err.startswith("bench: ")
