"""The last seconds are counted on the second, whatever is asked in between."""

from contextlib import closing
from pathlib import Path

import pytest

from voice.rehearsal.log import EntryKind
from voice.rehearsal.studio import Studio, load

SCENARIO = """\
name: countdown
description: Somebody talks into the last seconds.
voice: rms
starts: 2026-11-22T09:00:00+01:00
lines:
  - {after: greeting.first, say: start session}
  - {after: screen.raynaud, time: every, say: "no"}
  - {after: screen.cold, time: every, say: "no"}
  - {after: screen.circulation, time: every, say: "no"}
  - {after: screen.cryoglobulin, time: every, say: "no"}
  - {after: screen.nerve, time: every, say: "no"}
  - {after: screen.broken, time: every, say: "no"}
  - {after: step.ice, say: what's next}
  - {after: step.helper, say: what's next}
  - {after: step.position, say: what's next}
  - {after: step.peel, say: what's next}
  - {after: step.wet, say: what's next}
  - {after: check.ask, time: every, say: "yes"}
  - {after: coach.last, delay: 0.6, say: how many today}
  - {after: coach.count, delay: 0.1, say: the weather is nice}
  - {after: pain.ask, say: goodbye}
expect:
  said: [coach.last, massage.completed]
"""


def test_each_number_comes_within_a_tenth_of_a_second(tmp_path: Path) -> None:
    (tmp_path / "countdown.yaml").write_text(SCENARIO, encoding="utf-8")
    with closing(Studio()) as studio:
        [part] = studio.rehearse(load(str(tmp_path / "countdown.yaml"))).parts
    [ended] = [entry.start for entry in part.entries if entry.name == "ended"]
    numbers = {"Five": 5, "Four": 4, "Three": 3, "Two": 2, "One": 1}
    counted = [
        (numbers[entry.text.rstrip(".")], entry.start)
        for entry in part.entries
        if entry.kind is EntryKind.FLOE and entry.name == "coach.count"
    ]
    assert counted, "the answer takes the place of some, not of all"
    for number, at in counted:
        assert at == pytest.approx(ended - number, abs=0.1)
    assert "how many today" in [
        entry.text for entry in part.entries if entry.kind is EntryKind.HEARD
    ]
