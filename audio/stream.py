"""The live sound: one duplex PortAudio stream, 16 kHz int16 mono in blocks of 20 ms.

Devices that cannot do that are opened as they can be, and `audio.card` converts.

This is the `audio.sound.DuplexDevice` that the assistant exchanges blocks with when it listens to a
real microphone. Two blocks of playback are queued ahead of the one just handed over, so that a
caller who is up to 40 ms late causes no click. Between a block handed to `Stream.exchange` and its
echo in what that method returns lie this cushion, the device's own buffers and a wait of one block:
0.12 s over PulseAudio.
"""

import queue
import time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from audio import device, portaudio
from audio.backlog import Backlog
from audio.block import to_blocks
from audio.card import CardConverter
from audio.clock import suspended
from audio.cushion import CUSHION, Cushion
from audio.errors import Asleep, DeviceError, DeviceLost, RateNotSupported
from audio.lag import Lag
from audio.silence import SilenceDetector
from audio.sound import BLOCK_SECONDS, RATE, SILENCE

_BLOCK_TIMEOUT = 1.0
"""Seconds without a block after which the device counts as lost."""
_START_TIMEOUT = 5.0
"""Seconds that the first block may take: Bluetooth and sound servers need one or two to start."""
_REOPEN_TIMEOUT = 1.5
"""Seconds that the first block may take when a stream is opened again. It is less than
`_START_TIMEOUT`, because Floe is waiting to hear."""
_REOPENINGS = 3
"""How often a stream that ends on its own is opened again before the device counts as lost."""
_STEADY_BLOCKS = 250
"""Blocks, 5 s, that a stream has to run before `_REOPENINGS` is granted in full again."""
_SHORTEST_SLEEP = 0.5
"""Seconds of suspension from which on the computer counts as having been asleep; it never sleeps
for less, since waking up alone takes longer."""


class Stream:
    """A microphone and a loudspeaker of this computer, as an `audio.sound.DuplexDevice`."""

    def __init__(
        self, microphone: str | int | None = None, loudspeaker: str | int | None = None
    ) -> None:
        """Open and start two devices, each given as in `audio.device.choose`.

        Raises:
            audio.errors.DeviceError: a device is not there or cannot be opened; the error is one
                of its subclasses.
        """
        self._exchanging = False
        """Whether `exchange` was called yet; before that, missing playback is no loss."""
        self._reopenings = _REOPENINGS
        self._timeout = _START_TIMEOUT
        self._steady_blocks = 0
        self._stream: Any = None
        self._silence_detector = SilenceDetector()
        self._heard = Backlog()
        self._lag = Lag()
        self._suspended_before = suspended()
        self.deaf = False
        """Set it to have silence returned while what is heard does not come from a microphone."""
        self.rate = RATE
        """The sample rate in Hz at which the devices run; sound is converted where it differs."""
        self.xruns = 0
        """Blocks dropped or missing on either side since the start: overruns and underruns."""
        with portaudio.opening(anew=True):
            self.microphone = device.choose("input", microphone)
            self.loudspeaker = device.choose("output", loudspeaker)
            devices = device.list_devices()
            self.doubts = [
                *device.doubts(devices, self.microphone, "input", microphone),
                *device.doubts(devices, self.loudspeaker, "output", loudspeaker),
            ]
            """Sentences about other devices that may have been meant."""
            self._open()

    @property
    def latency(self) -> float:
        """Seconds from a block handed over to its echo in what is heard, as PortAudio knows it."""
        if self._stream is None:
            return 0.0
        devices: float = sum(self._stream.latency)
        return devices + (CUSHION + 1) * BLOCK_SECONDS

    @property
    def dead(self) -> bool:
        """Whether the microphone delivers nothing, as one does that is muted or unplugged."""
        return self._silence_detector.dead

    @property
    def late(self) -> bool:
        """Whether what is heard is late, or was until just now: see `audio.lag`."""
        return self._lag.late

    @property
    def lagging(self) -> bool:
        """Whether that may be so again in a moment."""
        return self._lag.lasts

    @property
    def lag(self) -> float:
        """Seconds by which it was late at the most, this time or last."""
        return self._lag.seconds

    @property
    def behind(self) -> float:
        """Seconds of sound that were heard since the block that was fetched last."""
        return self._heard.seconds

    @property
    def full(self) -> bool:
        """Whether there is enough to play: what is handed over now would be heard late."""
        return self._cushion.full

    @property
    def playing(self) -> bool:
        """Whether something that was handed over waits to be played."""
        return self._stream is not None and not self._cushion.empty

    def exchange(self, playback: bytes) -> bytes:
        """Play one block and wait for the next one heard.

        Raises:
            audio.errors.Asleep: the computer was suspended, and the stream has to be opened anew.
            audio.errors.DeviceLost: the device has gone, or no block came for a second.
        """
        if self._stream is None:
            raise DeviceLost("the sound devices are closed")
        if not self._exchanging:
            self.skip()
            self._exchanging = True
        self.xruns += self._cushion.put(playback)
        heard = self._next_heard()
        asleep = suspended() - self._suspended_before
        if asleep >= _SHORTEST_SLEEP:
            self._suspended_before += asleep
            raise Asleep(f"the computer was asleep for {asleep:.0f} s; the sound begins anew")
        if heard is None:
            names = portaudio.names(self.microphone, self.loudspeaker)
            raise DeviceLost(
                f"the sound has stopped: {names} does not answer any more; "
                "plug it in again, or restart the sound server"
            )
        if self._lag.feed(self.behind, self._heard.lost(), time.monotonic()):
            self._heard.skip()
        if self.deaf:
            return SILENCE
        self._silence_detector.feed(heard)
        return heard

    def skip(self) -> None:
        """Forget what was heard up to now, for nobody was to listen; none of it was late."""
        self._heard.skip()
        self._heard.lost()

    def interject(self, samples: NDArray[np.int16]) -> None:
        """Queue ``samples`` for playback; any thread may call this.

        It is for the watchdog, which has something to play just when `exchange` is not called.
        """
        for block in to_blocks(samples):
            self._cushion.insist(block)

    def clock(self) -> float:
        """Return the monotonic clock in seconds, with the time that the computer was suspended."""
        return time.monotonic() + suspended()

    def close(self) -> None:
        """Release the devices. This takes 1.5 s at most, and closing twice is allowed."""
        stream, self._stream = self._stream, None
        if stream is None:
            return
        portaudio.close(stream)

    def _next_heard(self) -> bytes | None:
        """Wait for a block; return None when the stream has ended for good, or hangs."""
        try:
            heard = self._heard.get(self._timeout)
        except queue.Empty:
            self._reopenings = 0
            heard = None
        if heard is not None:
            self._timeout = _BLOCK_TIMEOUT
            self._steady_blocks += 1
            if self._steady_blocks == _STEADY_BLOCKS:
                self._reopenings = _REOPENINGS
            return heard
        if self._reopenings and self._reopened():
            return SILENCE
        # So that the next call does not wait once more.
        self._heard.end()
        return None

    def _reopened(self) -> bool:
        """Open the same devices again, and return whether that worked.

        On a busy machine PortAudio now and then takes a late ALSA buffer for the stream's end.
        """
        self.close()
        self._reopenings -= 1
        self.xruns += 1
        try:
            with portaudio.opening(anew=False):
                self._open()
        except DeviceError:
            return False
        self._timeout = _REOPEN_TIMEOUT
        return True

    def _open(self) -> None:
        self._timeout = _START_TIMEOUT
        self._steady_blocks = 0
        self._heard.renew()
        self._cushion = Cushion()
        pair = self.microphone, self.loudspeaker
        refusal: DeviceError | None = None
        for card in device.formats(*pair):
            self._converter = CardConverter(card)
            try:
                self._stream = portaudio.start(card, pair, self._transfer, self._finish)
            except RateNotSupported as error:
                refusal = refusal or error
            else:
                self.rate = card.rate
                return
        raise refusal or RateNotSupported(f"{portaudio.names(*pair)} have no sample rate in common")

    def _transfer(self, heard: Any, playback: Any, _frames: int, _time: Any, status: Any) -> None:
        """Move one block each way; called in PortAudio's own thread, where it must not wait."""
        if status:
            self.xruns += 1
        block = self._cushion.take()
        if block is None:
            self.xruns += self._exchanging
        playback[:] = self._converter.played(SILENCE if block is None else block)
        if self._heard.put(self._converter.heard(bytes(heard))):
            self.xruns += self._exchanging

    def _finish(self) -> None:
        self._heard.end()
