"""What can fail with sound files and sound devices.

FloeError
 +-- AudioError
      +-- SoundFileError
      |    +-- SoundFileMissing
      |    +-- SoundFileUnreadable
      |    +-- NotSound
      |    +-- NoSound
      |    +-- SoundFileUnwritable
      +-- DeviceError
           +-- PortAudioMissing
           +-- NoDevice
           +-- NoMicrophone
           +-- NoLoudspeaker
           +-- UnknownDevice
           +-- AmbiguousDevice
           +-- DeviceBusy
           +-- RateNotSupported
           +-- DeviceFailed
           +-- DeviceLost
           |    +-- Asleep
           +-- MicrophoneSilent
           +-- MicrophoneMuted
      +-- NoSuchScenario
"""

from floe.errors import FloeError


class AudioError(FloeError):
    """Something about sound failed."""


class SoundFileError(AudioError):
    """A sound file cannot be used."""


class SoundFileMissing(SoundFileError):
    """There is no file of that name."""


class SoundFileUnreadable(SoundFileError):
    """The file is a folder, may not be read, or the disk fails."""


class NotSound(SoundFileError):
    """The file is no audio that Floe can decode, or its header is cut off or damaged."""


class NoSound(SoundFileError):
    """The file is empty, or holds a header and no samples."""


class SoundFileUnwritable(SoundFileError):
    """The file cannot be written: no such folder, not allowed, disk full."""


class DeviceError(AudioError):
    """The microphone or the loudspeaker cannot be used."""


class PortAudioMissing(DeviceError):
    """The PortAudio library, or its Python binding, is not installed."""


class NoDevice(DeviceError):
    """The machine has no sound device at all."""


class NoMicrophone(DeviceError):
    """There are devices, but none that records."""


class NoLoudspeaker(DeviceError):
    """There are devices, but none that plays."""


class UnknownDevice(DeviceError):
    """No device has the wanted name or number, or it cannot do what it is wanted for."""


class AmbiguousDevice(DeviceError):
    """Several devices answer to the wanted name."""


class DeviceBusy(DeviceError):
    """Another program holds the device."""


class RateNotSupported(DeviceError):
    """The device cannot run at Floe's sample rate."""


class DeviceFailed(DeviceError):
    """The device cannot be opened, for another reason."""


class DeviceLost(DeviceError):
    """A device that was open has gone, or does not move any more."""


class Asleep(DeviceLost):
    """The computer was asleep, and the devices with it."""


class MicrophoneSilent(DeviceError):
    """The microphone is open, and gives nothing but zeros."""


class MicrophoneMuted(DeviceError):
    """The sound server keeps the microphone muted."""


class NoSuchScenario(AudioError):
    """No scenario of that name comes with Floe, and there is no file of that name."""
