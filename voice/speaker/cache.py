"""Keeps rendered speech: the newest in memory, all of it in files."""

import contextlib
import hashlib
import os
import tempfile
import threading
from collections import OrderedDict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_KEPT = 200
"""How many rendered texts are held in memory: some 20 MB."""
FILES = 2_000
"""How many rendered texts are held in files: some 200 MB at the most."""
_DIGEST = hashlib.sha256().digest_size
"""Length in bytes of the SHA-256 digest that each file begins with."""


class SpeechCache:
    """Holds samples by a text key. A file that is damaged or unreadable counts as missing."""

    def __init__(self, folder: Path) -> None:
        """Take the folder of the files; it is made when something is put in."""
        self._folder = folder
        self._lock = threading.Lock()
        """Held while the memory is changed, by whichever thread."""
        self._memory: OrderedDict[str, NDArray[np.int16]] = OrderedDict()

    def get(self, key: str) -> NDArray[np.int16] | None:
        """Return the samples that were put under ``key``; None where there are none."""
        found = self._memory.get(key)
        if found is None:
            found = _load(self._path(key))
            if found is None:
                return None
            self._keep(key, found)
        return found

    def put(self, key: str, samples: NDArray[np.int16]) -> None:
        """Keep ``samples`` under ``key``; the array is made read-only."""
        samples.setflags(write=False)
        self._keep(key, samples)
        payload = samples.astype("<i2").tobytes()
        # On a full disk or in a read-only folder the file is lost, but never the sentence.
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._folder, suffix=".part")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(hashlib.sha256(payload).digest() + payload)
                Path(name).replace(self._path(key))
            finally:
                Path(name).unlink(missing_ok=True)

    def prune(self) -> None:
        """Remove the oldest files beyond `FILES`, and those that a power cut left half-written."""
        with contextlib.suppress(OSError):
            for part in self._folder.glob("*.part"):
                part.unlink(missing_ok=True)
            files = sorted(self._folder.glob("*.pcm"), key=lambda path: path.stat().st_mtime)
            for old in files[: max(0, len(files) - FILES)]:
                old.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self._folder / f"{hashlib.sha256(key.encode()).hexdigest()}.pcm"

    def _keep(self, key: str, samples: NDArray[np.int16]) -> None:
        with self._lock:
            self._memory[key] = samples
            self._memory.move_to_end(key)
            if len(self._memory) > _KEPT:
                self._memory.popitem(last=False)


def _load(path: Path) -> NDArray[np.int16] | None:
    try:
        content = path.read_bytes()
    except OSError:
        return None
    digest, payload = content[:_DIGEST], content[_DIGEST:]
    if hashlib.sha256(payload).digest() != digest:
        return None
    return np.frombuffer(payload, "<i2").astype(np.int16, copy=False)
