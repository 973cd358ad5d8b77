"""Own commands accepted, in voices that trained nothing, and how soon each was decided."""

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
from intents.intent import ANSWERS, IntentName
from voice.recognizer.rejection import URGENT

_CONDITIONS = (CLEAN, ListeningCondition(KINDS[0], 12), ListeningCondition(room=True))
_MISSED = {
    "stop": IntentName.STOP_SESSION,
    "numb": IntentName.REPORT_NUMB,
    "emergency": IntentName.REPORT_EMERGENCY,
}


@dataclass(frozen=True)
class Command:
    """One sentence in one voice, and what it means."""

    synthesiser: str
    voice: str
    text: str
    name: str


@dataclass(frozen=True)
class CommandOutcome:
    """What a system made of a command."""

    command: Command
    names: tuple[str, ...]
    """The intents that were accepted."""
    texts: tuple[str, ...]
    delay: float
    """Seconds from the end of the last word to the first decision; of Floe alone."""

    @property
    def right(self) -> bool:
        """Whether that is what was meant, and nothing else."""
        return self.names == (self.command.name,)


def measure(run: Run) -> None:
    """Print the shares of `commands.yaml` that are understood, what is missed, and the delays."""
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
    """Return what a system makes of each command in each voice, once in a run."""
    job = partial(_outcome, BenchJob(run.corpus, run.model.path, name, condition))
    return run.pool.map(job, run.some(commands()))


def commands() -> Sequence[Command]:
    """Return every sentence in every held-out voice."""
    listed = Document.load(COMMANDS).data
    return [
        Command(synthesiser, voice, text, name)
        for synthesiser, voice in voices.HELD_OUT
        for name, texts in listed.items()
        for text in texts
    ]


def _outcome(job: BenchJob, command: Command) -> CommandOutcome:
    spoken = voices.synthesise(command.synthesiser, command.voice, command.text)
    key = f"{command.voice} {command.text}"
    samples, end = job.condition.apply(spoken, job.corpus, key)
    # Yes and no are answers: they are said where they are asked for.
    found = system(job.system, job.model, None).hear(samples, ANSWERS & {command.name})
    return CommandOutcome(
        command,
        tuple(intent.name for intent in found),
        tuple(intent.text for intent in found),
        found[0].decided - end if found else 0.0,
    )
