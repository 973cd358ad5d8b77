"""Text to samples: pyttsx3 in a process of its own, supervised, and its output cached."""

import contextlib
import difflib
import json
import logging
import sys
import threading
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import platformdirs
from numpy.typing import NDArray

from audio.errors import AudioError, NoSound
from audio.sound import RATE
from audio.wave import read
from voice.errors import EngineMissing, UnknownVoice, VoiceLost
from voice.speaker.cache import Cache
from voice.speaker.engine import WORKER, Engine, EngineFailed, Reply
from voice.speaker.level import level
from voice.speaker.text import parts, plain

_LOG = logging.getLogger(__name__)
RATE_WPM = 160
"""Words a minute: below espeak's own 175, for a listener who lies down and relaxes."""
RATES = range(80, 451)
"""Words a minute that espeak can speak; others are moved to the nearest of them."""
VOICE = "en-us" if sys.platform.startswith("linux") else None
"""The espeak voice; elsewhere the one that the system's owner has chosen."""
ATTEMPTS = 3
_LIMIT = 1.0 if sys.platform.startswith("linux") else 4.0
"""Seconds for one part of a text, which takes espeak some 10 ms; a restart takes 0.2."""
_PAUSE = np.zeros(RATE // 4, np.int16)
_FORMAT = 1
"""Goes up when `level` or the engine's use changes, so that old files are not heard."""


class Voice:
    """Renders speech; safe to use from several threads, one utterance after the other."""

    def __init__(
        self,
        name: str | None = None,
        folder: Path | None = None,
        command: Sequence[str] = WORKER,
    ) -> None:
        """Start the engine in the background.

        ``name`` is the voice to speak with unless another is asked for, by default `VOICE`;
        ``folder`` holds the cache, by default the user's; ``command`` runs the worker.
        """
        self._name = name or VOICE
        cache = platformdirs.user_cache_path("floe", appauthor=False)
        self._cache = Cache(folder or cache / "voice")
        self._engine = Engine(command)
        self._lock = threading.Lock()
        self._made_by = _engine_version()
        self._cache.prune()
        # A process that cannot start is told about by the first sentence.
        with contextlib.suppress(EngineFailed):
            self._engine.start()

    def render(
        self, text: str, rate_wpm: int = RATE_WPM, voice: str | None = None
    ) -> NDArray[np.int16]:
        """Speak ``text`` into read-only samples, mono at `audio.sound.RATE`.

        Always equally loud, nothing clipped, no silence around it; empty where there is
        nothing to say. ``voice`` is a name from `voices`, with espeak also name+variant.

        Raises:
            voice.errors.UnknownVoice: the engine has no such voice.
            voice.errors.VoiceLost: the engine failed `ATTEMPTS` times; the next call tries anew.
        """
        wanted = plain(text)
        rate = min(max(rate_wpm, RATES[0]), RATES[-1])
        voice = voice or self._name
        key = json.dumps([_FORMAT, self._made_by, voice, rate, wanted])
        with self._lock:
            samples = self._cache.get(key)
            if samples is None:
                samples = self._speak(wanted, rate, voice)
                self._cache.put(key, samples)
        return samples

    def voices(self) -> list[str]:
        """List the names of the engine's voices.

        Raises:
            voice.errors.VoiceLost: the engine does not answer.
        """
        with self._lock:
            return list(self._ask({})["voices"])

    @property
    def pid(self) -> int | None:
        """The engine's process, while it runs."""
        return self._engine.pid

    def close(self) -> None:
        """End the engine's process; closing twice is allowed."""
        with self._lock:
            self._engine.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _speak(self, text: str, rate: int, voice: str | None) -> NDArray[np.int16]:
        spoken: list[NDArray[np.int16]] = []
        for part in parts(text):
            samples = level(self._utter({"text": part, "rate": rate, "voice": voice}))
            spoken += [_PAUSE, samples] if spoken else [samples]
        return np.concatenate(spoken) if spoken else np.empty(0, np.int16)

    def _utter(self, request: Reply) -> NDArray[np.int16]:
        problem: Exception | None = None
        for _ in range(ATTEMPTS):
            path = Path(self._ask(request)["path"])
            try:
                return read(path)
            except NoSound:
                if not any(map(str.isalnum, request["text"])):
                    return np.empty(0, np.int16)
                problem = EngineFailed("the engine wrote no sound")
            except AudioError as error:
                problem = error
            finally:
                path.unlink(missing_ok=True)
            _LOG.warning(
                "the file of the speech engine cannot be read; its process is started anew"
            )
            self._engine.stop()
        raise VoiceLost(f"nothing can be said, the speech engine fails: {problem}")

    def _ask(self, request: Reply) -> Reply:
        problem = ""
        for _ in range(ATTEMPTS):
            try:
                reply = self._engine.ask(request, _LIMIT)
            except EngineFailed as error:
                problem = str(error)
            else:
                if "error" not in reply:
                    return reply
                problem = _judged(reply, request)
            _LOG.warning("the speech engine does not answer; its process is started anew")
            self._engine.stop()
        raise VoiceLost(f"nothing can be said, the speech engine fails: {problem}")


def _judged(reply: Reply, request: Reply) -> str:
    """Return what a reply of failure says, if it is worth another attempt."""
    if reply["error"] == "voice":
        some = _likely(request["voice"], reply["voices"])
        raise UnknownVoice(f'there is no voice "{request["voice"]}"; there are {some}')
    reason = str(reply["text"])
    if reply["error"] == "missing":
        raise EngineMissing(
            f"no speech engine: {reason}; "
            "pip install pyttsx3 espeakng-loader, or on Debian apt-get install espeak-ng"
        )
    return reason


def _likely(wanted: str, names: Sequence[str]) -> str:
    """Name some voices, the likeliest to be meant first."""
    close = difflib.get_close_matches(wanted.partition("+")[0], names, 4, 0.6)
    english = [name for name in names if name.startswith("en") and name not in close]
    some = list(dict.fromkeys([*close, *english, *names]))[:8]
    return ", ".join(some) + (", ..." if len(names) > len(some) else "")


def _engine_version() -> str:
    versions = [sys.platform]
    for name in ("pyttsx3", "espeakng-loader"):
        try:
            versions.append(metadata.version(name))
        except metadata.PackageNotFoundError:
            versions.append("none")
    return " ".join(versions)
