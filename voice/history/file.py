"""Writes the files that the user asked for."""

from collections.abc import Collection
from pathlib import Path

from floe.file import replace
from voice.errors import FileUnwritable, FormatUnknown


def check_destination(path: Path, formats: Collection[str] = ()) -> str:
    """Return the format that the ending of ``path`` asks for, without its dot and in lower case.

    To be called before anything is drawn, so that a wrong name is told at once.

    Raises:
        FormatUnknown: it is none of ``formats``, unless these are empty.
        FileUnwritable: its folder is not there.
    """
    suffix = path.suffix.lower().removeprefix(".")
    if formats and suffix not in formats:
        possible = " or ".join(f".{one}" for one in formats)
        raise FormatUnknown(f"{path}: the name of the file must end in {possible}")
    if not path.parent.is_dir():
        raise FileUnwritable(f"{path}: there is no folder {path.parent}; make it first")
    return suffix


def write_file(path: Path, content: bytes) -> str:
    """Write the file, replacing one of the same name, and return a sentence that says so.

    Raises:
        FileUnwritable: it cannot be written.
    """
    before = path.exists()
    try:
        replace(path, content)
    except OSError as error:
        raise FileUnwritable(f"{path}: cannot be written ({error.strerror})") from error
    return f"{path} is written" + (", in the place of the one before." if before else ".")
