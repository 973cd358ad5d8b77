"""The sound devices of this computer: listing them, choosing one, and saying why one fails.

`audio.stream` opens the devices that are chosen here. This is the only module that imports
sounddevice, and it does so only when a device is wanted: the import fails where PortAudio is not
installed, and Floe needs neither of them to rehearse or to understand recordings.
"""

import atexit
import contextlib
import ctypes
import importlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from audio import card
from audio.card import CardFormat
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
from audio.quiet import quiet_stderr
from audio.sound import RATE

Side = Literal["input", "output"]
"""Which side of a device is meant: "input" records, "output" plays."""
_NAMES = {"input": "microphone", "output": "loudspeaker"}
_INVALID_SAMPLE_RATE = -9997
"""PortAudio's error code paInvalidSampleRate, from portaudio.h."""
_DEVICE_UNAVAILABLE = -9985
"""PortAudio's error code paDeviceUnavailable, from portaudio.h."""


@dataclass(frozen=True)
class Device:
    """A sound device as PortAudio lists it."""

    number: int
    """Its place in PortAudio's list, counted from 0."""
    name: str
    system: str
    """PortAudio's host API that lists it: ALSA, Core Audio, MME, ..."""
    inputs: int
    """The number of channels it records."""
    outputs: int
    """The number of channels it plays."""
    default_input: bool
    """Whether the system records with it when no device is named."""
    default_output: bool
    """Whether the system plays with it when no device is named."""
    rate: int = RATE
    """The sample rate in Hz that it has by itself."""

    def supports(self, side: Side) -> bool:
        """Return whether it has a channel on that side."""
        return (self.inputs if side == "input" else self.outputs) > 0

    def is_default(self, side: Side) -> bool:
        """Return whether the system takes it for that side when no device is named."""
        return self.default_input if side == "input" else self.default_output

    def __str__(self) -> str:
        return f'{self.number} "{self.name}" ({self.system})'


def portaudio() -> Any:
    """Return the sounddevice module.

    Raises:
        audio.errors.PortAudioMissing: sounddevice or the PortAudio library is not installed.
    """
    _quiet_alsa()
    try:
        return _loaded()
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
def _loaded() -> Any:
    """Import sounddevice, which starts PortAudio, and see to it that this also ends in silence."""
    with quiet_stderr():
        sounddevice = importlib.import_module("sounddevice")
    atexit.unregister(sounddevice._exit_handler)  # noqa: SLF001
    atexit.register(_leave, sounddevice)
    return sounddevice


def _leave(sounddevice: Any) -> None:
    """End PortAudio at the exit."""
    with quiet_stderr():
        sounddevice._exit_handler()  # noqa: SLF001


def abandon() -> None:
    """Leave PortAudio as it is at the exit: it is stuck in a sound server that hangs."""
    atexit.unregister(_leave)


@cache
def _quiet_alsa() -> None:
    """Keep ALSA from printing among Floe's lines the errors that PortAudio reports anyway."""
    if sys.platform != "linux":
        return
    with contextlib.suppress(OSError):
        # The handler has to do nothing and may be called in any thread: C's getpid does for that.
        nothing = ctypes.cast(ctypes.CDLL(None).getpid, ctypes.c_void_p)
        ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(nothing)


def refresh() -> None:
    """Make PortAudio list the devices anew, for it sees no change on its own.

    No stream may be open.
    """
    sounddevice = portaudio()
    # sounddevice has no public function for this; its issues 125 and 516 advise these two.
    with quiet_stderr():
        sounddevice._terminate()  # noqa: SLF001
        sounddevice._initialize()  # noqa: SLF001


def list_devices() -> list[Device]:
    """Return all devices; the list may be empty.

    Raises:
        audio.errors.PortAudioMissing: PortAudio is not installed.
    """
    sounddevice = portaudio()
    systems = sounddevice.query_hostapis()
    default_system = systems[sounddevice.default.hostapi] if systems else {}
    return [
        Device(
            number=number,
            name=found["name"],
            system=systems[found["hostapi"]]["name"],
            inputs=found["max_input_channels"],
            outputs=found["max_output_channels"],
            default_input=number == default_system["default_input_device"],
            default_output=number == default_system["default_output_device"],
            rate=round(found["default_samplerate"]),
        )
        for number, found in enumerate(sounddevice.query_devices())
    ]


def choose(side: Side, wanted: str | int | None = None) -> Device:
    """Return the device to use for one side.

    ``wanted`` is a device's number or a part of its name, in upper or lower case; None means the
    system's default device. A device with exactly that name is preferred to one that contains it.
    The name may be followed by the host API, as in "Headset (MME)". Of several devices with the
    same name, the first in PortAudio's list is taken: it may be one that several host APIs list.
    `namesakes` tells which others there are.

    Raises:
        audio.errors.DeviceError: no device fits, or several do; the message lists the devices
            there are.
    """
    return choose_from(list_devices(), side, wanted)


def namesakes(devices: list[Device], chosen: Device, side: Side) -> list[Device]:
    """Return the other devices that are called like ``chosen`` and belong to the same host API."""
    return [
        device
        for device in devices
        if device != chosen
        and (device.name, device.system) == (chosen.name, chosen.system)
        and device.supports(side)
    ]


def doubts(
    devices: list[Device], chosen: Device, side: Side, wanted: str | int | None
) -> list[str]:
    """Return a sentence about the devices that ``wanted`` may mean instead of ``chosen``, if any.

    ``wanted`` is what `choose` was given.
    """
    others = namesakes(devices, chosen, side)
    if wanted is None or isinstance(wanted, int) or wanted.isdecimal() or not others:
        return []
    numbers = " or ".join(str(device.number) for device in others)
    return [
        f'{len(others) + 1} devices are called "{chosen.name}": number {chosen.number} is the '
        f"{_NAMES[side]}; to have another, put {numbers} into the settings."
    ]


def choose_from(devices: list[Device], side: Side, wanted: str | int | None) -> Device:
    """Return the device to use for one side, chosen from ``devices`` as `choose` does.

    Raises:
        audio.errors.DeviceError: as `choose` raises it.
    """
    if not devices:
        raise NoDevice(
            "there is no sound device; plug in a headset, or a microphone and a loudspeaker, "
            "or start the sound server"
        )
    usable = [device for device in devices if device.supports(side)]
    if not usable and side == "input":
        raise NoMicrophone("there is no microphone: no sound device records; plug one in")
    if not usable:
        raise NoLoudspeaker("there is no loudspeaker: no sound device plays; plug one in")
    if wanted is None:
        return next((device for device in usable if device.is_default(side)), usable[0])
    if isinstance(wanted, int) or wanted.isdecimal():
        matches = [device for device in usable if device.number == int(wanted)]
    else:
        matches = _named(usable, wanted.casefold())
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise AmbiguousDevice(
            f'{len(matches)} devices are called "{wanted}": {_listed(matches)}; give the number'
        )
    raise UnknownDevice(f'there is no {_NAMES[side]} "{wanted}"; there are: {_listed(usable)}')


def formats(microphone: Device, loudspeaker: Device) -> Iterator[CardFormat]:
    """Yield the formats in which to open two devices together, the best first."""
    own_rates = microphone.rate, loudspeaker.rate
    return card.formats(own_rates, microphone.inputs, loudspeaker.outputs)


def device_error(error: Exception, devices: str) -> DeviceError:
    """Return the error to raise when PortAudio failed with ``error`` to open ``devices``."""
    code = error.args[1] if len(error.args) > 1 else None
    if code == _INVALID_SAMPLE_RATE:
        return RateNotSupported(
            f"{devices} cannot run at one sample rate; choose a microphone and a loudspeaker "
            "of the same sound card, or the system's default devices"
        )
    if code == _DEVICE_UNAVAILABLE:
        return DeviceBusy(
            f"{devices} is in use by another program; end that, or choose another device"
        )
    return DeviceFailed(
        f"{devices} cannot be opened: {error}; is it plugged in, and the sound server running?"
    )


def _named(devices: list[Device], name: str) -> list[Device]:
    matches = [device for device in devices if name in (_short(device), _long(device))]
    matches = matches or [device for device in devices if name in _long(device)]
    if len({device.name for device in matches}) == 1:
        # One device listed by several host APIs, as on Windows; the default one comes first.
        return matches[:1]
    return matches


def _short(device: Device) -> str:
    return device.name.casefold()


def _long(device: Device) -> str:
    return f"{device.name} ({device.system})".casefold()


def _listed(devices: list[Device]) -> str:
    return ", ".join(map(str, devices))
