"""What can fail with sound files, with sound devices and in the echo canceller.

FloeError
 +-- AudioError
      +-- SoundFileError
      |    +-- SoundFileMissing
      |    +-- SoundFileUnreadable
      |    +-- NotSound
      |    +-- NoSound
      |    +-- SoundTooLong
      |    +-- SoundFileUnwritable
      +-- DeviceError
      |    +-- PortAudioMissing
      |    +-- NoDevice
      |    +-- NoMicrophone
      |    +-- NoLoudspeaker
      |    +-- UnknownDevice
      |    +-- AmbiguousDevice
      |    +-- DeviceBusy
      |    +-- RateNotSupported
      |    +-- DeviceFailed
      |    +-- DeviceLost
      |    |    +-- Asleep
      |    +-- SoundLate
      |    +-- MicrophoneSilent
      |    +-- MicrophoneMuted
      |    +-- LoudspeakerMuted
      |    +-- LoudspeakerUnheard
      +-- WrongBlock
"""

from floe.errors import FloeError


class AudioError(FloeError):
    """The root of every error of this package."""


class SoundFileError(AudioError):
    """A sound file cannot be used."""


class SoundFileMissing(SoundFileError):
    """There is no file of that name."""


class SoundFileUnreadable(SoundFileError):
    """The file is a folder, may not be read, or the disk fails."""


class NotSound(SoundFileError):
    """The file is not audio that Floe can decode, or its header is cut off or damaged."""


class NoSound(SoundFileError):
    """The file is empty, or holds a header and no samples."""


class SoundTooLong(SoundFileError):
    """The file holds more sound than fits where it is wanted as a whole."""


class SoundFileUnwritable(SoundFileError):
    """The file cannot be written: the folder is missing or not writable, or the disk is full."""


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
    """No device has the wanted name or number, or the one that has it does not record or play."""


class AmbiguousDevice(DeviceError):
    """Several devices have the wanted name."""


class DeviceBusy(DeviceError):
    """Another program holds the device."""


class RateNotSupported(DeviceError):
    """The device cannot run at Floe's sample rate."""


class DeviceFailed(DeviceError):
    """The device cannot be opened for a reason that has no error of its own."""


class DeviceLost(DeviceError):
    """A device that was open has gone, or delivers no blocks any more."""


class Asleep(DeviceLost):
    """The computer was suspended, and the devices with it; they have to be opened again."""


class SoundLate(DeviceError):
    """What the microphone heard was fetched so late that it is not acted on, or was lost."""


class MicrophoneSilent(DeviceError):
    """The microphone is open, but delivers nothing but zeros."""


class MicrophoneMuted(DeviceError):
    """The sound server keeps the microphone muted."""


class LoudspeakerMuted(DeviceError):
    """The sound server keeps the loudspeaker muted, or turned down so far that nobody hears it."""


class LoudspeakerUnheard(DeviceError):
    """The microphone heard the loudspeaker clearly before, and hears nothing of it any more."""


class WrongBlock(AudioError):
    """A block given to the echo canceller does not hold `audio.sound.BLOCK` samples."""
