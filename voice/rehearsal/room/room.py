"""The rehearsal room: sound devices that are simulated, with a clock that counts samples.

It is an `audio.sound.DuplexDevice`, so the assistant talks to it as to a real microphone and
loudspeaker. Since its clock advances by 20 ms with each block, a session of ten minutes takes
seconds and is the same every time.
"""

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from audio.block import to_bytes
from audio.sound import BLOCK, RATE
from audio.wave import read
from voice.rehearsal.room.loudspeaker import Loudspeaker
from voice.rehearsal.room.noise import BACKGROUND_NOISES, LOOP_SAMPLES, gain_to_reach, noise_loop
from voice.rehearsal.room.person import Person
from voice.rehearsal.room.reverb import Reverb, impulse_response
from voice.rehearsal.room.settings import RoomSettings
from voice.session.moment import date_after


class Room:
    """Mixes the person, the room's noise and the loudspeaker's echo for the microphone.

    The same settings, lines and seed give the same bytes for the same playback.
    """

    full = late = False
    behind = 0.0

    def __init__(
        self, person: Person, settings: RoomSettings, starts: datetime, seed: int = 1
    ) -> None:
        """Furnish the room for ``person``, who enters it at the date ``starts``.

        All random sounds derive from ``seed``.

        Raises:
            audio.errors.SoundFileError: the noise is a recording that cannot be read.
        """
        rng = np.random.default_rng(seed)
        self._person = person
        self._starts = starts
        self._noise = _noise(settings, rng)
        self._voice = Reverb(impulse_response(0.0, settings.reverb, rng))
        self._echo = None
        if settings.echo is not None:
            taps = impulse_response(settings.echo_delay, settings.reverb, rng)
            taps *= np.float32(10 ** (settings.echo / 20))
            self._echo = Loudspeaker(taps, settings.echo_drift, settings.echo_limit)
        self._samples = 0
        self._heard = bytearray()
        self._played = bytearray()

    def exchange(self, playback: bytes) -> bytes:
        """Play one block into the room, and return the block that is heard meanwhile."""
        at = self._samples % len(self._noise)
        mixed = self._noise[at : at + BLOCK].copy()
        voice = self._voice.block(self._person.block(self._samples))
        if voice is not None:
            mixed += voice
        if self._echo is not None:
            echo = self._echo.block(playback)
            if echo is not None:
                mixed += echo
        heard = to_bytes(mixed)
        self._samples += BLOCK
        self._heard += heard
        self._played += playback
        return heard

    def clock(self) -> float:
        """Return the seconds of audio since the room was entered."""
        return self._samples / RATE

    def date(self) -> datetime:
        """Return the simulated local date and time."""
        return date_after(self._starts, timedelta(seconds=self.clock()))

    def close(self) -> None:
        """Do nothing: there is no device to release."""

    def tracks(self) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
        """Return all that was heard and all that was played: int16 samples, equally many."""
        return np.frombuffer(self._heard, "<i2"), np.frombuffer(self._played, "<i2")


def _noise(settings: RoomSettings, rng: np.random.Generator) -> NDArray[np.float32]:
    """Return one loop of noise, a whole number of blocks long."""
    if settings.noise in BACKGROUND_NOISES:
        return noise_loop(settings.noise, settings.noise_level, rng)
    sound = read(Path(settings.noise)).astype(np.float32)
    whole = max(BLOCK, min(len(sound), LOOP_SAMPLES) // BLOCK * BLOCK)
    return np.resize(sound, whole) * np.float32(gain_to_reach(sound, settings.noise_level))
