"""Signals that end Floe, sent to a process that waits for them."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from tests.patience import PATIENCE
from tests.soundcard import ROOT

POLLS = """
import os, sys, time
from voice.live import exit

exit.LIMIT = float(sys.argv[1])
with exit.ExitSignals() as exits:
    exits.on_signal = lambda: os.write(1, b"last words\\n")
    exits.polled = True
    try:
        print("ready", flush=True)
        while True:
            exits.check()
            time.sleep(0.01)
    finally:
        os.write(1, b"closed\\n")
"""
HANGS = POLLS.replace("exits.check()", "")
BEGINS = POLLS.replace("exits.polled = True", "")
CLOSES = f"{POLLS}        time.sleep(600)\n"
CODES = {"SIGINT": 130, "SIGTERM": 143, "SIGHUP": 129, "SIGQUIT": 131}

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals cannot be sent there")


@contextmanager
def waiting(
    code: str, limit: float = PATIENCE, before: Sequence[str] = ()
) -> "Iterator[subprocess.Popen[str]]":
    """Start a process that waits for signals."""
    with subprocess.Popen(
        [*before, sys.executable, "-c", code, str(limit)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        try:
            yield process
        finally:
            process.kill()


def ends(process: "subprocess.Popen[str]") -> tuple[int, str]:
    """Wait for the end; give the exit code, and what was printed since the start."""
    printed, _ = process.communicate(timeout=PATIENCE)
    return process.returncode, printed


@pytest.mark.parametrize("name", CODES)
def test_the_loop_ends_in_order_with_the_code_of_the_signal(name: str) -> None:
    with waiting(POLLS) as process:
        process.send_signal(signal.Signals[name])
        code, printed = ends(process)
    assert code == CODES[name]
    assert "closed\n" in printed


def test_while_nobody_looks_for_it_yet_it_raises_at_once() -> None:
    with waiting(BEGINS) as process:
        process.send_signal(signal.SIGTERM)
        code, printed = ends(process)
    assert code == 143
    assert "closed" in printed


def test_a_loop_that_hangs_is_ended_all_the_same() -> None:
    with waiting(HANGS, limit=0.5) as process:
        process.send_signal(signal.SIGTERM)
        assert ends(process) == (143, "last words\n")


@pytest.mark.parametrize("second", [signal.SIGTERM, signal.SIGINT])
def test_a_second_signal_ends_it_at_once(second: signal.Signals) -> None:
    with waiting(CLOSES) as process:
        process.send_signal(signal.SIGTERM)
        assert process.stdout
        assert {process.stdout.readline() for _ in range(2)} == {"closed\n", "last words\n"}
        process.send_signal(second)
        assert ends(process) == (143, "")


def test_what_was_ignored_before_stays_ignored() -> None:
    ignoring = ("sh", "-c", 'trap "" HUP; exec "$@"', "sh")
    with waiting(POLLS, before=ignoring) as process:
        process.send_signal(signal.SIGHUP)
        process.send_signal(signal.SIGTERM)
        assert ends(process)[0] == 143


def test_signals_of_others_are_none() -> None:
    code = "import signal\nsignal.signal(signal.SIGUSR1, lambda *_: print('mine', flush=True))\n"
    with waiting(code + HANGS, limit=0.1) as process:
        process.send_signal(signal.SIGUSR1)
        assert process.stdout
        assert process.stdout.readline() == "mine\n"
        process.send_signal(signal.SIGTERM)
        assert ends(process) == (143, "last words\n")


def test_all_is_as_before_afterwards_and_a_limit_can_be_set() -> None:
    code = """
import signal, time
from voice.live.exit import ExitSignals

before = [signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]
with ExitSignals() as exits:
    pass
after = [signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]
print(before == after, flush=True)
exits.end_within(0.1)
time.sleep(600)
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert (done.returncode, done.stdout) == (1, "True\n")
