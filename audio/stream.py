"""The live sound: one duplex PortAudio stream, 16 kHz int16 mono in blocks of 20 ms.

Three blocks of playback are kept ahead, so that a loop that is up to 40 ms late does not
click. From a block handed to `Stream.exchange` to its echo in what that returns takes
this cushion, the device's own buffers and a block's wait: 0.12 s over PulseAudio.
"""

import atexit
import contextlib
import queue
import sys
import threading
import time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from audio import device
from audio.block import cut
from audio.errors import Asleep, DeviceError, DeviceLost
from audio.silence import Silence
from audio.sound import BLOCK, BLOCK_SECONDS, RATE, SILENCE

CUSHION = 2
"""Blocks of playback ahead of the callback, besides the one just handed over."""
_BACKLOG = 100
"""Blocks, 2 s: what is heard and not fetched for longer is lost, the oldest first."""
_LATE = 25
"""Blocks, 0.5 s: playback beyond that is dropped."""
_PATIENCE = 1.0
"""Seconds without a block after which the device counts as lost."""
_FIRST = 5.0
"""Seconds to the first block: Bluetooth and sound servers take one or two to start."""
_RETRIES = 3
"""How often a stream that ends is opened again before the device counts as lost, ..."""
_STEADY = 250
"""... and after how many blocks, 5 s, that count starts anew."""
_AGAIN = 1.5
"""Seconds to the first block of a stream that is opened again while Floe relies on it."""
_CLOSING = 1.5
"""Seconds that the device may take to close before it is left alone."""
_NAP = 0.5
"""Seconds that a computer is asleep at least, waking up included."""

_streams = 0
_lock = threading.Lock()


class Stream:
    """The microphone and the loudspeaker, as an `audio.sound.Sound`."""

    def __init__(
        self, microphone: str | int | None = None, loudspeaker: str | int | None = None
    ) -> None:
        """Open and start the devices, the system's default ones where none is given.

        Raises:
            audio.errors.DeviceError: one of its leaves.
        """
        self._playing = False
        self._retries = _RETRIES
        self._patience = _FIRST
        self._steady = 0
        self._stream: Any = None
        self._silence = Silence()
        self._suspended = _suspended()
        self.deaf = False
        """Whether to give silence for what is heard: it is no microphone's."""
        self.xruns = 0
        """Blocks that were lost or missing on either side since the start."""
        device.portaudio()
        with _lock, device.quiet():
            if not _streams:
                device.refresh()
            self.microphone = device.choose("input", microphone)
            self.loudspeaker = device.choose("output", loudspeaker)
            self._devices = str(self.microphone)
            if self.loudspeaker != self.microphone:
                self._devices += f" with {self.loudspeaker}"
            self._open()

    @property
    def latency(self) -> float:
        """Seconds from a block handed over to its sound heard again, as far as is known."""
        if self._stream is None:
            return 0.0
        devices: float = sum(self._stream.latency)
        return devices + (CUSHION + 1) * BLOCK_SECONDS

    @property
    def dead(self) -> bool:
        """Whether the microphone gives nothing, as one does that is muted or unplugged."""
        return self._silence.dead

    def exchange(self, playback: bytes) -> bytes:
        """Play one block and wait for the next one heard.

        Raises:
            audio.errors.Asleep: the computer was asleep; what the stream gives is of no use.
            audio.errors.DeviceLost: the device has gone, or no block came for a second.
        """
        if self._stream is None:
            raise DeviceLost("the sound devices are closed")
        self._play(playback)
        heard = self._next_heard()
        asleep = _suspended() - self._suspended
        if asleep >= _NAP:
            self._suspended += asleep
            raise Asleep(f"the computer was asleep for {asleep:.0f} s; the sound begins anew")
        if heard is None:
            raise DeviceLost(
                f"the sound has stopped: {self._devices} does not answer any more; "
                "plug it in again, or restart the sound server"
            )
        if self.deaf:
            return SILENCE
        self._silence.feed(heard)
        return heard

    def interject(self, samples: NDArray[np.int16]) -> None:
        """Play ``samples``, from any thread: for who finds that `exchange` is not called."""
        for block in cut(samples):
            self._playback.put(block)

    def clock(self) -> float:
        """Return the monotonic clock's seconds, those of a suspended machine included."""
        return time.monotonic() + _suspended()

    def close(self) -> None:
        """Let the devices go; never waits long, and closing twice is allowed."""
        stream, self._stream = self._stream, None
        if stream is None:
            return
        closing = threading.Thread(target=_close, args=(stream,), daemon=True)
        closing.start()
        closing.join(_CLOSING)
        if closing.is_alive():
            # PortAudio is stuck in a server that hangs, and would be again at exit.
            atexit.unregister(device.portaudio()._exit_handler)  # noqa: SLF001

    def _next_heard(self) -> bytes | None:
        """Wait for a block; None when the stream has ended for good, or hangs."""
        try:
            heard = self._heard.get(timeout=self._patience)
        except queue.Empty:
            self._retries = 0
            heard = None
        if heard is not None:
            self._patience = _PATIENCE
            self._steady += 1
            if self._steady == _STEADY:
                self._retries = _RETRIES
            return heard
        if self._retries and self._reopened():
            return SILENCE
        # For the next call, which need not wait once more.
        self._heard.put(None)
        return None

    def _reopened(self) -> bool:
        """Open the same devices again: on a busy machine PortAudio's ALSA side now and then
        takes a late buffer for the stream's end.
        """
        self.close()
        self._retries -= 1
        self.xruns += 1
        try:
            with _lock, device.quiet():
                self._open()
        except DeviceError:
            return False
        self._patience = _AGAIN
        return True

    def _open(self) -> None:
        global _streams  # noqa: PLW0603 (PortAudio is one for the process, too)
        sounddevice = device.portaudio()
        self._patience = _FIRST
        self._steady = 0
        self._heard: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._playback: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        for _ in range(CUSHION):
            self._playback.put(SILENCE)
        stream = None
        try:
            stream = sounddevice.RawStream(
                samplerate=RATE,
                blocksize=BLOCK,
                device=(self.microphone.number, self.loudspeaker.number),
                channels=1,
                dtype="int16",
                latency="low",
                callback=self._move,
                finished_callback=self._finish,
            )
            stream.start()
        except sounddevice.PortAudioError as error:
            if stream is not None:
                stream.close(ignore_errors=True)
            raise device.failure(error, self._devices) from error
        self._stream = stream
        _streams += 1

    def _play(self, block: bytes) -> None:
        """Hand over a block; after a hold-up, silence is what makes up for the delay."""
        self._playing = True
        ahead = self._playback.qsize()
        if ahead > CUSHION and block == SILENCE:
            return
        if ahead > _LATE:
            self.xruns += 1
            return
        self._playback.put(block)

    def _move(self, heard: Any, playback: Any, _frames: int, _time: Any, status: Any) -> None:
        """Move bytes, on PortAudio's thread: nothing here may wait."""
        if status:
            self.xruns += 1
        try:
            playback[:] = self._playback.get_nowait()
        except queue.Empty:
            playback[:] = SILENCE
            self.xruns += self._playing
        if self._heard.qsize() >= _BACKLOG:
            with contextlib.suppress(queue.Empty):
                self._heard.get_nowait()
            self.xruns += self._playing
        self._heard.put(bytes(heard))

    def _finish(self) -> None:
        self._heard.put(None)


def _suspended() -> float:
    """Return the seconds that the machine was suspended while `time.monotonic` stood still.

    Linux and macOS have clocks of both kinds; on Windows `time.monotonic` counts them itself.
    """
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME) - time.clock_gettime(time.CLOCK_MONOTONIC)
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC) - time.clock_gettime(time.CLOCK_UPTIME_RAW)
    return 0.0


def _close(stream: Any) -> None:
    global _streams  # noqa: PLW0603 (PortAudio is one for the process, too)
    stream.abort(ignore_errors=True)
    stream.close(ignore_errors=True)
    with _lock:
        _streams -= 1
