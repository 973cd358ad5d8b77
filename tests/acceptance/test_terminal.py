"""The real `floe` in a terminal that is stopped, let go and closed in the middle of a massage."""

import contextlib
import os
import pty
import signal
import subprocess
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

import pytest

from audio.tone import tone
from tests.acceptance.talk import LiveTalk, likeness
from tests.acceptance.user import User
from tests.soundcard import SoundCard, sound_card
from voice.session.event import EventKind

MISSED = 3.0
"""Seconds of ice that pass while the terminal is stopped."""


class TerminalTalk(LiveTalk):
    """One run of Floe in a terminal."""

    def stop_terminal(self) -> None:
        """Press Ctrl-S."""
        termios.tcflow(self._theirs, termios.TCOOFF)

    def let_go(self) -> None:
        """Press Ctrl-Q."""
        termios.tcflow(self._theirs, termios.TCOON)

    def close_terminal(self) -> None:
        """Close the window, as the session of a terminal learns of it."""
        os.close(self._theirs)
        self.process.send_signal(signal.SIGHUP)

    def close(self) -> None:
        """Leave, whatever state it is in."""
        super().close()
        with contextlib.suppress(OSError):
            os.close(self._theirs)

    def _start(
        self, command: Sequence[str], env: Mapping[str, str], folder: Path
    ) -> "tuple[subprocess.Popen[str], list[IO[str]]]":
        mine, self._theirs = pty.openpty()
        process = subprocess.Popen(
            command,
            env=env,
            cwd=folder,
            stdin=self._theirs,
            stdout=self._theirs,
            stderr=self._theirs,
            text=True,
            start_new_session=True,
        )
        return process, [os.fdopen(mine, encoding="utf-8")]


@pytest.fixture
def card() -> Iterator[SoundCard]:
    with sound_card() as card:
        yield card


def ice(user: User) -> float:
    return user.record().sessions[-1].ice


def says_until(person: LiveTalk, user: User, words: str, kind: EventKind) -> None:
    """Say something until it has happened; what is printed cannot tell."""
    before = user.kinds().count(kind)
    for _ in range(6):
        person.say(words)
        deadline = time.monotonic() + 9
        while time.monotonic() < deadline:
            if user.kinds().count(kind) > before:
                return
            time.sleep(0.1)
    raise AssertionError(f"{words} never led to {kind}:\n{person}")


def test_a_terminal_that_is_stopped_let_go_and_closed(card: SoundCard, user: User) -> None:
    user.screened(step="wet")
    person = TerminalTalk(card, user)
    try:
        person.prepares()
        person.stop_terminal()
        before = ice(user)
        person.ices(user, before + MISSED)
        says_until(person, user, "hold on", EventKind.PAUSED)
        shown = len(person.lines)
        person.let_go()
        person.shows(r"^  you   hold on  \[Pause\]")
        person.hears("massage.paused")
        assert len(person.lines) > shown
        person.says("resume", "carry on", until="massage.resumed")
        person.stop_terminal()
        person.ices(user, before + MISSED + 1)
        tape = card.tape()
        person.close_terminal()
        assert person.process.wait(60) == 129
        assert likeness(tape.stop(), tone("trouble")) > 0.8
    finally:
        person.close()
    paused = user.events()[-1]
    assert (paused.kind, paused.values["why"]) == (EventKind.PAUSED, "SIGHUP")


def test_it_ends_by_ctrl_c_though_the_terminal_is_stopped(card: SoundCard, user: User) -> None:
    user.screened(step="wet")
    person = TerminalTalk(card, user)
    try:
        person.hears("step.wet")
        person.stop_terminal()
        person.process.send_signal(signal.SIGINT)
        assert person.process.wait(60) == 130
    finally:
        person.close()
