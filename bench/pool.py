"""Shares the measuring among processes: one for each processor, each with its own recogniser."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from bench.errors import WorkerLost

T = TypeVar("T")
R = TypeVar("R")


def _ignore_interrupt() -> None:
    """Leave Ctrl-C to the process that the user started."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class Pool:
    """Maps a function over items in several processes, or in this one."""

    def __init__(self, workers: int | None = None) -> None:
        """Take the number of processes, by default one a processor; 1 is this process alone."""
        workers = workers or os.cpu_count() or 1
        self._executor = None
        if workers > 1:
            # Forked processes would share libvosk's state.
            context = multiprocessing.get_context("spawn")
            self._executor = ProcessPoolExecutor(workers, context, _ignore_interrupt)

    def map(self, function: Callable[[T], R], items: Iterable[T]) -> list[R]:
        """Return the results for all ``items``, in their order.

        Raises:
            WorkerLost: a process was killed.
        """
        if self._executor is None:
            return [function(item) for item in items]
        try:
            return list(self._executor.map(function, items))
        except BrokenProcessPool as error:
            raise WorkerLost(
                "a process that measured was killed; was there memory enough for all of them? "
                "Try with --workers 1"
            ) from error

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, *_: object) -> None:
        if self._executor:
            self._executor.shutdown(cancel_futures=True)
