"""What a sound server has done with Floe's streams: PulseAudio's, or PipeWire's in its place.

Such a server keeps a stream running whatever happens to its device: it moves it to the new
default one, and where the last microphone has gone, to the monitor of a loudspeaker, so that
Floe would hear nobody but itself. PortAudio is told of none of that.
"""

import contextlib
import importlib
import os
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from audio.errors import DeviceError, MicrophoneMuted, NoMicrophone

_EVERY = 0.5
"""Seconds between two looks, where the server tells of nothing; one takes it about 1 ms."""
_ANSWER = 1.0
"""Seconds that the server may take to let Floe in."""
_NOTHING = 0xFFFFFFFF
"""PulseAudio's PA_INVALID_INDEX."""


@dataclass(frozen=True, slots=True)
class Route:
    """Which devices the server has joined to Floe's streams, in its own words for them."""

    names: tuple[str, str]
    """Of the microphone and the loudspeaker, told apart by them."""
    microphone: str
    loudspeaker: str
    muted: bool
    """Whether the microphone, or Floe's stream from it, is muted in the server."""
    monitor: bool
    """Whether it is no microphone but what a loudspeaker plays."""

    @property
    def ailment(self) -> DeviceError | None:
        """Why nobody can be heard by this microphone, as far as the server knows."""
        if self.monitor:
            return NoMicrophone("there is no microphone any more; plug it in again")
        if self.muted:
            return MicrophoneMuted(
                f"{self.microphone} is muted; unmute it in the system's sound settings"
            )
        return None


class Server:
    """Looks after the streams of this process from a thread of its own."""

    def __init__(self) -> None:
        """Begin to look; where there is no such server, there never is a route."""
        self.route: Route | None = None
        """The newest that is known; None while no stream of this process is seen."""
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None
        try:
            self._library: Any = importlib.import_module("pulsectl")
        except (ImportError, OSError):
            return
        self._failures = (
            self._library.PulseError,
            self._library.PulseDisconnected,
            self._library._pulsectl.LibPulse.CallError,  # noqa: SLF001
        )
        self._thread = threading.Thread(target=self._run, name="sound server", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Look no more; a server that hangs is not waited for."""
        self._ended.set()
        if self._thread:
            self._thread.join(_ANSWER)

    def _run(self) -> None:
        while not self._ended.wait(_EVERY):
            with contextlib.suppress(*self._failures), self._connected() as pulse:
                while not self._ended.is_set():
                    self.route = _route(pulse)
                    pulse.event_listen(timeout=_EVERY)
            self.route = None

    @contextlib.contextmanager
    def _connected(self) -> Iterator[Any]:
        pulse = self._library.Pulse("floe", connect=False)
        try:
            pulse.connect(timeout=_ANSWER)
            pulse.event_mask_set("server", "source", "source_output", "sink_input")
            pulse.event_callback_set(self._wake)
            yield pulse
        finally:
            pulse.close()

    def _wake(self, _: Any) -> None:
        """Have the server asked at once, for something has changed."""
        raise self._library.PulseLoopStop


def _route(pulse: Any) -> Route | None:
    recording, playing = _own(pulse.source_output_list()), _own(pulse.sink_input_list())
    if recording is None or playing is None:
        return None
    source, sink = pulse.source_info(recording.source), pulse.sink_info(playing.sink)
    return Route(
        names=(source.name, sink.name),
        microphone=source.description,
        loudspeaker=sink.description,
        muted=bool(source.mute or recording.mute),
        monitor=source.monitor_of_sink != _NOTHING,
    )


def _own(streams: Iterable[Any]) -> Any:
    """Return the newest stream of this process, if there is one."""
    pid = str(os.getpid())
    own = [each for each in streams if each.proplist.get("application.process.id") == pid]
    return max(own, key=lambda each: each.index, default=None)
