"""A person who talks with the real `floe` over a virtual sound card."""

import contextlib
import re
import signal
import subprocess
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from audio.sound import RATE
from audio.wave import write
from tests.acceptance.user import FLOE, User
from tests.patience import PATIENCE
from tests.soundcard import SoundCard, prefer
from tests.speech import voices
from voice import prompts
from voice.session.state import Stage

VOICE = "rms"
_ROOM_SECONDS = 300
_ROOM_GAP = 0.5
"""Seconds of perfect silence before the room is heard again."""
_ROOM_LEVEL = 8
"""Of int16: a quiet room at a good microphone; perfect silence is no room."""
_ANSWER = 9.0
"""Seconds after which a person says it again."""
_TRIES = 6
_APART = 2.0
"""Seconds by which what is printed on one pipe may come before what was printed on another."""


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    pipe: IO[str]
    read: float
    """When, by the monotonic clock."""


class _Room(threading.Thread):
    """Is heard by the microphone, again and again, until it is left."""

    def __init__(self, card: SoundCard, sound: Path) -> None:
        super().__init__(daemon=True)
        self._card = card
        self._sound = sound
        self._left = threading.Event()
        self._playing = card.speak(sound)

    def run(self) -> None:
        while True:
            self._playing.wait()
            # A sound server that is gone is not asked without end.
            if self._left.wait(_ROOM_GAP):
                return
            self._playing = self._card.speak(self._sound)

    def leave(self) -> None:
        self._left.set()
        while self.is_alive():
            self._playing.kill()
            self.join(_ROOM_GAP)


class LiveTalk:
    """One run of Floe, all it prints, and the person's voice."""

    def __init__(self, card: SoundCard, user: User, *arguments: str) -> None:
        """Start Floe in a room that is not perfectly silent."""
        self._card = card
        self._folder = user.home / "speech"
        self._folder.mkdir(exist_ok=True)
        self._room: _Room | None = None
        self.enter_room()
        env = {**card.env, **user.env, **sound(card)}
        self.process, pipes = self._start([*FLOE, *arguments], env, user.home)
        prefer(self.process)
        self.lines: list[str] = []
        """All that it has printed, on both ends."""
        self._unseen: list[_Line] = []
        self._open = len(pipes)
        self._news = threading.Condition()
        self._readers = [
            threading.Thread(target=self._read, args=(pipe,), daemon=True) for pipe in pipes
        ]
        for reader in self._readers:
            reader.start()

    def _start(
        self, command: Sequence[str], env: Mapping[str, str], folder: Path
    ) -> "tuple[subprocess.Popen[str], list[IO[str]]]":
        """Start Floe; give it, and what can be read of what it prints."""
        process = subprocess.Popen(
            command,
            env=env,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout
        assert process.stderr
        return process, [process.stdout, process.stderr]

    def enter_room(self) -> None:
        """Let the microphone hear the room; to be done again when the sound server is new."""
        path = self._folder / "room.wav"
        if not path.exists():
            noise = np.random.default_rng(1).normal(0, _ROOM_LEVEL, _ROOM_SECONDS * RATE)
            write(path, noise.astype(np.int16))
        self._leave_room()
        self._room = _Room(self._card, path)
        self._room.start()

    def hears(self, *prompts: str) -> str:
        """Wait until Floe says a prompt, after all that was waited for before; give the line.

        What it prints as an error has no order with what it prints else.
        """
        line = self._wait(_floe(prompts), PATIENCE)
        assert line, f"never said {prompts}:\n{self}"
        return line

    def shows(self, pattern: str) -> str:
        """Wait for a line in the terminal; give it."""
        line = self._wait(re.compile(pattern), PATIENCE)
        assert line, f"never showed {pattern}:\n{self}"
        return line

    def says(self, *ways: str, until: str | tuple[str, ...]) -> str:
        """Say a command, until Floe answers with a prompt of ``until``; give that line.

        Like anybody who is not understood, the person says it again, or in other words.
        """
        answers = (until,) if isinstance(until, str) else until
        for attempt in range(_TRIES):
            self.say(ways[attempt % len(ways)])
            line = self._wait(_floe(answers), _ANSWER)
            if line:
                return line
        raise AssertionError(f"{ways} never led to {until}:\n{self}")

    def prepares(self) -> None:
        """Go through the preparations that are left, from the last on, to the running clock."""
        self.hears("recovery.preparing")
        self.hears("step.wet")
        self.says("what's next", until="massage.begin")

    def ices(self, user: User, seconds: float) -> None:
        """Wait until the journal has so many seconds of ice.

        A busy machine may hold Floe up, which then pauses; the person goes on.
        """
        deadline = time.monotonic() + PATIENCE
        while (session := user.record().sessions[-1]).ice < seconds:
            assert time.monotonic() < deadline, f"the ice never came:\n{self}"
            if session.stage is Stage.PAUSED:
                self.say("resume")
                time.sleep(_ANSWER / 3)
            time.sleep(0.1)

    def ends(self) -> int:
        """Wait until Floe has ended; give its exit code."""
        code = self.process.wait(PATIENCE)
        for reader in self._readers:
            reader.join(PATIENCE)
        return code

    def killed(self, how: signal.Signals = signal.SIGKILL) -> int:
        """Send a signal and wait for the end."""
        self.process.send_signal(how)
        return self.ends()

    def close(self) -> None:
        """Leave, whatever state it is in."""
        self._leave_room()
        self.process.kill()
        self.process.wait()

    def __str__(self) -> str:
        return "".join(self.lines)

    def say(self, words: str) -> None:
        """Say something once, whatever comes of it."""
        path = self._folder / f"{words.replace(' ', '-')}.wav"
        if not path.exists():
            pause = np.zeros(RATE // 4, np.int16)
            write(path, np.concatenate([pause, voices()(words, VOICE) // 2, pause]))
        with self._card.speak(path):
            pass

    def _wait(self, pattern: re.Pattern[str], seconds: float) -> str | None:
        deadline = time.monotonic() + seconds
        with self._news:
            while True:
                found = next((line for line in self._unseen if pattern.search(line.text)), None)
                if found:
                    self._see(found)
                    return found.text
                left = deadline - time.monotonic()
                if not self._open or left <= 0:
                    return None
                self._news.wait(left)

    def _see(self, found: _Line) -> None:
        """Forget what was printed before a line; other pipes are read by their own threads."""
        before = self._unseen.index(found) + 1
        self._unseen = [
            line
            for at, line in enumerate(self._unseen)
            if at >= before or (line.pipe is not found.pipe and line.read > found.read - _APART)
        ]

    def _read(self, pipe: IO[str]) -> None:
        # A terminal ends with an error.
        with pipe, contextlib.suppress(OSError):
            for line in pipe:
                with self._news:
                    self.lines.append(line)
                    self._unseen.append(_Line(line, pipe, time.monotonic()))
                    self._news.notify_all()
        with self._news:
            self._open -= 1
            self._news.notify_all()

    def _leave_room(self) -> None:
        if self._room:
            self._room.leave()


@contextmanager
def talk(card: SoundCard, user: User, *arguments: str) -> Iterator[LiveTalk]:
    """Start Floe, and end it whatever happens."""
    talking = LiveTalk(card, user, *arguments)
    try:
        yield talking
    finally:
        talking.close()


def likeness(recording: NDArray[np.int16], piece: NDArray[np.int16]) -> float:
    """Return how well ``piece`` is found in ``recording`` where it fits best: 1 is exactly."""
    sound, wanted = recording.astype(float), piece.astype(float)
    size = 1 << (len(sound) + len(wanted)).bit_length()
    spectrum = np.fft.rfft(sound, size) * np.conj(np.fft.rfft(wanted, size))
    match = np.fft.irfft(spectrum, size)[: len(sound) - len(wanted)]
    power = np.cumsum(np.concatenate([[0.0], sound**2]))
    energy = (power[len(wanted) :] - power[: -len(wanted)])[: len(match)]
    floor = 100.0 * len(wanted)
    return float(np.max(match / np.sqrt((energy + floor) * np.sum(wanted**2))))


def sound(card: SoundCard) -> dict[str, str]:
    """Return what of the environment leads to the sound card."""
    names = [name for name in card.env if name.startswith(("PULSE_", "ALSA_"))]
    return {name: card.env[name] for name in [*names, "XDG_RUNTIME_DIR", "HOME"]}


def duration(words: str) -> float:
    """Return the seconds in a time span that Floe has said."""
    numbers = {word: n for n, word in enumerate(prompts.load()["spoken.numbers"])}
    found = re.findall(r"([a-z-]+) (minute|second)", words)
    return float(sum(numbers[count] * (60 if unit == "minute" else 1) for count, unit in found))


def _floe(keys: Iterable[str]) -> re.Pattern[str]:
    """Return what a line looks like in which Floe says one of these prompts."""
    variants = [
        ".+".join(re.escape(piece) for piece in re.split(r"\{\w+\}", text))
        for key in keys
        for text in prompts.load()[key]
    ]
    return re.compile(rf"^  floe  ({'|'.join(variants)})$", re.IGNORECASE | re.MULTILINE)
