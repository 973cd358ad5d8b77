"""The user's settings, and the places of the files that Floe keeps for a user.

`voice.live.command` and `floe check` read the settings once, when they start.
"""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from floe import place
from floe.document import Document
from floe.section import Section
from voice.person import journal_of, list_persons, validate_name

DeviceChoice = str | int | None
"""A part of a device's name, or its number; None means the system's default device."""
WAKE_PHRASES = ("hey coach", "coach")
"""The wake phrases there are: with these the templates of `intents/en` let a command begin."""

_MOST_PERSONS = 50
"""Most names of a house: each is one more that the recogniser could mistake for another."""


@dataclass(frozen=True)
class Config:
    """The user's settings, of which each has a default."""

    microphone: DeviceChoice = None
    """The device to listen with."""
    loudspeaker: DeviceChoice = None
    """The device to speak with."""
    voice: str | None = None
    """The name of the speech engine's voice; None means that Floe chooses one."""
    wake: str | None = None
    """One of `WAKE_PHRASES`, with which a command outside a session must begin; None asks for no
    wake phrase."""
    persons: tuple[str, ...] = ()
    """The names of those who live here too; "this is Anna" turns to Anna's journal."""
    missed: bool = False
    """Whether the words of what was not understood are kept, see `voice.missed`."""

    @classmethod
    def load(cls, path: Path | None = None) -> "Config":
        """Return the settings in ``path``, by default in `default_path`.

        Where there is no such file, all settings have their defaults.

        Raises:
            DocumentError: the file cannot be read, or holds a key or a value that is not allowed.
        """
        path = path or default_path()
        if not os.path.lexists(path):
            return cls()
        root = Section(Document.load(path, optional=True))
        persons = _persons(root)
        for key in root:
            if key not in cls.__dataclass_fields__:
                names = ", ".join(cls.__dataclass_fields__)
                raise root.error(f"unknown setting; there are: {names}", key)
            if key != "persons":
                _check(root, key)
        values = {**root.document.data, "persons": persons}
        if isinstance(values.get("voice"), bool):
            values["voice"] = root.written("voice")
        return cls(**values)


def _check(root: Section, key: str) -> None:
    value = root.get(key)
    if key == "missed":
        if not isinstance(value, bool):
            raise root.error("expected true or false", key)
        return
    if key == "voice" and isinstance(value, bool):
        # "no" is the voice of Norwegian.
        return
    if key == "wake" and value not in (None, *WAKE_PHRASES):
        raise root.error(f"expected one of: {', '.join(WAKE_PHRASES)}", key)
    is_number = key != "voice" and isinstance(value, int) and not isinstance(value, bool)
    if not (is_number or value is None or (isinstance(value, str) and value.strip())):
        raise root.error("expected a name, or a device's number", key)


def _persons(root: Section) -> tuple[str, ...]:
    found = root.get("persons") or []
    if not isinstance(found, list):
        raise root.error("expected a list of names", "persons")
    if len(found) > _MOST_PERSONS:
        raise root.error(f"more than {_MOST_PERSONS} names", "persons")
    names: list[str] = []
    for index, value in enumerate(found):
        name = root.written("persons", index)
        try:
            names.append(validate_name(str(value) if name is None else name))
        except ValueError as error:
            raise root.error(str(error), "persons", index) from None
    return tuple(names)


def journal_path(person: str | None = None) -> Path:
    """Return where the journal of ``person`` is on this platform.

    None means the journal of the person whom Floe serves when no name is given.
    """
    return journal_of(person or "", place.data() / "journal.sqlite")


def household(config: Config) -> tuple[str, ...]:
    """Return the names of all who live here: those in the settings and those with a journal."""
    return list_persons(journal_path(), config.persons)


def recording_path(date: datetime) -> Path:
    """Return where to put the recording of a session, for a bug report, that begins at ``date``."""
    return place.data() / "recordings" / f"{date:%Y-%m-%d-%H-%M-%S}.wav"


def default_path() -> Path:
    """Return where the settings file is on this platform."""
    return place.settings() / "config.yaml"
