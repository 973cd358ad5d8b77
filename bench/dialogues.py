"""Chooses what is said in the simulated rooms: Floe's own prompts, and commands over them."""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from audio.sound import RATE
from bench import voices
from bench.acoustics.simulated_room import Place
from bench.commands import SpokenCommand, commands
from bench.conversation import TalkSession, Turn
from bench.prompts import texts
from bench.run import Run
from voice.prompts import load
from voice.speaker.voice import RATE_WPM, Voice

_ROOMS = 5
"""How many places each of the held-out voices talks in."""
_TURNS = 5
"""How many commands are said in a place."""
_SHORTEST = 2.0
"""Length in seconds that a prompt must exceed to be talked over."""
_SOONEST = 0.3
"""Earliest second of a prompt at which somebody talks over it."""
_LATEST = 1.0
"""How many seconds before a prompt's end somebody begins to talk at the latest."""
_ALONE = 12
"""How many prompts are played in a place in which nobody talks."""
_VOLUMES = (1.0, 0.6, 0.2)
"""The volumes that such prompts are played at, in turn."""

Sound = NDArray[np.int16]


@cache
def sessions(run: Run) -> Sequence[TalkSession]:
    """Return sessions in which commands drawn at random are said over prompts; once in a run.

    Each session begins with a greeting that nobody talks over, as Floe does.

    Raises:
        BenchError: a voice is missing.
        FloeError: a prompt cannot be spoken.
    """
    rng = np.random.default_rng(1)
    chosen: list[SpokenCommand] = []
    for _, voice in voices.HELD_OUT:
        of_voice = [command for command in commands() if command.voice == voice]
        chosen += [of_voice[at] for at in rng.permutation(len(of_voice))[: _ROOMS * _TURNS]]
    return _sessions(run, chosen, 0)


def first_words(run: Run) -> Sequence[TalkSession]:
    """Return the same places, each with only one command, over the first prompt played there.

    Raises:
        FloeError: as `sessions`.
    """
    return [TalkSession(session.place, session.turns[1:2]) for session in sessions(run)]


def repeated(run: Run, names: Sequence[str]) -> Sequence[TalkSession]:
    """Return sessions in which every command of the intents ``names`` is said in every voice.

    Raises:
        FloeError: as `sessions`.
    """
    chosen = [command for command in commands() if command.name in names]
    return _sessions(run, chosen, _ROOMS * len(voices.HELD_OUT))


def monologues(run: Run, rate: int, number: int) -> Sequence[TalkSession]:
    """Return sessions of all prompts at ``rate`` words a minute, which nobody talks over.

    They are played at several volumes. Each ``number`` gives other places.

    Raises:
        FloeError: a prompt cannot be spoken.
    """
    prompts = _spoken(rate)
    places = range(-(-len(prompts) // _ALONE))
    return run.some(
        [
            TalkSession(
                Place.draw(1000 * (number + 1) + place),
                tuple(
                    Turn(prompt, volume=_VOLUMES[at % len(_VOLUMES)])
                    for at, prompt in enumerate(prompts[place * _ALONE : (place + 1) * _ALONE])
                ),
            )
            for place in places
        ]
    )


def _sessions(run: Run, chosen: Sequence[SpokenCommand], first: int) -> Sequence[TalkSession]:
    """Return sessions with `_TURNS` of the commands each, in their order.

    The places are numbered from ``first`` on.
    """
    groups = run.some([chosen[at : at + _TURNS] for at in range(0, len(chosen), _TURNS)])
    said = iter(run.pool.map(_said, [command for group in groups for command in group]))
    prompts = [prompt for prompt in _spoken(RATE_WPM) if len(prompt) > _SHORTEST * RATE]
    made = []
    for number, group in enumerate(groups, first):
        rng = np.random.default_rng((number, 3))
        turns = [_greeting()]
        for command in group:
            prompt = prompts[rng.integers(len(prompts))]
            begins = rng.uniform(_SOONEST, len(prompt) / RATE - _LATEST)
            turns.append(Turn(prompt, command, next(said), begins))
        made.append(TalkSession(Place.draw(number), tuple(turns)))
    return made


@cache
def _greeting() -> Turn:
    with Voice() as voice:
        return Turn(voice.render(load()["greeting.again"][0]))


def _said(command: SpokenCommand) -> Sound:
    return voices.synthesise(command.synthesiser, command.voice, command.text)


@cache
def _spoken(rate: int) -> Sequence[Sound]:
    """Return all prompts as Floe's own voice speaks them, at ``rate`` words a minute."""
    with Voice() as voice:
        return [voice.render(text, rate) for text in texts()]
