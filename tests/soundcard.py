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
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from audio.sound import RATE

ROOT = Path(__file__).parents[1]
PROGRAMS = ("pulseaudio", "pactl", "paplay", "parec")
_READY = 20
"""Seconds to wait for the server."""

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
        deadline = time.monotonic() + _READY
        while b"vmic\t" not in self._tool("pactl", "list", "short", "sources"):
            if time.monotonic() > deadline:
                raise TimeoutError("pulseaudio does not start")
            time.sleep(0.05)

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

    def restart(self) -> None:
        """Kill the server and start it anew."""
        self.kill()
        self.start()

    def speak(self, path: Path) -> "subprocess.Popen[bytes]":
        """Begin to play a sound file into the microphone; it ends by itself."""
        return subprocess.Popen(["paplay", "-d", self._room, str(path)], env=self.env)

    def hear(self, seconds: float) -> NDArray[np.int16]:
        """Record what the loudspeaker plays, mono at `RATE`, from now on."""
        size = int(seconds * RATE) * 2
        form = ["--raw", "--format=s16le", "--channels=1", f"--rate={RATE}", "--latency-msec=20"]
        with subprocess.Popen(
            ["parec", "-d", "vspk.monitor", *form], env=self.env, stdout=subprocess.PIPE
        ) as recorder:
            assert recorder.stdout
            sound = recorder.stdout.read(size)
            recorder.terminate()
        return np.frombuffer(sound, np.int16)

    def open(self, code: str, arguments: Sequence[str] = ()) -> "subprocess.Popen[str]":
        """Start Python code in a process that has this sound card, with pipes at its ends."""
        return subprocess.Popen(
            [sys.executable, "-W", "error", "-c", code, *arguments],
            env=self.env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, code: str, *arguments: str) -> str:
        """Run Python code to its end with this sound card; gives what it printed."""
        with self.open(code, arguments) as process:
            printed, _ = process.communicate(timeout=60)
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


@contextlib.contextmanager
def sound_card() -> Iterator[SoundCard]:
    """Return a running sound card, or skip the test with the reason."""
    missing = [program for program in PROGRAMS if not shutil.which(program)]
    if missing:
        pytest.skip(f"no virtual sound card: {', '.join(missing)} is not installed")
    with tempfile.TemporaryDirectory(prefix="floe-") as folder:
        card = SoundCard(Path(folder))
        card.start()
        try:
            yield card
        finally:
            card.kill()
