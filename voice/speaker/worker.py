"""The process that runs pyttsx3: it reads one request a line on stdin, and replies on stdout.

It is run as a script, without Floe's packages on the path; its only argument is the folder for its
sound files. Requests and replies are JSON objects:

- ``{"ready": driver}`` comes once, when the speech engine is open.
- A request ``{"number", "text", "rate", "voice"}`` is answered with ``{"number", "path"}``, the
  sound file; ``rate`` is in words a minute, and ``voice`` null for the default voice.
- A request ``{"number"}`` without a text is answered with ``{"number", "voices": [...]}``.
- ``{"error": "missing", "text": reason}``: there is no speech engine.
- ``{"error": "engine", "text": reason}``: the speech engine failed.
- ``{"error": "voice", "voices": [...]}``: there is no voice of that name, but there are these.

The process ends when stdin does, even if the engine hangs, and removes the folder.
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
"""A request or a reply."""

_PATIENCE = 30.0
"""Seconds to wait for the engine: far more than the parent waits before it kills this process."""


class VoiceNameError(Exception):
    """The engine has no voice of that name."""


class SpeechEngine:
    """A pyttsx3 engine that writes speech into files."""

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
        # A new engine's first run returns while espeak's thread is still working, and mixes up
        # what it is asked for then. So the first run is one that has nothing to say.
        self._engine.runAndWait()

    def render(self, text: str, rate: int, voice: str | None, path: Path) -> None:
        """Write ``text``, spoken at ``rate`` words a minute, into a sound file at ``path``.

        Raises:
            VoiceNameError: there is no such ``voice``.
            TimeoutError: the engine hangs. pyttsx3's drivers may raise anything else.
        """
        self._choose(voice)
        self._finished.clear()
        self._problems.clear()
        self._set_rate(rate)
        self._engine.save_to_file(text, str(path))
        self._engine.runAndWait()
        # The other drivers have written the file by now, and sapi5 never reports that it has.
        if self.driver == "espeak" and not self._finished.wait(_PATIENCE):
            raise TimeoutError("the engine does not finish")
        if self._problems:
            raise self._problems[0]

    def names(self) -> list[str]:
        """Return the names of the voices, sorted; `render` takes any of them."""
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
        """Set the rate, and wait until espeak has taken it over on its own thread.

        Without the wait, a text that comes first would be spoken at the old rate.
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

    Without the wheel, or where it does not load, pyttsx3 looks for the system's espeak-ng. The data
    folder is given as a relative path, because espeak cuts paths off after 160 characters.
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


def answer(engine: SpeechEngine, request: Reply, folder: Path) -> Reply:
    """Return the reply to one request; ``folder`` is where sound files go."""
    if "text" not in request:
        return {"voices": engine.names()}
    path = folder / f"{request['number']}.sound"
    try:
        engine.render(request["text"], request["rate"], request["voice"], path)
    except VoiceNameError:
        return {"error": "voice", "voices": engine.names()}
    except Exception as error:  # noqa: BLE001 (pyttsx3's drivers raise anything)
        return {"error": "engine", "text": f"{type(error).__name__}: {error}"}
    return {"path": str(path)}


def main() -> None:
    """Answer requests until stdin ends."""
    folder = Path(sys.argv[1])
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    if sys.platform != "win32":
        # The system sends it if Floe dies while this process is stopped; stdin ends then, too.
        signal.signal(signal.SIGHUP, signal.SIG_IGN)

    def reply(value: Reply) -> None:
        replies.write(json.dumps(value) + "\n")
        replies.flush()

    requests: queue.SimpleQueue[Reply] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests, folder), daemon=True).start()
    try:
        engine = SpeechEngine()
    except Exception as error:  # noqa: BLE001 (pyttsx3's drivers raise anything)
        reply({"error": "missing", "text": f"{type(error).__name__}: {error}"})
        return
    reply({"ready": engine.driver})
    while True:
        request = requests.get()
        reply({"number": request["number"], **answer(engine, request, folder)})


def _listen(requests: queue.SimpleQueue[Reply], folder: Path) -> None:
    for line in sys.stdin:
        requests.put(json.loads(line))
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


if __name__ == "__main__":
    main()
