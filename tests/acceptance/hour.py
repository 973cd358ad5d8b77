"""One real hour of `floe` on a virtual sound card: sessions, check-ins, noise, and its own echo.

``python -m tests.acceptance.hour`` holds one session after the other, and prints at the end what
became of memory, sound and events. ``--noise`` names a folder with sound files of a home, which are
heard all the while.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from bench.soak.memory import resident_memory
from bench.soak.tally import drift
from tests.acceptance.talk import LiveTalk, talk
from tests.acceptance.user import User
from tests.soundcard import SoundCard, sound_card
from voice import prompts
from voice.session.event import EventKind

_KINDS = (".wav", ".flac", ".ogg", ".opus")
_QUIET = (5.0, 40.0)
"""Seconds between two noises, drawn evenly."""
_OVER = (
    "massage.completed",
    "massage.stopped",
    "numb.enough",
    "check.unanswered",
    "unwell.now",
    "skin.over",
    "emergency.now",
)
_BETWEEN = 60.0
"""Seconds between two sessions."""
_VOLUME = 20_000
"""Of the noises, where 65536 is as they were recorded."""


class Noise(threading.Thread):
    """Plays noises into the microphone until it is ended."""

    def __init__(self, card: SoundCard, files: Sequence[Path]) -> None:
        super().__init__(daemon=True)
        self._card = card
        self._files = files
        self.ended = threading.Event()

    def run(self) -> None:
        """Play one after the other."""
        chosen = random.Random(1)  # noqa: S311 (which noise comes is no secret)
        while self._files and not self.ended.wait(chosen.uniform(*_QUIET)):
            file = chosen.choice(self._files)
            command = ["paplay", f"--volume={_VOLUME}", "-d", "vmic_in", str(file)]
            subprocess.run(command, env=self._card.env, check=False, capture_output=True)


class Memory(threading.Thread):
    """Looks at the memory of a process each minute."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self.megabytes: list[float] = []
        self.ended = threading.Event()

    def run(self) -> None:
        """Look until the process or this is ended."""
        while not self.ended.wait(60) and (megabytes := resident_memory(self._pid)):
            self.megabytes.append(megabytes)


def session(person: LiveTalk) -> None:
    """Hold a session to its end, if there may be one; answer check-ins, go on after a failure."""
    said = person.says(
        "start session", until=("step.ice", "pain.before", "limit.soon", "limit.full")
    )
    if "most for one day" in said:
        return
    if "not advised" in said:
        said = person.says("yes anyway", until=("step.ice", "pain.before"))
    if "pain" in said:
        person.says("skip", "five", until="step.ice")
    for step in ("helper", "position", "peel", "wet"):
        person.says("what's next", "next", until=f"step.{step}")
    person.says("what's next", "next", until="massage.begin")
    # Floe says something every half a minute, so that what never comes is noticed.
    coached = [key for key in prompts.load() if key.startswith("coach.")]
    # A noise is taken for a word of harm now and then, and the ice comes off.
    asked = ("check.ask", "check.again")
    paused = ("mended.paused", "trouble.echo", "massage.paused", "numb.now", "numb.not_yet")
    line = ""
    while not any(over in line.lower() for over in ("that makes", "is over")):
        line = person.hears(*asked, *paused, *coached, *_OVER)
        if "?" in line and "warm" not in line:
            line = person.says("yes", "yes it is", until=("check.fine", *paused))
        if "warm" in line:
            line = person.says("my skin is warm again", until=("numb.warm", "numb.enough"))
        if "Would you like that" in line:
            person.says("yes", "resume", until="massage.resumed")
        elif "say resume" in line or "clock waits" in line:
            person.says("resume", "carry on", until="massage.resumed")


def main() -> None:
    """Hold sessions for an hour and print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.acceptance.hour", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--noise", type=Path, help="a folder of sound files")
    options = parser.parse_args()
    files = sorted(options.noise.rglob("*")) if options.noise else []
    files = [file for file in files if file.suffix in _KINDS]
    ends = time.monotonic() + 60 * options.minutes
    with sound_card(alone=False) as card, tempfile.TemporaryDirectory() as home:
        user = User(Path(home) / "home", Path(home) / "cache")
        user.screened()
        card.echo(percent=60)
        with talk(card, user) as person:
            noise, memory = Noise(card, files), Memory(person.process.pid)
            noise.start()
            memory.start()
            person.hears("greeting.first", "greeting.again")
            while time.monotonic() < ends:
                session(person)
                time.sleep(min(_BETWEEN, max(0.0, ends - time.monotonic())))
            noise.ended.set()
            memory.ended.set()
            person.says("goodbye", until="goodbye")
            code = person.ends()
            print(person, file=sys.stderr)
        report(user, memory.megabytes, code)


def report(user: User, megabytes: Sequence[float], code: int) -> None:
    """Print the figures."""
    events = user.events()
    begun = sum(event.kind is EventKind.BEGUN for event in events)
    completed = sum(event.values.get("outcome") == "completed" for event in events)
    paused = [event.values.get("why") for event in events if event.kind is EventKind.PAUSED]
    print(f"- exit code {code}; {begun} sessions begun, {completed} completed")
    print(f"- pauses: {', '.join(map(str, paused)) or 'none'}")
    print(f"- the ice of a session differs from the dates by at most {drift(events):.2f} s")
    if megabytes:
        print(
            f"- memory: {megabytes[0]:.1f} MB after a minute, {megabytes[-1]:.1f} MB at the end, "
            f"at most {max(megabytes):.1f} MB"
        )
    for log in sorted((user.home / "state").rglob("*.log")):
        for line in log.read_text(encoding="utf-8").splitlines():
            if "WARNING" in line or "lost" in line:
                print(f"- {line}")


if __name__ == "__main__":
    main()
