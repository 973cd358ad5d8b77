"""Renders texts as speech with pyttsx3, which runs in a supervised process; caches the result."""

import contextlib
import difflib
import json
import logging
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from importlib import metadata
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from audio.errors import AudioError, NoSound
from audio.sound import RATE
from audio.wave import read
from floe import place
from floe.errors import FloeError
from voice.errors import EngineMissing, UnknownVoice, VoiceLost
from voice.speaker.cache import SpeechCache
from voice.speaker.engine_process import (
    WORKER,
    EngineFailed,
    EngineProcess,
    EngineStarting,
    Reply,
)
from voice.speaker.loudness import normalise_loudness
from voice.speaker.patience import PATIENT, RECOVERY, Patience
from voice.speaker.text import split_text, to_speakable

_LOG = logging.getLogger(__name__)
RATE_WPM = 160
"""Words a minute. espeak's own rate is 175; this is slower, for a listener who relaxes."""
RATES = range(80, 451)
"""The words a minute that espeak can speak; other rates are changed to the nearest of them."""
VOICE = "en-us" if sys.platform.startswith("linux") else None
"""The espeak voice on Linux; None elsewhere, for the voice that is chosen in the system."""
ATTEMPTS = 3
"""How often a failing engine is tried, with a new process each time."""
_TRIED = "hello"
"""What a voice that was lost is tried with."""
_PAUSE = np.zeros(RATE // 4, np.int16)
"""The silence between two parts of a long text: 0.25 s."""
_FORMAT = 1
"""Part of the cache's keys. Raise it when `normalise_loudness` or the use of the engine changes:
older files are then no longer played."""


class Voice:
    """Renders speech; safe to use from several threads, which take turns."""

    def __init__(
        self,
        name: str | None = None,
        folder: Path | None = None,
        command: Sequence[str] = WORKER,
        patience: Patience = PATIENT,
    ) -> None:
        """Start the engine in the background.

        ``name`` is the voice to speak with where `render` is given none, by default `VOICE`;
        ``folder`` holds the cache, by default in the user's cache folder; ``command`` runs the
        worker. An engine that takes longer than ``patience`` allows is started anew.
        """
        self._name = name or VOICE
        self._cache = SpeechCache(folder or place.cached() / "voice")
        self._engine = EngineProcess(command)
        self._patience = patience
        self._closed = False
        self._lock = threading.Lock()
        self._made_by = _engine_version()
        self._cache.prune()
        # If the process cannot start, rendering the first sentence raises the error.
        with contextlib.suppress(EngineFailed):
            self._engine.start()

    def render(
        self, text: str, rate_wpm: int = RATE_WPM, voice: str | None = None
    ) -> NDArray[np.int16]:
        """Return ``text`` as speech in read-only samples, mono at `audio.sound.RATE`.

        All speech is equally loud, nothing is clipped, and there is no silence around it. The
        array is empty where there is nothing to say. ``voice`` is a name from `voices`; with espeak
        it may be name+variant, too.

        Raises:
            voice.errors.UnknownVoice: the engine has no such voice.
            voice.errors.VoiceLost: the engine failed `ATTEMPTS` times; the next call tries anew.
        """
        wanted = to_speakable(text)
        rate = _possible(rate_wpm)
        voice = voice or self._name
        key = self._key(wanted, rate, voice)
        with self._lock:
            samples = self._cache.get(key)
            if samples is None:
                samples = self._speak(wanted, rate, voice)
                self._cache.put(key, samples)
        return samples

    def rendered(self, text: str, rate_wpm: int = RATE_WPM) -> NDArray[np.int16] | None:
        """Return what `render` returned, or would, if it was rendered before; None if not.

        It waits for no engine, whatever another thread is doing with that.
        """
        return self._cache.get(self._key(to_speakable(text), _possible(rate_wpm), self._name))

    def recover(self) -> None:
        """Wait until the engine speaks, for longer than `render` does.

        Raises:
            voice.errors.UnknownVoice: the engine has no such voice.
            voice.errors.VoiceLost: it does not speak; the next call starts it anew.
        """
        request = {"text": _TRIED, "rate": RATE_WPM, "voice": self._name}
        patience = replace(self._patience, start=RECOVERY, total=RECOVERY)
        with self._lock:
            try:
                self._utter(request, patience)
            except FloeError:
                self._engine.stop()
                raise

    def voices(self) -> list[str]:
        """Return the names of the engine's voices, sorted.

        Raises:
            voice.errors.VoiceLost: the engine does not answer.
        """
        with self._lock:
            return list(self._ask({})["voices"])

    @property
    def pid(self) -> int | None:
        """The process id of the engine's process; None where none was started."""
        return self._engine.pid

    def close(self) -> None:
        """End the engine's process; closing twice is allowed.

        A thread that waits for the engine is told at once that the voice is lost.
        """
        self._closed = True
        self._engine.interrupt()
        with self._lock:
            self._engine.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _key(self, text: str, rate: int, voice: str | None) -> str:
        return json.dumps([_FORMAT, self._made_by, voice, rate, text])

    def _speak(self, text: str, rate: int, voice: str | None) -> NDArray[np.int16]:
        spoken: list[NDArray[np.int16]] = []
        for part in split_text(text):
            samples = normalise_loudness(self._utter({"text": part, "rate": rate, "voice": voice}))
            spoken += [_PAUSE, samples] if spoken else [samples]
        return np.concatenate(spoken) if spoken else np.empty(0, np.int16)

    def _utter(self, request: Reply, patience: Patience | None = None) -> NDArray[np.int16]:
        problem: Exception | None = None
        for _ in range(ATTEMPTS):
            path = Path(self._ask(request, patience)["path"])
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

    def _ask(self, request: Reply, patience: Patience | None = None) -> Reply:
        """Return the reply to a request.

        Raises:
            VoiceLost: there is none in time. A process that was still starting then is left to it.
        """
        problem, patience = "", patience or self._patience
        ends = time.monotonic() + patience.total
        for _ in range(ATTEMPTS):
            left = ends - time.monotonic()
            if left <= 0 or self._closed:
                break
            try:
                limits = min(patience.render, left), min(patience.start, left)
                reply = self._engine.ask(request, *limits)
            except EngineFailed as error:
                problem = str(error)
                if isinstance(error, EngineStarting) and ends - time.monotonic() < patience.start:
                    break
            else:
                if "error" not in reply:
                    return reply
                problem = _reason(reply, request)
            _LOG.warning("the speech engine does not answer; its process is started anew")
            self._engine.stop()
        raise VoiceLost(f"nothing can be said, the speech engine fails: {problem}")


def _possible(rate_wpm: int) -> int:
    return min(max(rate_wpm, RATES[0]), RATES[-1])


def _reason(reply: Reply, request: Reply) -> str:
    """Return the reason in a reply that tells of a failure worth another attempt.

    Raises:
        UnknownVoice: the engine has no voice of the wanted name.
        EngineMissing: no speech engine is installed.
    """
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
    """Return up to eight names of voices, the likeliest to be meant first, as a list in words."""
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
