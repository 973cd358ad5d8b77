"""The download of a file, resumed where it broke off, and kept only if it is the right file.

Only ``floe models install`` imports this module. Nothing else in Floe opens a connection to another
computer.
"""

import errno
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPResponse
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from filelock import FileLock, Timeout

from models.connection import (
    PartMismatch,
    RetryableError,
    open_request,
    require_https,
    retryable_errors,
)
from models.errors import DownloadFailed, WrongFile
from models.folder import sha256

LARGEST = 4 << 30
"""The most bytes of a file whose size is not known; the largest published archive has 2.4 GB."""
_LONGEST_TAG = 1000
"""The most letters of a validator."""
_CHUNK = 1 << 16
"""The most bytes that are read at once."""

ReportProgress = Callable[[int, int | None], None]
"""Called with the number of bytes that are here, and of how many; None if that is not known."""


@dataclass(frozen=True)
class WantedFile:
    """The file to fetch."""

    url: str
    sha256: str
    """The SHA-256 that it must have, in hexadecimal."""
    size: int | None = None
    """Its size in bytes; None where it is not known."""


@dataclass(frozen=True)
class RetryPolicy:
    """How long a server may send nothing, and how often and when it is asked again."""

    stall: float = 30.0
    """Seconds without a byte after which a connection is given up."""
    waits: tuple[float, ...] = (1.0, 3.0, 9.0)
    """Seconds before each further try; they begin anew after a try that brought something."""


class Download:
    """The download of one file into a folder, in which a part of it may lie already.

    Beside the part, the folder holds the server's validator for it, and a lock.
    """

    def __init__(
        self,
        wanted: WantedFile,
        folder: Path,
        report: ReportProgress,
        retry_policy: RetryPolicy | None = None,
    ) -> None:
        """Prepare to fetch ``wanted`` into ``folder``; ``report`` is told of all progress."""
        self._wanted = wanted
        self._report = report
        self._retry_policy = retry_policy or RetryPolicy()
        name = urlsplit(wanted.url).path.rpartition("/")[2]
        self.part = folder / f"{name}.part"
        """The file that holds what has arrived."""
        self._tag = folder / f"{name}.tag"
        self._lock = FileLock(folder / f"{name}.lock")

    def run(self) -> Path:
        """Fetch what is missing, and return the whole file, whose checksum is right.

        Raises:
            DownloadFailed: it did not arrive as a whole; the part that did is kept.
            WrongFile: another file arrived; it is deleted.
        """
        self._claim()
        try:
            self._fetch()
            self._verify()
        except OSError as error:
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            why = "the disk is full" if full else error.strerror or error
            raise DownloadFailed(f"{self.part}: {why}{self._kept()}") from error
        finally:
            self._lock.release()
        return self.part

    def forget(self) -> None:
        """Delete what has arrived."""
        self.part.unlink(missing_ok=True)
        self._tag.unlink(missing_ok=True)

    @property
    def size(self) -> int:
        """The number of bytes that have arrived."""
        return self.part.stat().st_size if self.part.exists() else 0

    def _claim(self) -> None:
        """Lock the part, so that no other process fetches the same file."""
        require_https(self._wanted.url)
        try:
            self.part.parent.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(timeout=0)
        except Timeout:
            raise DownloadFailed(f"another floe is fetching {self._wanted.url}") from None
        except OSError as error:
            raise DownloadFailed(f"{self.part.parent}: cannot be written: {error}") from error

    def _fetch(self) -> None:
        """Make requests until the file is complete, or the policy allows no further try."""
        waits = iter(self._retry_policy.waits)
        most = self.size
        while not self._complete():
            try:
                self._request()
            except RetryableError as broken:
                if isinstance(broken, PartMismatch):
                    self.forget()
                if self.size > most:
                    waits, most = iter(self._retry_policy.waits), self.size
                wait = next(waits, None)
                if wait is None:
                    raise DownloadFailed(f"{self._wanted.url}: {broken}{self._kept()}") from broken
                time.sleep(wait)
            else:
                return

    def _complete(self) -> bool:
        if self._wanted.size is not None and self.size > self._wanted.size:
            self.forget()
        return self.size == self._wanted.size

    def _request(self) -> None:
        """Request what is missing, and keep all that arrives."""
        have = self.size
        tag = self._kept_tag()
        with (
            retryable_errors(),
            open_request(self._wanted.url, have, tag, self._retry_policy.stall) as response,
        ):
            have = self._first_byte(response, have)
            expected = None if response.length is None else have + response.length
            self._check_length(expected)
            if not have:
                self._keep_tag(response)
            self._copy(response, have, self._wanted.size or expected)

    def _first_byte(self, response: HTTPResponse, have: int) -> int:
        """Return the byte of the file at which the response begins: ``have``, or 0."""
        if response.status != HTTPStatus.PARTIAL_CONTENT:
            return 0
        if not (response.headers.get("Content-Range") or "").startswith(f"bytes {have}-"):
            raise PartMismatch("the server sends another part than it was asked for")
        return have

    def _kept_tag(self) -> str | None:
        """Return the validator of the part; None if there is none, or it is damaged."""
        try:
            tag = self._tag.read_text(encoding="ascii") if self._tag.exists() else ""
        except UnicodeDecodeError:
            return None
        return tag if _is_tag(tag) else None

    def _keep_tag(self, response: HTTPResponse) -> None:
        """Keep the validator that tells this file from a later one.

        A weak ETag is not kept, for two files that have the same one may differ in their bytes.
        """
        tag = response.headers.get("ETag") or response.headers.get("Last-Modified") or ""
        self._tag.unlink(missing_ok=True)
        if _is_tag(tag):
            self._tag.write_text(tag, encoding="ascii")

    def _check_length(self, length: int | None) -> None:
        """Refuse a file of another length than the published one, or without enough room for it."""
        size = self._wanted.size
        if length is not None and length > max(LARGEST, size or 0):
            raise WrongFile(f"{self._wanted.url}: the server's file is too large; not fetched")
        if None not in (size, length) and size != length:
            self.forget()
            raise WrongFile(
                f"{self._wanted.url}: the server's file has {length} bytes, the published one "
                f"{size}; not fetched"
            )
        needed = (size or length or 0) - self.size
        free = shutil.disk_usage(self.part.parent).free
        if needed > free:
            raise DownloadFailed(
                f"{self.part.parent}: {needed / 1e6:.0f} MB are needed, but only "
                f"{free / 1e6:.0f} MB are free{self._kept()}"
            )

    def _copy(self, response: HTTPResponse, have: int, expected: int | None) -> None:
        self._report(have, expected)
        with self.part.open("ab" if have else "wb", buffering=0) as file:
            while chunk := response.read1(_CHUNK):
                have += self._append(file, chunk, (expected or LARGEST) - have)
                self._report(have, expected)
        if expected is not None and have < expected:
            raise RetryableError(f"the connection broke off after {have} of {expected} bytes")

    def _append(self, file: IO[bytes], chunk: bytes, room: int) -> int:
        if len(chunk) > room:
            file.close()
            self.forget()
            raise WrongFile(f"{self._wanted.url}: longer than the published file; deleted")
        rest = memoryview(chunk)
        while rest:
            rest = rest[file.write(rest) :]
        return len(chunk)

    def _verify(self) -> None:
        digest = sha256(self.part)
        if digest != self._wanted.sha256:
            self.forget()
            raise WrongFile(
                f"{self._wanted.url}: not the published file: its SHA-256 is {digest}, not "
                f"{self._wanted.sha256}; deleted"
            )

    def _kept(self) -> str:
        if not self.size:
            return ""
        return f"; {self.size / 1e6:.1f} MB are kept, and the same command goes on from there"


def _is_tag(text: str) -> bool:
    """Return whether a validator can be sent back: a strong one, in the letters of a header."""
    good = text.isascii() and text.isprintable() and len(text) < _LONGEST_TAG
    return bool(text) and good and not text.startswith("W/")
