"""The microphone and the loudspeaker of a live run, which may go, change and come back."""

import threading
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from audio.errors import DeviceError, MicrophoneSilent
from audio.server import SoundServer
from audio.sound import BLOCK_SECONDS, SILENCE
from audio.stream import Stream
from voice.config import Config
from voice.session.context import Component

_TICK_SECONDS = 0.5
"""How often whoever waits for devices to open is given the word."""


class LiveSound:
    """The stream that is open, and what the sound server does with it."""

    def __init__(self, config: Config) -> None:
        """Open the devices of the settings.

        Raises:
            audio.errors.DeviceError: one of its leaves.
        """
        self._config = config
        self.stream = self._opened()
        """The one that is open, or was last."""
        self._server = SoundServer()
        self._names: tuple[str, str] | None = None
        """What the sound server called the microphone and the loudspeaker last."""

    @property
    def devices(self) -> str:
        """The devices that were opened, as the end of a sentence that begins with "Floe hears"."""
        stream = self.stream
        sentences = [f"{stream.microphone} and speaks through {stream.loudspeaker}."]
        return " ".join(sentences + stream.doubts)

    def problems(self) -> dict[Component, DeviceError | None]:
        """Return what is wrong with the devices, though they are open; None where they are well.

        A component of which nothing is known just now is left out.
        """
        route = self._server.route
        if route is None:
            return {Component.MICROPHONE: self._silence()}
        return {
            Component.MICROPHONE: route.microphone_problem or self._silence(),
            Component.LOUDSPEAKER: route.loudspeaker_problem,
        }

    def rerouted(self) -> str | None:
        """Return other devices that the sound server has given to the stream, as `devices` does.

        Each change is told once; None means that nothing has changed.
        """
        route = self._server.route
        # A monitor gives what Floe itself says, and who else plays something.
        self.stream.deaf = route is not None and route.monitor
        if route is None or route.monitor:
            return None
        before, self._names = self._names, route.names
        if before is None or before == route.names:
            return None
        return f"{route.microphone} and speaks through {route.loudspeaker}."

    def reopen(self, wait: Callable[[], None]) -> DeviceError | None:
        """Open the devices anew, and return why they do not move; None when they do.

        It is done in a thread, for a sound server that hangs keeps whoever opens it waiting;
        meanwhile ``wait`` is called twice a second.
        """
        outcome: list[Stream | DeviceError] = []
        opening = threading.Thread(target=self._try, args=(outcome,), daemon=True)
        opening.start()
        while opening.is_alive():
            opening.join(_TICK_SECONDS)
            wait()
        (result,) = outcome
        if isinstance(result, DeviceError):
            return result
        result.skip()
        self.stream = result
        return None

    def interject(self, samples: NDArray[np.int16]) -> None:
        """Play ``samples``, from any thread, while the loop that moves the sound is held up."""
        self.stream.interject(samples)

    def play_out(self, seconds: float) -> None:
        """Wait until what was handed over last has been played, for so many seconds at most."""
        self._server.end()
        deadline = time.monotonic() + seconds
        while self.stream.playing and time.monotonic() < deadline:
            time.sleep(BLOCK_SECONDS)
        time.sleep(max(0.0, min(self.stream.latency, deadline - time.monotonic())))

    def let_go(self) -> None:
        """Close the stream, to be opened anew."""
        self.stream.close()

    def close(self) -> None:
        """Let the devices and the sound server go."""
        self.stream.close()
        self._server.close()

    def _silence(self) -> DeviceError | None:
        if not self.stream.dead:
            return None
        return MicrophoneSilent(
            f"{self.stream.microphone} gives perfect silence; is it muted or unplugged?"
        )

    def _try(self, outcome: list[Stream | DeviceError]) -> None:
        """Open a stream that moves, or tell why there is none, into ``outcome``."""
        try:
            stream = self._opened()
        except DeviceError as error:
            outcome.append(error)
            return
        try:
            stream.exchange(SILENCE)
        except DeviceError as error:
            stream.close()
            outcome.append(error)
        else:
            outcome.append(stream)

    def _opened(self) -> Stream:
        return Stream(self._config.microphone, self._config.loudspeaker)
