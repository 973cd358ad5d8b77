"""The processes that share the work: one for each processor, each with its own ear."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType
from typing import TypeVar

from bench.errors import WorkerLost

T = TypeVar("T")
R = TypeVar("R")


def _deaf() -> None:
    """Leave Ctrl-C to the process that the user started."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class Pool:
    """Maps over files in several processes, or in this one."""

    def __init__(self, workers: int | None = None) -> None:
        """Take how many processes; one for each processor by default, with 1 this one alone."""
        workers = workers or os.cpu_count() or 1
        self._executor = None
        if workers > 1:
            # Forked children would share what libvosk holds.
            context = multiprocessing.get_context("spawn")
            self._executor = ProcessPoolExecutor(workers, context, _deaf)

    def map(self, function: Callable[[T], R], items: Iterable[T]) -> list[R]:
        """Return the results in the items' order.

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

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._executor:
            self._executor.shutdown(cancel_futures=True)
