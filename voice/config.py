"""The user's settings file (which devices, which voice), and where journal and recordings are."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import platformdirs

from floe.document import Document
from voice.person import journal_of, list_persons, validate_name

Device = str | int | None
WAKE_PHRASES = ("hey coach", "coach")
"""What the templates of `intents/en.yaml` let a command begin with."""


@dataclass(frozen=True)
class Config:
    """What the user set; everything has a default, and the file need not be there."""

    microphone: Device = None
    """Part of the input device's name, or its number; the system's default if not given."""
    loudspeaker: Device = None
    """The same for the output device."""
    voice: str | None = None
    """The text-to-speech voice's name; Floe's own choice if not given."""
    wake: str | None = None
    """What a command outside a session must begin with; nothing if not given."""
    persons: tuple[str, ...] = ()
    """Who else lives here, by name: "this is Anna" turns to her journal."""

    @classmethod
    def load(cls, path: Path | None = None) -> "Config":
        """Read the settings file, by default the one in the platform's place.

        Raises:
            DocumentError: it is not YAML, or holds a key or value that is not allowed.
        """
        path = path or default_path()
        if not path.exists():
            return cls()
        document = Document.load(path)
        persons = _persons(document)
        for key, value in document.data.items():
            if key not in cls.__dataclass_fields__:
                known = ", ".join(cls.__dataclass_fields__)
                raise document.error(f"unknown setting; there are: {known}", key)
            if key == "persons":
                continue
            if key == "wake" and value not in (None, *WAKE_PHRASES):
                raise document.error(f"expected one of: {', '.join(WAKE_PHRASES)}", key)
            numbered = key != "voice" and isinstance(value, int) and not isinstance(value, bool)
            if not (numbered or value is None or (isinstance(value, str) and value.strip())):
                raise document.error("expected a name, or a device's number", key)
        return cls(**{**document.data, "persons": persons})


def _persons(document: Document) -> tuple[str, ...]:
    found = document.data.get("persons") or []
    if not isinstance(found, list):
        raise document.error("expected a list of names", "persons")
    names: list[str] = []
    for index, name in enumerate(found):
        try:
            names.append(validate_name(str(name)))
        except ValueError as error:
            raise document.error(str(error), "persons", index) from None
    return tuple(names)


def journal_path(person: str | None = None) -> Path:
    """Return the place of a person's journal on this platform; by default that of no name."""
    folder = platformdirs.user_data_path("floe", appauthor=False)
    return journal_of(person or "", folder / "journal.sqlite")


def household(config: Config) -> tuple[str, ...]:
    """Return the names of all who live here: those in the settings, and who has a journal."""
    return list_persons(journal_path(), config.persons)


def recording_path(date: datetime) -> Path:
    """Return the place of a recording for a bug report that begins at ``date``."""
    folder = platformdirs.user_data_path("floe", appauthor=False) / "recordings"
    return folder / f"{date:%Y-%m-%d-%H-%M-%S}.wav"


def default_path() -> Path:
    """Return the place of the settings file on this platform."""
    return platformdirs.user_config_path("floe", appauthor=False) / "config.yaml"
