"""Whether a rehearsal went as its scenario expects."""

from collections.abc import Iterable, Iterator, Sequence

from voice.errors import RehearsalFailed
from voice.rehearsal.log import EntryKind, RehearsalLog, RunLog
from voice.rehearsal.scenario.run import Expectation
from voice.rehearsal.scenario.scenario import Scenario

_NAMED = 5
"""How many lines that never had their turn are named; the others mostly follow from those."""


def judge(scenario: Scenario, log: RehearsalLog) -> None:
    """Compare what happened with what was expected.

    Raises:
        RehearsalFailed: not all of it happened; a line for each difference.
    """
    several = len(scenario.runs) > 1
    failures: list[str] = []
    for number, (part, told) in enumerate(zip(scenario.runs, log.parts, strict=True), 1):
        where = f"part {number}: " if several else ""
        failures += [where + failure for failure in _part(part.expect, told)]
    failures += _expected(scenario.expect, log.parts)
    if failures:
        raise RehearsalFailed(
            "\n".join([f"{scenario.name}: not as expected", *(f"  {one}" for one in failures)])
        )


def _part(expect: Expectation, part: RunLog) -> Iterator[str]:
    unsaid = [line for line in part.unsaid if not line.maybe]
    for line in unsaid[:_NAMED]:
        trigger = line.trigger
        when = f"{trigger.kind} {trigger.key or f'{trigger.delay:g}'}"
        times = f", time {trigger.nth}" if trigger.nth > 1 else ""
        yield f"line {line.number} ({when}{times}) never had its turn; {part.ending}"
    if unsaid[_NAMED:]:
        yield f"nor had {len(unsaid) - _NAMED} more lines"
    if part.ending.startswith("still going"):
        yield part.ending
    for failed in part.of(EntryKind.FAILED):
        yield f"{failed.start:.1f} s: {failed.name}: {failed.text}"
    yield from _expected(expect, [part])


def _expected(expect: Expectation, parts: Sequence[RunLog]) -> Iterator[str]:
    for what, kind, wanted, unwanted in (
        ("heard", EntryKind.HEARD, expect.heard, expect.not_heard),
        ("said", EntryKind.FLOE, expect.said, expect.not_said),
        ("event", EntryKind.EVENT, expect.events, ()),
    ):
        found = [name for part in parts for name in part.names(kind)]
        missing = _first_missing(wanted, found)
        if missing is not None:
            yield f"{what}: no {missing} at its place; there were: {', '.join(found) or 'none'}"
        yield from (f"{what}: {name} should not be" for name in unwanted if name in found)
    phases = parts[-1].names(EntryKind.PHASE) or ["none"]
    if expect.phase is not None and phases[-1] != expect.phase:
        yield f"phase: ended in {phases[-1]}, not in {expect.phase}"
    if expect.ice is not None:
        low, high = expect.ice
        ice = sum(part.ice() for part in parts)
        if not low <= ice <= high:
            yield f"ice: {ice:.1f} s, not {low:g} to {high:g}"


def _first_missing(wanted: Iterable[str], found: Iterable[str]) -> str | None:
    """Return the first of ``wanted`` that is not in ``found``, in that order."""
    rest = iter(found)
    return next((name for name in wanted if name not in rest), None)
