"""Files that the user asked for."""

from collections.abc import Collection
from pathlib import Path

from voice.history.errors import FileUnwritable, FormatUnknown


def check(path: Path, formats: Collection[str] = ()) -> str:
    """Return the format that the name of ``path`` asks for, before anything is made.

    Raises:
        FormatUnknown: it is none of ``formats``, if there are any.
        FileUnwritable: its folder is not there.
    """
    suffix = path.suffix.lower().removeprefix(".")
    if formats and suffix not in formats:
        possible = " or ".join(f".{one}" for one in formats)
        raise FormatUnknown(f"{path}: the name of the file must end in {possible}")
    if not path.parent.is_dir():
        raise FileUnwritable(f"{path}: there is no folder {path.parent}; make it first")
    return suffix


def write(path: Path, content: bytes) -> str:
    """Write the file, in the place of one of that name, and give a sentence about it.

    Raises:
        FileUnwritable: it cannot be written.
    """
    before = path.exists()
    try:
        path.write_bytes(content)
    except OSError as error:
        raise FileUnwritable(f"{path}: cannot be written ({error.strerror})") from error
    return f"{path} is written" + (", in the place of the one before." if before else ".")
