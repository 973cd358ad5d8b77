"""A download from a server in the same process, for the tests of what a server may do to it."""

import hashlib
import os
from pathlib import Path

from models.download import Download, RetryPolicy, WantedFile
from tests.models.server import Server
from tests.patience import PATIENCE

CONTENT = os.urandom(300_000)
SUM = hashlib.sha256(CONTENT).hexdigest()
SIZE = len(CONTENT)
QUICK = RetryPolicy(stall=1.0, waits=(0.0, 0.0))
"""For a server that stalls; a good one is never late three times on a busy machine."""
EAGER = RetryPolicy(stall=PATIENCE, waits=(0.0, 0.0))


class Seen:
    """What a download reports."""

    def __init__(self) -> None:
        self.steps: list[tuple[int, int | None]] = []

    def __call__(self, done: int, total: int | None) -> None:
        self.steps.append((done, total))


def download(
    server: Server,
    folder: Path,
    seen: Seen | None = None,
    *,
    size: int | None = SIZE,
    policy: RetryPolicy = EAGER,
) -> Download:
    return Download(WantedFile(server.url, SUM, size), folder, seen or Seen(), policy)
