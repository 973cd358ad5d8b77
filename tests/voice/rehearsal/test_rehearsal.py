"""Rehearsals: when they end, what they remember, and that they are the same every time."""

from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from audio.sound import SILENCE
from floe.errors import FloeError
from tests.voice.rehearsal.parrot import STARTS, Parrot, after, at, scenario, speak
from voice.notice import Subscriber
from voice.rehearsal.log import EntryKind, RehearsalLog
from voice.rehearsal.rehearsal import Rehearsal
from voice.rehearsal.room.room import Room
from voice.rehearsal.scenario.line import ActionKind
from voice.rehearsal.scenario.run import Expectation, ScenarioRun
from voice.rehearsal.scenario.scenario import Scenario

TALK = ScenarioRun(STARTS, (after("hello"), after("ask", "one")), Expectation())


def run(one: Scenario) -> RehearsalLog:
    return Rehearsal(one, speak, Parrot).run()


def test_a_conversation_goes_to_and_fro() -> None:
    (part,) = run(scenario(TALK)).parts
    assert part.ending == "Floe left"
    assert part.names(EntryKind.FLOE) == ["hello", "ask", "bye"]
    assert part.names(EntryKind.HEARD) == ["Spoken", "Spoken"]
    assert part.names(EntryKind.PHASE) == ["idle", "massaging"]
    hello, ask, _ = part.of(EntryKind.FLOE)
    first, second = part.of(EntryKind.PERSON)
    assert first.start == pytest.approx(hello.end + 0.6, abs=0.02)
    assert second.start == pytest.approx(ask.end + 0.6, abs=0.02)
    assert first.text == "one two"
    assert first.end - first.start == pytest.approx(0.8)
    assert [one.name for one in part.understood(first)] == ["Spoken"]
    assert part.length == len(part.heard) / 16000 == len(part.played) / 16000


def test_it_is_the_same_every_time() -> None:
    first, again, other = (run(scenario(TALK, seed=seed)).parts[0] for seed in (3, 3, 4))
    assert first.entries == again.entries
    assert first.heard.tobytes() == again.heard.tobytes()
    assert first.heard.tobytes() != other.heard.tobytes()


def test_it_ends_when_nothing_happens_any_more() -> None:
    part = ScenarioRun(STARTS, (after("hello"), after("never")), Expectation(), quiet=4)
    told = run(scenario(part)).parts[0]
    assert told.ending == "nothing more happened"
    last = told.of(EntryKind.FLOE)[-1]
    assert told.length == pytest.approx(last.end + 4, abs=0.1)
    assert [line.trigger.key for line in told.unsaid] == ["never"]


def test_it_waits_for_a_line_that_will_come() -> None:
    part = ScenarioRun(STARTS, (at(20), at(40, "one")), Expectation(), quiet=3)
    told = run(scenario(part)).parts[0]
    assert told.ending == "Floe left"
    assert [one.start for one in told.of(EntryKind.PERSON)] == [20, 40]


def test_it_ends_where_the_scenario_says() -> None:
    part = ScenarioRun(STARTS, (at(2, "", ActionKind.END),), Expectation())
    told = run(scenario(part)).parts[0]
    assert told.ending == "end"
    assert told.length == pytest.approx(2, abs=0.03)


def test_it_never_runs_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voice.rehearsal.rehearsal.LONGEST", 6.0)
    told = run(scenario(ScenarioRun(STARTS, (at(60),), Expectation()))).parts[0]
    assert told.ending.startswith("still going")
    assert told.length == pytest.approx(6, abs=0.03)


def test_a_power_cut_leaves_nothing_but_the_journal() -> None:
    cut = ScenarioRun(STARTS, (after("hello"), at(3.5, "", ActionKind.POWER_CUT)), Expectation())
    later = ScenarioRun(timedelta(minutes=3), (after("ask"),), Expectation())
    made: list[Parrot] = []

    def make(room: Room, folder: Path, publish: Subscriber) -> Parrot:
        made.append(Parrot(room, folder, publish))
        return made[-1]

    first, second = Rehearsal(scenario(cut, later), speak, make).run().parts
    assert first.ending == "the power was cut"
    assert first.length == pytest.approx(3.5, abs=0.03)
    interrupted = first.of(EntryKind.FLOE)[-1]
    assert (interrupted.name, interrupted.whole) == ("ask", False)
    assert interrupted.end == pytest.approx(first.length, abs=0.03)
    assert second.names(EntryKind.FLOE) == ["ask", "bye"]
    assert second.starts == STARTS + timedelta(minutes=3, seconds=first.length)
    assert len(made) == 2
    assert all(one.closed for one in made)


def test_floe_may_stay_silent() -> None:
    class Mute(Parrot):
        def step(self) -> bool:
            self._room.exchange(SILENCE)
            return True

        def _say(self) -> None: ...

    one = scenario(ScenarioRun(STARTS, (at(1),), Expectation(), quiet=2))
    (part,) = Rehearsal(one, speak, Mute).run().parts
    assert part.names(EntryKind.FLOE) == []
    assert not part.played.any()


def test_each_rehearsal_has_a_journal_of_its_own() -> None:
    one = scenario(TALK)
    assert run(one).parts[0].names(EntryKind.FLOE) == run(one).parts[0].names(EntryKind.FLOE)


def test_an_assistant_that_fails_is_closed_and_the_error_told() -> None:
    made: list[Parrot] = []

    class Broken(Parrot):
        def step(self) -> bool:
            raise FloeError("the model is gone")

    def make(room: Room, folder: Path, publish: Subscriber) -> Parrot:
        made.append(Broken(room, folder, publish))
        return made[-1]

    with pytest.raises(FloeError, match="the model is gone"):
        Rehearsal(scenario(TALK), speak, make).run()
    assert made[0].closed


def test_what_floe_plays_is_recorded() -> None:
    (part,) = run(scenario(TALK)).parts
    loud = np.flatnonzero(part.played)
    hello = part.of(EntryKind.FLOE)[0]
    assert loud[0] / 16000 == pytest.approx(hello.start, abs=0.03)
    assert part.played.any()
    assert part.heard.any()
