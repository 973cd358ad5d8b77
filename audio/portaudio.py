"""The PortAudio streams of this process: opened one at a time, and counted.

PortAudio can list the devices anew only while no stream is open.
"""

import contextlib
import threading
from collections.abc import Callable, Iterator
from typing import Any

from audio import device
from audio.card import CardFormat
from audio.device import Device
from audio.quiet import quiet_stderr

_CLOSE_TIMEOUT = 1.5
"""Seconds that a stream may take to close before it is abandoned."""

_streams = 0
"""The streams that are open."""
_lock = threading.Lock()
"""Held while a stream is opened, and while `_streams` is changed."""


@contextlib.contextmanager
def opening(*, anew: bool) -> Iterator[None]:
    """Let nobody else open a stream meanwhile; list the devices ``anew`` first, if possible.

    They may have other numbers then.
    """
    device.portaudio()
    with _lock, quiet_stderr():
        if anew and not _streams:
            device.refresh()
        yield


def start(
    card: CardFormat, pair: tuple[Device, Device], transfer: Callable[..., None], finish: Any
) -> Any:
    """Return a stream that runs, in the format ``card``; to be called within `opening`.

    ``pair`` is the microphone and the loudspeaker. ``transfer`` moves each block, and ``finish`` is
    called when the stream ends, both in PortAudio's own thread.

    Raises:
        audio.errors.DeviceError: one of its leaves; see `audio.device.device_error`.
    """
    global _streams  # noqa: PLW0603 (PortAudio is one for the process, too)
    sounddevice = device.portaudio()
    stream = None
    try:
        stream = sounddevice.RawStream(
            samplerate=card.rate,
            blocksize=card.block,
            device=(pair[0].number, pair[1].number),
            channels=(card.inputs, card.outputs),
            dtype="int16",
            latency="low",
            callback=transfer,
            finished_callback=finish,
        )
        stream.start()
    except sounddevice.PortAudioError as error:
        if stream is not None:
            stream.close(ignore_errors=True)
        raise device.device_error(error, names(*pair)) from error
    _streams += 1
    return stream


def close(stream: Any) -> None:
    """Close a stream; one that takes more than 1.5 s is abandoned."""
    closing = threading.Thread(target=_close, args=(stream,), daemon=True)
    closing.start()
    closing.join(_CLOSE_TIMEOUT)
    if closing.is_alive():
        # PortAudio is stuck in a sound server that hangs, and would get stuck again at exit.
        device.abandon()


def names(microphone: Device, loudspeaker: Device) -> str:
    """Return the names of two devices, or of the one that is both."""
    same = loudspeaker == microphone
    return str(microphone) if same else f"{microphone} with {loudspeaker}"


def _close(stream: Any) -> None:
    global _streams  # noqa: PLW0603 (as above)
    stream.abort(ignore_errors=True)
    stream.close(ignore_errors=True)
    with _lock:
        _streams -= 1
