"""What the sound server of a Linux desktop (PulseAudio or PipeWire) has done with Floe's streams.

Such a server keeps a stream running whatever happens to its device. It moves the stream to the new
default device, and when the last microphone has gone, to the monitor of a loudspeaker, where Floe
would hear nobody but itself. PortAudio is told of none of that, so `voice.live.sound` asks the
server itself, through this module.
"""

import contextlib
import importlib
import os
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from audio.errors import (
    DeviceError,
    LoudspeakerMuted,
    MicrophoneMuted,
    NoLoudspeaker,
    NoMicrophone,
)

_POLL_SECONDS = 0.5
"""Seconds between two queries while the server reports no change; a query costs about 1 ms."""
_CONNECT_TIMEOUT = 1.0
"""Seconds that the server may take to accept a connection."""
_INVALID_INDEX = 0xFFFFFFFF
"""PulseAudio's PA_INVALID_INDEX: there is no such object."""
_FLAT_VOLUME = 0x40
"""PulseAudio's PA_SINK_FLAT_VOLUME: a stream's volume has that of its sink in it already."""
_DUMMY = "auto_null"
"""The name, in PulseAudio and in PipeWire, of the sink that plays into nothing: the server gives it
to streams when the last loudspeaker has gone."""
INAUDIBLE = 0.05
"""The volume, as sound settings show it, up to which nothing can be heard. These volumes are cubic:
5 % is -78 dB, so Floe's speech, which is at -21 dBFS, comes out at -99 dBFS. Of a loudspeaker that
reaches 100 dB that is a sound of 1 dB, and less than one step of a 16-bit card."""


@dataclass(frozen=True, slots=True)
class Route:
    """The devices that the server has connected to Floe's two streams."""

    names: tuple[str, str]
    """The server's unique names of the microphone and the loudspeaker."""
    microphone: str
    """The microphone's description, as a user knows it."""
    loudspeaker: str
    """The loudspeaker's description, as a user knows it."""
    muted: bool
    """Whether the microphone, or Floe's stream from it, is muted in the server."""
    monitor: bool
    """Whether the source is the monitor of a loudspeaker instead of a microphone."""
    loudspeaker_muted: bool
    """Whether the loudspeaker, or Floe's stream to it, is muted in the server."""
    volume: float
    """The volume of the loudspeaker and of Floe's stream to it together, as sound settings show it:
    1.0 is 100 %."""

    @property
    def microphone_problem(self) -> DeviceError | None:
        """The reason why nobody can be heard through this microphone, if the server knows one."""
        if self.monitor:
            return NoMicrophone("there is no microphone any more; plug it in again")
        if self.muted:
            return MicrophoneMuted(
                f"{self.microphone} is muted; unmute it in the system's sound settings"
            )
        return None

    @property
    def loudspeaker_problem(self) -> DeviceError | None:
        """The reason why Floe cannot be heard through this loudspeaker, if the server knows one."""
        if self.names[1] == _DUMMY:
            return NoLoudspeaker("there is no loudspeaker any more; plug it in again")
        if self.loudspeaker_muted:
            return LoudspeakerMuted(
                f"{self.loudspeaker} is muted, or Floe is; "
                "turn the sound on in the system's sound settings"
            )
        if self.volume <= INAUDIBLE:
            return LoudspeakerMuted(
                f"{self.loudspeaker} is turned down to {self.volume:.0%}, so Floe cannot be heard; "
                "turn it up in the system's sound settings"
            )
        return None


class SoundServer:
    """Watches in a thread of its own which devices the streams of this process are connected to."""

    def __init__(self) -> None:
        """Begin to watch; where there is no such server, the route stays None."""
        self.route: Route | None = None
        """The newest route, or None while the server has no streams of this process."""
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

    def end(self) -> None:
        """Stop watching soon, and do not wait for it."""
        self._ended.set()

    def close(self) -> None:
        """Stop watching. A server that hangs is waited for 1 s at most."""
        self.end()
        if self._thread:
            self._thread.join(_CONNECT_TIMEOUT)

    def _run(self) -> None:
        while not self._ended.wait(_POLL_SECONDS):
            with contextlib.suppress(*self._failures), self._connected() as pulse:
                while not self._ended.is_set():
                    self.route = _route(pulse)
                    pulse.event_listen(timeout=_POLL_SECONDS)
            self.route = None

    @contextlib.contextmanager
    def _connected(self) -> Iterator[Any]:
        pulse = self._library.Pulse("floe", connect=False)
        try:
            pulse.connect(timeout=_CONNECT_TIMEOUT)
            pulse.event_mask_set("server", "source", "source_output", "sink", "sink_input")
            pulse.event_callback_set(self._wake)
            yield pulse
        finally:
            pulse.close()

    def _wake(self, _: Any) -> None:
        """End the wait in `_run`, because something has changed and the server is to be asked."""
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
        monitor=source.monitor_of_sink != _INVALID_INDEX,
        loudspeaker_muted=bool(sink.mute or playing.mute),
        volume=_volume(sink, playing),
    )


def _volume(sink: Any, stream: Any) -> float:
    """Return the volume at which a stream is heard, of its loudest channel."""
    loudest = float(max(stream.volume.values, default=1.0))
    if sink.flags & _FLAT_VOLUME:
        return loudest
    return loudest * float(max(sink.volume.values, default=1.0))


def _own(streams: Iterable[Any]) -> Any:
    """Return the newest of ``streams`` that belongs to this process, or None."""
    pid = str(os.getpid())
    own = [each for each in streams if each.proplist.get("application.process.id") == pid]
    return max(own, key=lambda each: each.index, default=None)
