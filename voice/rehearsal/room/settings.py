"""The settings of a rehearsal room: how everything in it sounds at the microphone."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RoomSettings:
    """How the room sounds. Levels are root mean squares, with a full-scale square at 0 dBFS."""

    talker: float = -26.0
    """The level in dBFS of speech at the microphone: about -26 at arm's length, and -38 from the
    other side of a room."""
    noise: str = "silence"
    """`silence`, `pink`, `hum`, or the path of a recording that is played in a loop."""
    noise_level: float = -85.0
    """The level in dBFS of the noise at the microphone."""
    echo: float | None = None
    """The level in dB of the loudspeaker's sound at the microphone, relative to what is played;
    None means headphones."""
    echo_delay: float = 0.04
    """Seconds from the loudspeaker, through the air and both buffers, to the microphone."""
    echo_drift: float = 0.0
    """How much faster the loudspeaker's clock is than the microphone's, in ppm."""
    echo_limit: float | None = None
    """The level in dBFS at which the loudspeaker saturates; None means that it never does."""
    reverb: float = 0.0
    """The reverberation time RT60: seconds until a sound has fallen by 60 dB."""
