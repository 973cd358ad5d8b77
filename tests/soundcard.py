"""A sound card that is not there: a private PulseAudio with two null sinks.

What is spoken into ``vmic_in`` comes out of the default microphone, and what is played
on the default loudspeaker can be heard at ``vspk``. PortAudio's list of devices is frozen
when it starts, and its environment with it, so what is to meet this card runs in a process
of its own: `SoundCard.run`.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from filelock import FileLock
from numpy.typing import NDArray

from audio.sound import RATE
from tests.patience import PATIENCE, wait_for

ROOT = Path(__file__).parents[1]
PROGRAMS = ("pulseaudio", "pactl", "paplay", "parec")
_ONE_AT_A_TIME = FileLock(
    Path(tempfile.gettempdir()) / f"floe-sound-card-{getattr(os, 'getuid', int)()}.lock"
)
"""Held by whoever has a sound card: two that move in real time would want the same cores."""
_NICENESS = -10
"""Sound has to move in time whatever else runs, as on a desktop, where RealtimeKit sees to it."""

_ALSA = """\
</usr/share/alsa/alsa.conf>
pcm.!default { type pulse hint { show on description "pulse default" } }
ctl.!default { type pulse }
"""
# Without norewinds the first callback comes after a second or two, and streams stall.
_PULSE = """\
load-module module-native-protocol-unix auth-anonymous=1 socket=%s
load-module module-null-sink norewinds=1 sink_name=vspk rate=48000
load-module module-null-sink norewinds=1 sink_name=vmic_in rate=48000
load-module module-null-sink norewinds=1 sink_name=other_in rate=48000
load-module module-remap-source source_name=vmic master=vmic_in.monitor
set-default-sink vspk
set-default-source vmic
"""


class SoundCard:
    """The server, the environment that leads to it, and its two ends."""

    def __init__(self, folder: Path) -> None:
        """Write the server's files into ``folder``, whose path must be a short one."""
        self._folder = folder
        runtime = folder / "run" / "pulse"
        runtime.mkdir(parents=True, mode=0o700)
        (folder / "home").mkdir()
        (folder / "asound.conf").write_text(_ALSA)
        (folder / "pulse.pa").write_text(_PULSE % (runtime / "native"))
        self._server: subprocess.Popen[bytes] | None = None
        self._room = "vmic_in"
        self.env: Mapping[str, str] = os.environ | {
            "XDG_RUNTIME_DIR": str(folder / "run"),
            "HOME": str(folder / "home"),
            "PULSE_RUNTIME_PATH": str(runtime),
            "PULSE_SERVER": f"unix:{runtime / 'native'}",
            "ALSA_CONFIG_PATH": str(folder / "asound.conf"),
            "PYTHONPATH": str(ROOT),
        }

    def start(self) -> None:
        """Start the server and wait until it answers."""
        (self._folder / "run" / "pulse" / "pid").unlink(missing_ok=True)
        config = ["-n", "-F", str(self._folder / "pulse.pa")]
        options = ["--daemonize=no", "--exit-idle-time=-1", "--disallow-exit"]
        self._server = subprocess.Popen(
            ["pulseaudio", *config, *options],
            env=self.env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        prefer(self._server)
        sources = ("pactl", "list", "short", "sources")
        wait_for(lambda: b"vmic\t" in self._tool(*sources), "the sound server")

    def kill(self) -> None:
        """End the server at once, as a crash does."""
        if self._server:
            self._server.kill()
            self._server.wait()
            self._server = None

    def freeze(self) -> None:
        """Stop the server where it is, as a hanging one does; `kill` ends it still."""
        if self._server:
            self._server.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a server that was frozen go on."""
        if self._server:
            self._server.send_signal(signal.SIGCONT)

    def take_microphone(self) -> None:
        """Unplug the microphone: the server has none left."""
        self._tool("pactl", "unload-module", "module-remap-source")

    def give_microphone(self) -> None:
        """Plug the microphone in again."""
        self._plug("vmic", "vmic_in")

    def change_microphone(self) -> None:
        """Plug in another microphone, make it the default, and speak into that from now on."""
        self._room = "other_in"
        self._plug("other", self._room)
        self._tool("pactl", "set-default-source", "other")

    def echo(self, percent: int) -> None:
        """Let the microphone hear the loudspeaker, by a loop of its own clock, 60 ms late."""
        loop = ["source=vspk.monitor", "sink=vmic_in", "latency_msec=60"]
        before = self._inputs()
        self._tool("pactl", "load-module", "module-loopback", *loop)
        (number,) = self._inputs() - before
        self._tool("pactl", "set-sink-input-volume", number, f"{percent}%")

    def mute(self, *, muted: bool) -> None:
        """Mute the microphone in the server, or let it be heard again."""
        self._tool("pactl", "set-source-mute", "vmic", str(int(muted)))

    def mute_loudspeaker(self, *, muted: bool) -> None:
        """Mute the loudspeaker in the server, or let it sound again."""
        self._tool("pactl", "set-sink-mute", "vspk", str(int(muted)))

    def turn(self, percent: int) -> None:
        """Set the loudspeaker's volume."""
        self._tool("pactl", "set-sink-volume", "vspk", f"{percent}%")

    def mute_streams(self, *, muted: bool) -> None:
        """Mute every stream that is being played, as a volume control does with one program."""
        for number in self._inputs():
            self._tool("pactl", "set-sink-input-mute", number, str(int(muted)))

    def turn_streams(self, percent: int) -> None:
        """Set the volume of every stream that is being played."""
        for number in self._inputs():
            self._tool("pactl", "set-sink-input-volume", number, f"{percent}%")

    def take_loudspeaker(self) -> None:
        """Unplug it: the server plays into nothing."""
        self._tool("pactl", "load-module", "module-null-sink", "norewinds=1", "sink_name=auto_null")
        self._tool("pactl", "set-default-sink", "auto_null")
        for number in self._inputs():
            self._tool("pactl", "move-sink-input", number, "auto_null")

    def give_loudspeaker(self) -> None:
        """Plug it in again."""
        self._tool("pactl", "set-default-sink", "vspk")
        for number in self._inputs():
            self._tool("pactl", "move-sink-input", number, "vspk")

    def restart(self) -> None:
        """Kill the server and start it anew."""
        self.kill()
        self.start()

    def speak(self, path: Path) -> "subprocess.Popen[bytes]":
        """Begin to play a sound file into the microphone; it ends by itself."""
        return prefer(subprocess.Popen(["paplay", "-d", self._room, str(path)], env=self.env))

    def tape(self) -> "LoudspeakerTape":
        """Begin to record what the loudspeaker plays."""
        return LoudspeakerTape(self.env, self._folder / "loudspeaker.raw")

    def open(self, code: str, arguments: Sequence[str] = ()) -> "subprocess.Popen[str]":
        """Start Python code in a process that has this sound card, with pipes at its ends."""
        process = subprocess.Popen(
            [sys.executable, "-W", "error", "-c", code, *arguments],
            env=self.env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return prefer(process)

    def run(self, code: str, *arguments: str) -> str:
        """Run Python code to its end with this sound card; gives what it printed."""
        with self.open(code, arguments) as process:
            printed, _ = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0
        return printed

    def _inputs(self) -> set[str]:
        """Return the numbers of the streams that are being played."""
        listed = self._tool("pactl", "list", "short", "sink-inputs").decode()
        return {line.split("\t")[0] for line in listed.splitlines()}

    def _plug(self, name: str, sink: str) -> None:
        master = [f"source_name={name}", f"master={sink}.monitor"]
        self._tool("pactl", "load-module", "module-remap-source", *master)

    def _tool(self, *command: str) -> bytes:
        return subprocess.run(command, env=self.env, capture_output=True, check=False).stdout


class LoudspeakerTape:
    """What the loudspeaker plays, mono at `RATE`, from now until it is stopped."""

    def __init__(self, env: Mapping[str, str], path: Path) -> None:
        """Record into the file ``path``; when this returns, it records."""
        form = ["--raw", "--format=s16le", "--channels=1", f"--rate={RATE}", "--latency-msec=20"]
        self._path = path
        with path.open("wb") as file:
            self._recorder = subprocess.Popen(
                ["parec", "-d", "vspk.monitor", *form], env=env, stdout=file
            )
        prefer(self._recorder)
        self.wait_until(0)

    def sound(self) -> NDArray[np.int16]:
        """Return what was played up to now."""
        content = self._path.read_bytes()
        return np.frombuffer(content[: len(content) // 2 * 2], np.int16)

    def wait_until(self, seconds: float) -> None:
        """Wait until more than so many seconds are recorded."""
        wait_for(lambda: self._path.stat().st_size > 2 * RATE * seconds, "a recording")

    def stop(self) -> NDArray[np.int16]:
        """Record no more, and return all of it."""
        self._recorder.terminate()
        self._recorder.wait()
        return self.sound()


Process = TypeVar("Process", "subprocess.Popen[bytes]", "subprocess.Popen[str]")


def prefer(process: Process) -> Process:
    """Let a process that has just started run before others, where that is allowed."""
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, process.pid, _NICENESS)
    return process


@contextlib.contextmanager
def sound_card(*, alone: bool = True) -> Iterator[SoundCard]:
    """Return a running sound card, or skip the test with the reason.

    It is waited for until no other runs, unless this one need not be ``alone``.
    """
    missing = [program for program in PROGRAMS if not shutil.which(program)]
    if missing:
        pytest.skip(f"no virtual sound card: {', '.join(missing)} is not installed")
    with (
        _ONE_AT_A_TIME if alone else contextlib.nullcontext(),
        tempfile.TemporaryDirectory(prefix="floe-") as folder,
    ):
        card = SoundCard(Path(folder))
        card.start()
        try:
            yield card
        finally:
            card.kill()
