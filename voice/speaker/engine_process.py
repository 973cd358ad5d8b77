"""Runs the worker process: starts it, asks it, and kills it when it does not answer."""

import contextlib
import json
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

Reply = dict[str, Any]
"""A request to the worker or its reply, as `voice.speaker.worker` describes them."""

WORKER = (sys.executable, "-P", str(Path(__file__).with_name("worker.py")))
"""The command that runs the worker."""


class EngineFailed(Exception):
    """The worker process ended or hangs, or its speech engine wrote no usable sound."""


class EngineStarting(EngineFailed):
    """The worker process is not ready yet: it imports pyttsx3 and opens the speech engine."""


class EngineProcess:
    """At most one worker process at a time; not to be used by two threads at once."""

    def __init__(self, command: Sequence[str] = WORKER) -> None:
        """Take the command that runs the worker; nothing is started yet."""
        self._command = command
        self._folder = Path(tempfile.mkdtemp(prefix="floe-voice-"))
        self._clean = weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._process: subprocess.Popen[str] | None = None
        self._reader: threading.Thread | None = None
        self._replies: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._ready = False
        self._number = 0

    @property
    def pid(self) -> int | None:
        """The process id of the worker; None where none was started."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the process if none is running, without waiting until it is ready.

        It gets a process group of its own, so that Ctrl-C does not reach it, and the system ends
        it should Floe die while the process is stopped by a signal.

        Raises:
            EngineFailed: the system cannot start a process.
        """
        if self._process and self._process.poll() is None:
            return
        self.stop()
        self._folder.mkdir(exist_ok=True)
        self._replies = queue.SimpleQueue()
        try:
            self._process = subprocess.Popen(
                [*self._command, str(self._folder)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="utf-8",
                process_group=None if sys.platform == "win32" else 0,
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
        except OSError as error:
            raise EngineFailed(f"no process can be started: {error}") from error
        # The finalizer ends the process also when this object is forgotten or Floe exits.
        self._end = weakref.finalize(self, _end, self._process)
        arguments = (self._process.stdout, self._replies)
        self._reader = threading.Thread(target=_collect, args=arguments, daemon=True)
        self._reader.start()

    def ask(self, request: Reply, limit: float, start_limit: float) -> Reply:
        """Send one request and wait up to ``limit`` seconds for its reply.

        A process that is not ready yet is first waited for, up to ``start_limit`` seconds.

        Raises:
            EngineStarting: the process is not ready; to ask again is to wait on.
            EngineFailed: there is no reply; the process must be stopped.
        """
        self.start()
        if not self._ready:
            reply = self._reply(start_limit, EngineStarting)
            if "ready" not in reply:
                return reply
            self._ready = True
        self._send(request)
        return self._reply(limit)

    def stop(self) -> None:
        """Kill the process, whatever it is doing; a later `ask` starts another one."""
        if self._process:
            self._end()
            self._process, self._ready = None, False
        if self._reader:
            self._reader.join()
            self._reader = None

    def interrupt(self) -> None:
        """Kill the process, so that an `ask` in another thread fails at once."""
        process = self._process
        if process:
            process.kill()

    def close(self) -> None:
        """Kill the process and remove its folder of sound files."""
        self.stop()
        self._clean()

    def _send(self, request: Reply) -> None:
        self._number += 1
        pipe = self._process.stdin if self._process else None
        if pipe is None:
            raise EngineFailed("there is no process")
        try:
            pipe.write(json.dumps({"number": self._number, **request}) + "\n")
            pipe.flush()
        except OSError as error:
            raise EngineFailed("the process has ended") from error

    def _reply(self, limit: float, late: type[EngineFailed] = EngineFailed) -> Reply:
        """Wait for the next reply; where it does not come in time, raise ``late``."""
        try:
            line = self._replies.get(timeout=max(limit, 0.0))
        except queue.Empty:
            raise late(f"no answer within {limit:.1f} s") from None
        try:
            reply: Reply = json.loads(line)
        except ValueError:
            raise EngineFailed("the process has ended") from None
        return reply


def _end(process: "subprocess.Popen[str]") -> None:
    process.kill()
    process.wait()
    if process.stdin:
        with contextlib.suppress(OSError):
            process.stdin.close()


def _collect(pipe: IO[str], replies: "queue.SimpleQueue[str]") -> None:
    with pipe, contextlib.suppress(OSError, ValueError):
        for line in pipe:
            replies.put(line)
    replies.put("")
