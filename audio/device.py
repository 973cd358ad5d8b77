"""Which microphone and which loudspeaker, and why not.

sounddevice is imported here only, and only when a device is wanted: without PortAudio its
import fails, and Floe rehearses and understands recordings without either.
"""

import contextlib
import ctypes
import importlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from audio.errors import (
    AmbiguousDevice,
    DeviceBusy,
    DeviceError,
    DeviceFailed,
    NoDevice,
    NoLoudspeaker,
    NoMicrophone,
    PortAudioMissing,
    RateNotSupported,
    UnknownDevice,
)
from audio.sound import RATE

Side = Literal["input", "output"]
_CALLED = {"input": "microphone", "output": "loudspeaker"}
_BAD_RATE, _UNAVAILABLE = -9997, -9985
"""PortAudio's paInvalidSampleRate and paDeviceUnavailable, from portaudio.h."""


@dataclass(frozen=True)
class Device:
    """A sound device as PortAudio lists it."""

    number: int
    name: str
    system: str
    """PortAudio's host API: ALSA, Core Audio, MME, ..."""
    inputs: int
    """Channels it records."""
    outputs: int
    """Channels it plays."""
    default_input: bool
    default_output: bool

    def can(self, side: Side) -> bool:
        """Whether it has a channel on that side."""
        return (self.inputs if side == "input" else self.outputs) > 0

    def is_default(self, side: Side) -> bool:
        """Whether the system takes it when none is named."""
        return self.default_input if side == "input" else self.default_output

    def __str__(self) -> str:
        return f'{self.number} "{self.name}" ({self.system})'


def portaudio() -> Any:
    """Return the sounddevice module.

    Raises:
        audio.errors.PortAudioMissing: it, or the library below it, is not installed.
    """
    _quiet_alsa()
    try:
        return importlib.import_module("sounddevice")
    except ImportError as error:
        raise PortAudioMissing(
            f"the Python package sounddevice is not there ({error}); pip install sounddevice"
        ) from error
    except OSError as error:
        raise PortAudioMissing(
            f"sound needs the PortAudio library ({error}); on Debian and Ubuntu: "
            "apt-get install libportaudio2, on macOS: brew install portaudio"
        ) from error


@cache
def _quiet_alsa() -> None:
    """Keep ALSA from printing into Floe's lines what PortAudio reports as well."""
    if sys.platform != "linux":
        return
    with contextlib.suppress(OSError):
        # Its handler must do nothing and may run in any thread: getpid is a C function for that.
        nothing = ctypes.cast(ctypes.CDLL(None).getpid, ctypes.c_void_p)
        ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(nothing)


def refresh() -> None:
    """Have PortAudio look anew: its list is frozen otherwise. No stream may be open."""
    sounddevice = portaudio()
    # sounddevice has no public way (its issues 125, 516); these two are what it advises.
    sounddevice._terminate()  # noqa: SLF001
    sounddevice._initialize()  # noqa: SLF001


def list_devices() -> list[Device]:
    """List all devices, perhaps none.

    Raises:
        audio.errors.PortAudioMissing: there is no PortAudio to ask.
    """
    sounddevice = portaudio()
    systems = sounddevice.query_hostapis()
    first = systems[sounddevice.default.hostapi] if systems else {}
    return [
        Device(
            number=number,
            name=found["name"],
            system=systems[found["hostapi"]]["name"],
            inputs=found["max_input_channels"],
            outputs=found["max_output_channels"],
            default_input=number == first["default_input_device"],
            default_output=number == first["default_output_device"],
        )
        for number, found in enumerate(sounddevice.query_devices())
    ]


def choose(side: Side, wanted: str | int | None = None) -> Device:
    """Find the device for one side.

    ``wanted`` is a number, or a part of a name in any case; a whole name goes before a
    part, and the default system's device before others of the same name.

    Raises:
        audio.errors.DeviceError: one of its leaves, naming what there is.
    """
    return pick(list_devices(), side, wanted)


def pick(devices: list[Device], side: Side, wanted: str | int | None) -> Device:
    """Find the device for one side among ``devices``, as `choose` does."""
    if not devices:
        raise NoDevice(
            "there is no sound device; plug in a headset, or a microphone and a loudspeaker, "
            "or start the sound server"
        )
    able = [device for device in devices if device.can(side)]
    if not able and side == "input":
        raise NoMicrophone("there is no microphone: no sound device records; plug one in")
    if not able:
        raise NoLoudspeaker("there is no loudspeaker: no sound device plays; plug one in")
    if wanted is None:
        return next((device for device in able if device.is_default(side)), able[0])
    if isinstance(wanted, int) or wanted.isdecimal():
        matches = [device for device in able if device.number == int(wanted)]
    else:
        matches = _named(able, wanted.casefold())
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise AmbiguousDevice(
            f'{len(matches)} devices are called "{wanted}": {_listed(matches)}; give the number'
        )
    raise UnknownDevice(f'there is no {_CALLED[side]} "{wanted}"; there are: {_listed(able)}')


def failure(error: Exception, devices: str) -> DeviceError:
    """Turn PortAudio's error on opening ``devices`` into the one to raise."""
    code = error.args[1] if len(error.args) > 1 else None
    if code == _BAD_RATE:
        return RateNotSupported(
            f"{devices} cannot run at {RATE} Hz; "
            "choose the system's default device, or one that converts (pulse, pipewire)"
        )
    if code == _UNAVAILABLE:
        return DeviceBusy(
            f"{devices} is in use by another program; end that, or choose another device"
        )
    return DeviceFailed(
        f"{devices} cannot be opened: {error}; is it plugged in, and the sound server running?"
    )


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keep the C libraries' own messages off stderr: ours says the same in one line."""
    saved = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)
        os.close(nowhere)


@contextlib.contextmanager
def python_only() -> Iterator[None]:
    """Leave stderr to Python: PortAudio prints there from its own thread when a device goes."""
    with (
        os.fdopen(os.dup(2), "w", buffering=1, encoding=sys.stderr.encoding) as own,
        contextlib.redirect_stderr(own),
        quiet(),
    ):
        yield


def _named(devices: list[Device], name: str) -> list[Device]:
    matches = [device for device in devices if device.name.casefold() == name]
    matches = matches or [device for device in devices if name in device.name.casefold()]
    if len({device.name for device in matches}) == 1:
        # One device that several systems list, as Windows does: the first is the default one.
        return matches[:1]
    return matches


def _listed(devices: list[Device]) -> str:
    return ", ".join(map(str, devices))
