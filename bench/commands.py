"""Measures how many of Floe's own commands are accepted, and how soon each is decided.

They are spoken by synthetic voices that the models were not trained on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial

from bench import voices
from bench.condition import CLEAN, ListeningCondition
from bench.noise import KINDS
from bench.run import COMMANDS, BenchJob, Run
from bench.systems import FLOE, system
from bench.table import Count, spread
from floe.document import Document
from intents.intent import ANSWERS, URGENT, IntentName

_CONDITIONS = (CLEAN, ListeningCondition(KINDS[0], 12), ListeningCondition(room=True))
"""What the commands are heard in: quiet, household noise, a room."""
_MISSED = {
    "stop": IntentName.STOP_SESSION,
    "numb": IntentName.REPORT_NUMB,
    "emergency": IntentName.REPORT_EMERGENCY,
}
"""The intents of which the missed ones are counted, by their names in the table."""


@dataclass(frozen=True)
class SpokenCommand:
    """One sentence in one voice, and what it means."""

    synthesiser: str
    voice: str
    text: str
    name: str
    """The name of the intent."""


@dataclass(frozen=True)
class CommandOutcome:
    """What a system understood of a command."""

    command: SpokenCommand
    names: tuple[str, ...]
    """The names of the intents that were accepted."""
    texts: tuple[str, ...]
    """What was recognised, for each of them."""
    delay: float
    """Seconds from the end of the last word to the first decision; measured of Floe alone."""

    @property
    def right(self) -> bool:
        """Whether the intent that was meant was accepted, and no other."""
        return self.names == (self.command.name,)


def measure(run: Run) -> None:
    """Print which shares of `commands.yaml` are understood, what is missed, and the delays."""
    for condition in _CONDITIONS:
        _shares(run, condition)
    outcomes = heard(run, FLOE, CLEAN)
    for word, name in _MISSED.items():
        misses = Count.over(name not in o.names for o in outcomes if o.command.name == name)
        run.table.row(f'"{word}" missed, clean', misses)
    urgent = [o.delay for o in outcomes if o.right and o.command.name in URGENT]
    delays = [o.delay for o in outcomes if o.right]
    run.table.row("decided after the last word, median / 95th", spread(delays))
    run.table.row("the same for stop, pause, numb and emergency", spread(urgent))
    run.results.delays = {"all commands": delays, "stop, pause, numb, emergency": urgent}
    for outcome in outcomes:
        if not outcome.right:
            taken = " + ".join(outcome.texts) or "nothing"
            run.notes.append(f"{outcome.command.voice}: {outcome.command.text} -> {taken}")


def _shares(run: Run, condition: ListeningCondition) -> None:
    outcomes = heard(run, FLOE, condition)
    label = "own commands" if condition == CLEAN else f"own commands, {condition.name}"
    for synthesiser, voice in voices.HELD_OUT:
        of_voice = [o.right for o in outcomes if o.command.voice == voice]
        run.table.row(f"{label}, {synthesiser} {voice}", Count.over(of_voice))
    run.table.row(f"{label}, all held-out voices", Count.over(o.right for o in outcomes))


@cache
def heard(run: Run, name: str, condition: ListeningCondition) -> list[CommandOutcome]:
    """Return what the system ``name`` understands of each command; measured once in a run."""
    job = partial(_outcome, BenchJob(run.corpus, run.model.path, name, condition))
    return run.pool.map(job, run.some(commands()))


def commands() -> Sequence[SpokenCommand]:
    """Return every sentence of `commands.yaml` in every held-out voice."""
    listed = Document.load(COMMANDS).data
    return [
        SpokenCommand(synthesiser, voice, text, name)
        for synthesiser, voice in voices.HELD_OUT
        for name, texts in listed.items()
        for text in texts
    ]


def _outcome(job: BenchJob, command: SpokenCommand) -> CommandOutcome:
    spoken = voices.synthesise(command.synthesiser, command.voice, command.text)
    key = f"{command.voice} {command.text}"
    samples, end = job.condition.apply(spoken, job.corpus, key)
    # Yes and no are only said where Floe has asked for them.
    found = system(job.system, job.model, None).hear(samples, ANSWERS & {command.name})
    return CommandOutcome(
        command,
        tuple(intent.name for intent in found),
        tuple(intent.text for intent in found),
        found[0].decided - end if found else 0.0,
    )
