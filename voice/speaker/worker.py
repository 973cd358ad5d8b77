"""The process that owns pyttsx3: one request a line on stdin, one reply a line on stdout.

Run as a script, with the folder for its sound files as the only argument, and without Floe's
packages on the path. A reply is a JSON object: ``{"ready": driver}`` once, then for each
request ``{"path": file}``, ``{"voices": [...]}``, or ``{"error": kind}`` with a kind of
``missing`` (no engine) or ``engine`` (it failed) and the reason as ``text``, or of ``voice``
(there is none of that name) and those that there are as ``voices``.
It ends when stdin does, also in the middle of a hanging engine, and takes the folder along.
"""

import ctypes
import json
import os
import queue
import shutil
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

Reply = dict[str, Any]

_PATIENCE = 30.0
"""Seconds: far beyond what the parent waits before it kills a hanging worker."""


class VoiceNameError(Exception):
    """The engine has no voice of that name."""


class Talker:
    """One pyttsx3 engine that writes what it says into files."""

    def __init__(self) -> None:
        # pyttsx3 looks for the library while it is imported, so not before.
        load_espeak()
        import pyttsx3

        self._engine = pyttsx3.init()
        self._finished = threading.Event()
        self._problems: list[Exception] = []
        self._engine.connect("finished-utterance", self._finish)
        self._engine.connect("error", self._fail)
        self._voices = self._engine.getProperty("voices")
        self._default = self._engine.getProperty("voice")
        self.driver: str = str(self._engine)
        # A fresh engine's first run returns while espeak's thread still works, and what is
        # asked of it then is mixed up; so the first run is one that has nothing to say.
        self._engine.runAndWait()

    def render(self, text: str, rate: int, voice: str | None, path: Path) -> None:
        """Write ``text``, spoken at ``rate`` words a minute, into a sound file at ``path``."""
        self._choose(voice)
        self._finished.clear()
        self._problems.clear()
        self._set_rate(rate)
        self._engine.save_to_file(text, str(path))
        self._engine.runAndWait()
        # The other drivers have written the file by now, and sapi5 never tells.
        if self.driver == "espeak" and not self._finished.wait(_PATIENCE):
            raise TimeoutError("the engine does not finish")
        if self._problems:
            raise self._problems[0]

    def names(self) -> list[str]:
        """Return a name for each voice that `render` understands."""
        return sorted(self._short(voice) for voice in self._voices)

    def _choose(self, wanted: str | None) -> None:
        if wanted is None:
            self._engine.setProperty("voice", self._default)
            return
        base, plus, variant = wanted.partition("+")
        found = next((v.id for v in self._voices if base.casefold() in self._answers_to(v)), None)
        if found is None:
            raise VoiceNameError(wanted)
        self._engine.setProperty("voice", found + plus + variant)
        if plus and not self._engine.getProperty("voice").endswith((plus + variant).lower()):
            raise VoiceNameError(wanted)

    def _set_rate(self, rate: int) -> None:
        """Set the rate and see that it holds: espeak takes it over on its own thread, and
        speaks on at the old one when the text comes first.
        """
        self._engine.setProperty("rate", rate)
        if self.driver != "espeak":
            return
        for _ in range(500):
            if self._engine.getProperty("rate") == rate:
                return
            time.sleep(0.001)
        raise TimeoutError("the engine does not take over the rate")

    def _answers_to(self, voice: Any) -> set[str]:
        names = {voice.id, voice.id.rpartition("/")[2], voice.name, *voice.languages}
        return {str(name).casefold() for name in names}

    def _short(self, voice: Any) -> str:
        return str(voice.languages[0] if self.driver == "espeak" else voice.name)

    def _finish(self, **_: Any) -> None:
        self._finished.set()

    def _fail(self, exception: Exception, **_: Any) -> None:
        self._problems.append(exception)


def load_espeak() -> None:
    """Load the espeak-ng of the ``espeakng-loader`` wheel, so that pyttsx3 finds it.

    Without the wheel, or where it does not load, the system's espeak-ng is what is left.
    The data folder is given relative to it: espeak cuts paths off after 160 characters.
    """
    if not sys.platform.startswith("linux"):
        return
    try:
        import espeakng_loader
    except ImportError:
        return
    folder = Path(espeakng_loader.__file__).parent
    try:
        ctypes.CDLL(str(folder / "libespeak-ng.so.1"), mode=ctypes.RTLD_GLOBAL)
    except OSError:
        return
    os.chdir(folder)
    os.environ["ESPEAK_DATA_PATH"] = "."


def answer(talker: Talker, request: Reply, folder: Path) -> Reply:
    """Do what one request asks."""
    if "text" not in request:
        return {"voices": talker.names()}
    path = folder / f"{request['number']}.sound"
    try:
        talker.render(request["text"], request["rate"], request["voice"], path)
    except VoiceNameError:
        return {"error": "voice", "voices": talker.names()}
    except Exception as error:  # noqa: BLE001 (pyttsx3's drivers raise anything)
        return {"error": "engine", "text": f"{type(error).__name__}: {error}"}
    return {"path": str(path)}


def main() -> None:
    """Serve until stdin ends."""
    folder = Path(sys.argv[1])
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    if sys.platform != "win32":
        # The system's word that Floe died while this was stopped; stdin tells the same.
        signal.signal(signal.SIGHUP, signal.SIG_IGN)

    def reply(value: Reply) -> None:
        replies.write(json.dumps(value) + "\n")
        replies.flush()

    requests: queue.SimpleQueue[Reply] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests, folder), daemon=True).start()
    try:
        talker = Talker()
    except Exception as error:  # noqa: BLE001 (pyttsx3's drivers raise anything)
        reply({"error": "missing", "text": f"{type(error).__name__}: {error}"})
        return
    reply({"ready": talker.driver})
    while True:
        request = requests.get()
        reply({"number": request["number"], **answer(talker, request, folder)})


def _listen(requests: queue.SimpleQueue[Reply], folder: Path) -> None:
    for line in sys.stdin:
        requests.put(json.loads(line))
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


if __name__ == "__main__":
    main()
