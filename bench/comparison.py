"""Compares Floe's recogniser with others that one might use instead, on the same sound."""

from pathlib import Path

from bench import commands, orders
from bench.condition import CLEAN, ListeningCondition
from bench.noise import KINDS
from bench.phrases import phrases
from bench.run import COFFEE, Run
from bench.systems import FLOE, LIBVOSK, RIVALS, reason_missing
from bench.table import Count
from floe.document import Document
from intents.library import Intents

_PUBLISHED = Path(__file__).parent / "published.yaml"
"""Figures that others have published, with their sources."""
_ORDERS = (CLEAN, ListeningCondition(KINDS[0], 12), ListeningCondition(KINDS[0], 6))
"""What the coffee orders are heard in."""


def measure(run: Run) -> None:
    """Print what each system accepts, and what is published about others."""
    for condition in _ORDERS:
        for name in (FLOE, *RIVALS):
            _row(run, f"coffee orders, {condition.name}, test half", name, condition)
    for name in (FLOE, *RIVALS):
        _row(run, "own commands, clean, all held-out voices", name, None)
    for name, percent in published().items():
        run.table.row(
            f"{name} on coffee orders, mean of 24 to 6 dB",
            f"{percent} % (published, not measured)",
            of_files=False,
        )


def published() -> dict[str, float]:
    """Return the published shares of coffee orders accepted, in percent, by system."""
    percent: dict[str, float] = Document.load(_PUBLISHED).data["percent"]
    return percent


def _row(run: Run, sounds: str, name: str, orders_in: ListeningCondition | None) -> None:
    """Print what the system ``name`` accepts of the coffee orders, or of Floe's own commands.

    ``orders_in`` is what the orders are heard in; None measures Floe's own commands instead.
    """
    label = f"{sounds}: {name}"
    if name == LIBVOSK:
        intents = Intents.load(COFFEE if orders_in else None)
        label += f", {len(phrases(intents.grammar))} sentences and [unk]"
    if reason := reason_missing(name):
        run.table.row(label, reason)
        return
    if orders_in:
        count = orders.accepted(run, name, orders_in)
    else:
        count = Count.over(outcome.right for outcome in commands.heard(run, name, CLEAN))
    run.results.comparison.setdefault(sounds, {})[name] = count
    run.table.row(label, count)
