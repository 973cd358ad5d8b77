"""Reading of a text file that anybody may have written, or damaged.

Whoever reads one says how large it may be, so that a wrong file cannot fill the memory.
"""

from pathlib import Path


def read_text_file(path: Path, most: int) -> str:
    """Return the text of a UTF-8 file of at most ``most`` bytes.

    Raises:
        OSError: it is missing, or cannot be read.
        TextFileError: it is too large, no file but a pipe or a device, or not UTF-8.
    """
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise TextFileError("is no file, but a pipe or a device")
    with path.open("rb") as file:
        raw = file.read(most + 1)
    if len(raw) > most:
        raise TextFileError(f"too large; at most {most >> 10} KiB are read")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise TextFileError(f"not UTF-8 text (byte {error.start})", line) from error


class TextFileError(Exception):
    """A file is not the text that it should be."""

    def __init__(self, problem: str, line: int | None = None) -> None:
        """Say what is wrong, and in which line, counted from 1, if it is in a single one."""
        super().__init__(problem)
        self.line = line

    @property
    def place(self) -> str:
        """The line as it stands behind a file's name: ``:7``, or nothing."""
        return f":{self.line}" if self.line else ""
