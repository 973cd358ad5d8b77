"""Measures false commands: how often speech that is not for Floe is taken for a command."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from audio import wave
from audio.block import to_blocks
from audio.sound import RATE
from bench.run import Run
from bench.systems import recognizer
from bench.table import Rate
from intents.intent import ANSWERS, Intent
from intents.situation import Situation, useless
from intents.understanding import Verdict
from voice.comprehension import Comprehension

_TOGETHER = 20
"""How many recordings are joined to one stream."""
_MOMENTS: Mapping[Situation, str] = {
    Situation.IDLE: "nothing going on",
    Situation.MASSAGING: "with the ice on",
}
"""The situations in which what is no command is weighed, too."""


@dataclass(frozen=True, slots=True)
class _Taken:
    """What was taken to be meant for Floe in a stream of recordings."""

    intents: Sequence[Intent]
    """The commands that the ear heard."""
    beyond: Mapping[Situation, int]
    """How often what it heard as no command was acted on."""
    seconds: float


def measure(run: Run) -> None:
    """Print the false commands of each source with their texts, and how many come in an hour."""
    minded, beyond = 0, Counter[Situation]()
    for source, files in run.corpus.other_speech.items():
        chosen = run.some(files)
        batches = [chosen[at : at + _TOGETHER] for at in range(0, len(chosen), _TOGETHER)]
        outcomes = run.pool.map(partial(_taken, run.model.path), batches)
        intents = [intent for outcome in outcomes for intent in outcome.intents]
        taken = Counter(intent.text for intent in intents)
        minded += sum(not _answers(intent) for intent in intents)
        for outcome in outcomes:
            beyond.update(outcome.beyond)
        hours = sum(outcome.seconds for outcome in outcomes) / 3600
        run.results.false[source] = Rate(taken.total(), hours)
        which = ", ".join(f"{text} ({n})" for text, n in taken.most_common(4)) or "none"
        run.table.row(
            f"false commands, {source}, {60 * hours:.0f} min", f"{taken.total()}: {which}"
        )
    rates = run.results.false.values()
    total = Rate(sum(rate.count for rate in rates), sum(rate.hours for rate in rates))
    run.table.row("false commands per hour, all of it", total)
    run.table.row("the same while Floe asks nothing", Rate(minded, total.hours))
    for situation, name in _MOMENTS.items():
        run.table.row(
            f"taken beyond the commands per hour, {name}", Rate(beyond[situation], total.hours)
        )


def _answers(intent: Intent) -> bool:
    """Return whether ``intent`` does nothing unless Floe has asked: yes, no, or a number alone."""
    return intent.name in ANSWERS or bool(intent.slots.get("bare"))


def _taken(model: Path, files: Sequence[Path]) -> _Taken:
    """Return what is heard in a stream of recordings, and taken to be meant for Floe."""
    samples = np.concatenate([wave.read(file) for file in files])
    ear = recognizer(model)
    heard = list(ear.hear(to_blocks(samples)))
    beyond = Counter[Situation]()
    for situation in _MOMENTS:
        comprehension = Comprehension(ear.understanding)
        for result in heard:
            meaning = comprehension.comprehend(result, situation, useless(situation))
            beyond[situation] += result.intent is None and meaning.verdict is Verdict.ACT
    intents = [result.intent for result in heard if result.intent]
    return _Taken(intents, beyond, len(samples) / RATE)
