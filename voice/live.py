"""``floe``: the assistant on the real microphone and loudspeaker."""

import signal
import sys
import time
from datetime import datetime

from audio import device
from audio.errors import (
    DeviceError,
    DeviceLost,
    MicrophoneSilent,
    NoDevice,
    NoLoudspeaker,
    NoMicrophone,
    PortAudioMissing,
)
from audio.stream import Stream
from intents.library import Intents
from models.store import Store
from voice.assistant import Assistant, Parts
from voice.config import Config, journal_path
from voice.console import Console
from voice.lock import Lock
from voice.recognizer.ear import Ear
from voice.rehearsal.command import rehearse
from voice.session.context import Part
from voice.speaker.voice import Voice

_SILENT_SECONDS = 5.0
"""Perfect silence for so long: a live microphone in a room is never that quiet."""
_ENDED = 128
"""What a shell adds to the number of the signal that ended a program."""
_RETRY_SECONDS = (0.2, 0.5, 1.0, 2.0)
"""Waits before the sound is opened again, the last one for ever."""


def listen() -> None:
    """Listen and coach until the person says goodbye; with no sound devices, rehearse.

    Raises:
        FloeError: the settings, the model, the journal or the chosen devices cannot be used.
    """
    config = Config.load()
    try:
        device.choose("input", config.microphone)
        device.choose("output", config.loudspeaker)
    except (NoDevice, NoMicrophone, NoLoudspeaker, PortAudioMissing) as error:
        print(f"Floe cannot listen here: {error}.\nSo here is a rehearsal, with nobody real in it.")
        rehearse("plain", None)
        return
    signal.signal(signal.SIGTERM, _leave)
    journal = journal_path()
    with Lock(journal), Voice(config.voice) as voice:
        parts = Parts.open(Ear(Store().current(), Intents.load()), voice, journal, wait=False)
        try:
            _Live(config, parts).run()
        finally:
            parts.close()


class _Live:
    """The assistant on sound devices that may come and go."""

    def __init__(self, config: Config, parts: Parts) -> None:
        self._config = config
        self._stream = self._opened()
        self._silence_told = False
        self._assistant = Assistant(self._stream, parts, Console(), _local_time, config.wake)

    def run(self) -> None:
        """Run until Floe leaves."""
        stream = self._stream
        print(f"Floe hears {stream.microphone} and speaks through {stream.loudspeaker}.")
        try:
            while self._step():
                pass
        finally:
            self._stream.close()

    def _step(self) -> bool:
        try:
            on = self._assistant.step()
        except DeviceLost as error:
            self._stream.close()
            self._assistant.lose_sound(error)
            self._reopen()
            return True
        self._mind_silence()
        return on

    def _mind_silence(self) -> None:
        """Say that the microphone seems dead; once, for some are silent while nobody speaks."""
        silent = self._stream.silent_for >= _SILENT_SECONDS
        if silent and not self._silence_told:
            self._silence_told = True
            text = f"{self._stream.microphone} gives perfect silence; is it muted or unplugged?"
            self._assistant.trouble(Part.MICROPHONE, MicrophoneSilent(text))
        elif not silent:
            self._assistant.mended(Part.MICROPHONE)

    def _reopen(self) -> None:
        """Try until the sound is back; the session sees the time pass meanwhile."""
        waits = iter(_RETRY_SECONDS)
        wait = 0.0
        while True:
            wait = next(waits, wait)
            time.sleep(wait)
            self._assistant.tick()
            try:
                self._stream = self._opened()
            except DeviceError:
                continue
            self._silence_told = False
            self._assistant.regain_sound(self._stream)
            return

    def _opened(self) -> Stream:
        return Stream(self._config.microphone, self._config.loudspeaker)


def _leave(number: int, _: object) -> None:
    """End as on Ctrl-C: the parts are closed, and the session waits for the next start."""
    sys.exit(_ENDED + number)


def _local_time() -> datetime:
    return datetime.now().astimezone()
