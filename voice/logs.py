"""The log: what failed, kept for a bug report, and shown in the terminal with ``--verbose``.

It never holds what was heard or said, the name of a person, or what is in a journal. So what is
logged are fixed sentences, names of exceptions and numbers; the text of an exception may quote
anything, and so may the name of a device or a file.
"""

import contextlib
import logging
import os
import platform
import sys
import threading
import traceback
from collections.abc import Iterator
from importlib import metadata
from io import TextIOWrapper
from logging.handlers import QueueHandler, QueueListener, RotatingFileHandler
from pathlib import Path
from queue import SimpleQueue

from floe import place

_PACKAGES = ("floe", "voice", "intents", "audio", "models")
"""Whose loggers are listened to. Other libraries' would quote what Floe says and hears."""
_LIBRARIES = ("vosk", "sounddevice", "pyttsx3", "numpy")
"""Whose versions a bug report needs."""
_BYTES = 200_000
_OLDER = 2
"""How many older files are kept beside the newest, each of `_BYTES` at most."""
_PATIENCE = 1.0
"""Seconds that the end of Floe waits for the log."""
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"

_LOG = logging.getLogger(__name__)


def folder() -> Path:
    """Return the folder of the log on this platform; nothing else is in it."""
    return place.log()


@contextlib.contextmanager
def kept(*, verbose: bool = False) -> Iterator[None]:
    """Keep in the log what fails meanwhile, also in threads; with ``verbose`` show all of it.

    A thread of its own writes, so that nobody waits for a disk or a terminal. A log that cannot be
    written is given up without a word.
    """
    handlers: list[logging.Handler] = [_FailureFile(folder() / "floe.log")]
    if verbose:
        handlers.append(logging.StreamHandler(sys.stderr))
    for handler in handlers:
        handler.setFormatter(logging.Formatter(_FORMAT))
    records: SimpleQueue[logging.LogRecord] = SimpleQueue()
    listener = _Listener(records, *handlers, respect_handler_level=True)
    listener.start()
    try:
        with _listening(records, logging.DEBUG if verbose else logging.WARNING), _threads():
            if verbose:
                _LOG.info("%s", _versions())
            yield
    finally:
        listener.stop()
        # One that hangs holds the lock of its handler.
        for handler in [] if listener.hangs else handlers:
            # A disk that was full is no reason to fail now.
            with contextlib.suppress(OSError):
                handler.close()


@contextlib.contextmanager
def _listening(records: "SimpleQueue[logging.LogRecord]", level: int) -> Iterator[None]:
    """Put what Floe's own loggers are told into ``records``, and an exception that ends Floe."""
    handler = QueueHandler(records)
    handler.setFormatter(_Discreet())
    loggers = [logging.getLogger(name) for name in _PACKAGES]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(level)
    try:
        yield
    except Exception:
        # Nobody expected it, whatever it is; it goes on its way once it is logged.
        _LOG.critical("Floe is ended by an exception", exc_info=True)
        raise
    finally:
        for logger, before in zip(loggers, levels, strict=True):
            logger.removeHandler(handler)
            logger.setLevel(before)


@contextlib.contextmanager
def _threads() -> Iterator[None]:
    """Log exceptions that end a thread, before they are told as they always are."""
    tell = threading.excepthook

    def log(ended: threading.ExceptHookArgs) -> None:
        if ended.exc_value and not isinstance(ended.exc_value, SystemExit):
            raised = (ended.exc_type, ended.exc_value, ended.exc_traceback)
            _LOG.critical("a thread is ended by an exception", exc_info=raised)
        tell(ended)

    threading.excepthook = log
    try:
        yield
    finally:
        threading.excepthook = tell


class _Listener(QueueListener):
    """Writes what is logged, on a thread of its own that is not waited for if it hangs."""

    hangs = False
    """Whether it was stopped in vain."""

    def stop(self) -> None:
        """Write what waits, and end; a disk that hangs is left to hang."""
        thread = self._thread
        if thread:
            self.enqueue_sentinel()
            thread.join(_PATIENCE)
            self.hangs = thread.is_alive()
            self._thread = None


class _Discreet(logging.Formatter):
    """Writes of an exception its type and where it was raised; never its text."""

    def format(self, record: logging.LogRecord) -> str:
        lines = [record.getMessage()]
        error = record.exc_info[1] if record.exc_info else None
        while error:
            lines += [
                f"  {frame.f_globals.get('__name__')}:{line} in {frame.f_code.co_name}"
                for frame, line in traceback.walk_tb(error.__traceback__)
            ]
            lines.append(f"  {type(error).__name__}")
            error = error.__cause__ or error.__context__
        return "\n".join(lines)


class _FailureFile(RotatingFileHandler):
    """A file that is made when something fails, for its owner alone to read."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=_BYTES, backupCount=_OLDER, encoding="utf-8", delay=True)
        self.setLevel(logging.WARNING)

    def _open(self) -> TextIOWrapper:
        path = Path(self.baseFilename)
        path.parent.mkdir(parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        file = os.fdopen(os.open(path, flags, 0o600), "a", encoding="utf-8")
        file.write(f"{_versions()}\n")
        return file

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (as logging calls it)
        """Go on without: there is nobody to be told."""


def _versions() -> str:
    """Return the versions of Floe and of what it stands on."""
    libraries = [f"{name} {_version(name)}" for name in ("floe", *_LIBRARIES)]
    system = f"Python {platform.python_version()}, {platform.platform()}"
    return ", ".join([*libraries, system])


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "missing"
