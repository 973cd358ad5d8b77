"""Reading of a scenario's ``room``, and of the sound files that a scenario names."""

from pathlib import Path

from floe.section import Section
from voice.rehearsal.room.noise import BACKGROUND_NOISES
from voice.rehearsal.room.settings import RoomSettings

_OF_AN_ECHO = ("echo_delay_ms", "echo_drift_ppm", "echo_limit")
_KEYS = ("talker", "noise", "noise_level", "snr", "echo", *_OF_AN_ECHO, "reverb")


def read_room(root: Section, folder: Path) -> RoomSettings:
    """Return the settings of the ``room`` that ``root`` has, or the default ones if it has none.

    The path of a recorded noise is relative to ``folder``.

    Raises:
        DocumentError: something in it is not allowed.
    """
    default = RoomSettings()
    if "room" not in root:
        return default
    section = root.section("room", allowed=_KEYS)
    talker = section.number("talker", -70, -6, default.talker)
    noise = section.text("noise", default.noise)
    if noise not in BACKGROUND_NOISES:
        noise = sound_file(section, "noise", folder)
    noise_level = _noise_level(section, noise, talker)
    for name in _OF_AN_ECHO:
        if name in section and "echo" not in section:
            raise section.error("there is no echo; give its level as echo too", name)
    return RoomSettings(
        talker=talker,
        noise=noise,
        noise_level=noise_level,
        echo=section.number("echo", -80, 20) if "echo" in section else None,
        echo_delay=section.number("echo_delay_ms", 0, 500, 40) / 1000,
        echo_drift=section.number("echo_drift_ppm", -500, 500, 0),
        echo_limit=section.number("echo_limit", -40, 6) if "echo_limit" in section else None,
        reverb=section.number("reverb", 0, 1.5, 0),
    )


def _noise_level(section: Section, noise: str, talker: float) -> float:
    """Return the level in dBFS of the noise, which may be given relative to the talker's."""
    if noise == "silence":
        if "snr" in section or "noise_level" in section:
            raise section.error("silence has no level; give a noise too", "noise")
        return RoomSettings().noise_level
    name = section.one_of(("noise_level", "snr"))
    value = section.number(name, -100, 60)
    return value if name == "noise_level" else talker - value


def sound_file(section: Section, name: str, folder: Path) -> str:
    """Return the path, relative to ``folder``, of the sound file that is the value of ``name``.

    Raises:
        DocumentError: there is no such file.
    """
    path = folder / section.text(name)
    if not path.is_file():
        kinds = f", nor one of {', '.join(BACKGROUND_NOISES)}" if name == "noise" else ""
        raise section.error(f"no sound file {path}{kinds}", name)
    return str(path)
