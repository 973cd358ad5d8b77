"""Who talks over Floe's prompts is heard, and Floe never hears itself: in simulated rooms.

Floe greets, then a person in one of the held-out voices says five commands in the place, each
from a random moment of one of Floe's prompts on; the prompt falls silent when Floe notices. The
same is said with no prompt in the same rooms, and over the same prompts to others. Then Floe
talks alone.
"""

import math
import time
from collections.abc import Sequence
from functools import partial

import numpy as np

from audio.block import to_blocks
from audio.echo.canceller import EchoCanceller
from audio.sound import BLOCK_SECONDS
from bench.acoustics.simulated_room import EchoPath, Place, SimulatedRoom
from bench.conversation import TalkSession, Terms, TurnOutcome, hold
from bench.dialogues import first_words, monologues, repeated, sessions
from bench.echo_control import AEC3, BARE, FLOE, RIVALS
from bench.run import Run
from bench.table import Count, spread
from intents.intent import IntentName
from voice.speaker.voice import RATE_WPM

_FEWER = 2
"""Rivals, and harder terms, are measured in every second place only."""
_TWICE = (IntentName.STOP_SESSION, IntentName.REPORT_NUMB)
_ICE_OFF = {*_TWICE, IntentName.PAUSE, IntentName.REPORT_EMERGENCY}
"""What makes Floe say that the ice is to come off."""
_SATURATED = -9.0
"""dBFS at which a loudspeaker saturates that is too small for what it is given; its distortion is
16 dB below a prompt."""
_ALONE = (
    (RATE_WPM, EchoPath(10.0)),
    (100, EchoPath(10.0, drift=100.0)),
    (240, EchoPath(0.0, limit=_SATURATED)),
)
"""Words a minute, and how much of them comes back."""


def measure(run: Run) -> None:
    """Print what is heard over a prompt, how soon it falls silent, and what Floe hears of it."""
    silent = _heard(run, Terms(FLOE, None), sessions(run))
    run.table.row("commands in simulated rooms, no prompt", _right(silent))
    plain = [_over(run, EchoPath(ratio), silent) for ratio in (0.0, 10.0)]
    _delays(run, [outcome for outcomes in plain for outcome in outcomes])
    for ratio in (0.0, 10.0):
        _over(run, EchoPath(ratio, drift=50.0), silent)
    few = sessions(run)[::_FEWER]
    cold = _right(_heard(run, Terms(FLOE, EchoPath(10.0)), first_words(run)))
    run.table.row("commands over the first prompt in a room, echo +10 dB", cold)
    harder = (EchoPath(-10.0), EchoPath(10.0, drift=100.0), EchoPath(10.0, limit=_SATURATED))
    for echo in harder:
        _row(run, FLOE, echo, few)
    _twice(run)
    for name in RIVALS:
        for ratio in (0.0, 10.0):
            _row(run, name, EchoPath(ratio), few)
    _alone(run)
    _cost(run)


def _over(run: Run, echo: EchoPath, silent: Sequence[TurnOutcome]) -> list[TurnOutcome]:
    """Print what is heard over a prompt, against the same with none."""
    outcomes = _heard(run, Terms(FLOE, echo), sessions(run))
    heard, possible = _right(outcomes), _right(silent)
    share = 100 * heard.hits / possible.hits if possible.hits else math.nan
    run.table.row(_label(FLOE, echo), f"{heard}, {share:.0f} % of those with no prompt")
    _keep(run, FLOE, echo, heard)
    for outcome in outcomes:
        if not echo.drift and not outcome.right and outcome.command:
            taken = " + ".join(outcome.names) or "nothing"
            voice, text = outcome.command.voice, outcome.command.text
            run.notes.append(f"{voice}, {_label(FLOE, echo)}: {text} -> {taken}")
    return outcomes


def _row(run: Run, name: str, echo: EchoPath, chosen: Sequence[TalkSession]) -> None:
    heard = _right(_heard(run, Terms(name, echo), chosen))
    run.table.row(_label(name, echo), heard)
    _keep(run, name, echo, heard)


def _keep(run: Run, name: str, echo: EchoPath, heard: Count) -> None:
    if not echo.drift and echo.limit is None:
        run.results.bargein.setdefault(echo.name, {})[name] = heard


def _delays(run: Run, outcomes: Sequence[TurnOutcome]) -> None:
    """Print how soon a prompt falls silent for somebody who talks over it."""
    stopped = [o.stopped for o in outcomes if o.stopped is not None]
    silent = [o.silent for o in outcomes if o.silent is not None]
    label = "talker's first sound to the prompt's silence, median / 95th"
    run.table.row(f"{label}, at the microphone", spread(silent, "prompts"))
    run.table.row(f"{label}, less the way of the sound", spread(stopped, "prompts"))
    early = Count.over(outcome.pauses > 0 for outcome in outcomes)
    run.table.row("prompts that fell silent before anybody talked", early)
    run.results.silence = {"at the microphone": silent, "less the way of the sound": stopped}


def _twice(run: Run) -> None:
    """Print how often stop and numb get through, if the person may say it again."""
    for echo in (None, EchoPath(10.0)):
        outcomes = _heard(run, Terms(FLOE, echo, tries=2), repeated(run, _TWICE))
        label = f"stop and numb over a prompt, {echo.name}" if echo else "stop and numb, no prompt"
        said = [(outcome.command.name, outcome) for outcome in outcomes if outcome.command]
        once = Count.over(name in o.names and o.tries == 1 for name, o in said)
        run.table.row(f"{label}, at once", once)
        twice = Count.over(name in o.names for name, o in said)
        run.table.row(f"{label}, within two tries", twice)
        off = Count.over(not _ICE_OFF.isdisjoint(o.names) for _, o in said)
        run.table.row(f"{label}, ice off within two tries, whatever was understood", off)


def _alone(run: Run) -> None:
    """Print what becomes of Floe's prompts while nobody talks."""
    for name in (FLOE, BARE, AEC3):
        fewer = 1 if name == FLOE else _FEWER
        outcomes = [
            outcome
            for number, (rate, echo) in enumerate(_ALONE if name == FLOE else _ALONE[:1])
            for outcome in _heard(run, Terms(name, echo), monologues(run, rate, number)[::fewer])
        ]
        minutes = sum(outcome.seconds for outcome in outcomes) / 60
        commanded = sum(len(outcome.names) for outcome in outcomes)
        paused = sum(outcome.pauses for outcome in outcomes)
        run.table.row(
            f"commands / interruptions by {len(outcomes)} prompts, nobody talks: {name}",
            f"{commanded} / {paused} in {minutes:.0f} min",
        )


def _cost(run: Run) -> None:
    """Print the CPU time of cancelling the echo, over that of the sound, while Floe talks."""
    played = np.concatenate([turn.prompt for s in sessions(run)[:2] for turn in s.turns])
    stage = SimulatedRoom(Place.draw(0), EchoPath(10.0), played)
    pairs = [(block, stage.exchange(block)) for block in to_blocks(played)]
    echo = EchoCanceller()
    before = time.process_time()
    for block, heard in pairs:
        echo.feed(heard, block)
    factor = (time.process_time() - before) / (len(pairs) * BLOCK_SECONDS)
    run.table.row(
        "real-time factor of the echo path while Floe talks, one core",
        f"{factor:.3f} (CPU time, {len(pairs) * BLOCK_SECONDS:.0f} s)",
    )


def _heard(run: Run, terms: Terms, chosen: Sequence[TalkSession]) -> list[TurnOutcome]:
    held = run.pool.map(partial(hold, run.model.path, terms), chosen)
    return [outcome for outcomes in held for outcome in outcomes]


def _right(outcomes: Sequence[TurnOutcome]) -> Count:
    return Count.over(outcome.right for outcome in outcomes if outcome.command)


def _label(name: str, echo: EchoPath) -> str:
    parts = [f"commands over a prompt, {echo.name}"]
    parts += [f"{echo.drift:.0f} ppm drift"] * bool(echo.drift)
    parts += [] if echo.limit is None else [f"loudspeaker saturating at {echo.limit:.0f} dBFS"]
    return ", ".join(parts) + f": {name}"
