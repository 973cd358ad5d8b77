"""The real `floe` with everything against it at once, and somebody who says "stop" all the same.

``python -m tests.acceptance.siege`` says "stop" twenty times over a prompt, first in peace and then
besieged, and prints how long each took: from the end of the word to the decision, which is the
date of the event in the journal. Besieged means: a commit takes 2 s, the terminal is stopped, the
page is flooded and one core is busy.
"""

import argparse
import contextlib
import json
import os
import pty
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import termios
import threading
import time
import urllib.request
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from audio.sound import RATE
from audio.wave import write
from tests.acceptance.talk import VOICE, sound
from tests.acceptance.user import FLOE, User
from tests.patience import PATIENCE, wait_for
from tests.soundcard import SoundCard, prefer, sound_card
from tests.speech import voices
from voice.session.event import EventKind

COMMIT = 2.0
"""Seconds that the disk takes for each commit."""
_ANSWER = 10.0
"""Seconds after which "stop" counts as not heard; on a busy machine a test may say it again."""
_GREETING = 8.0
"""Seconds in which Floe greets, and its echo canceller learns the room."""
_INTO_PROMPT = 4.0
"""Seconds from the start of the preparations to the word: then Floe names the first step, which
takes 7 s; a word or two come before it."""
_ROOM_LEVEL = 8
"""Of int16: a quiet room at a good microphone."""
_PAUSE = RATE // 4
"""Samples of silence before and after the word."""
_SLOW_DISK = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <unistd.h>
#include <stdio.h>
#include <string.h>
static int slow(int fd, const char *name) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length > 0) {
        path[length] = 0;
        if (strstr(path, "journal")) usleep(SECONDS * 1e6);
    }
    return ((int (*)(int)) dlsym(RTLD_NEXT, name))(fd);
}
int fsync(int fd) { return slow(fd, "fsync"); }
int fdatasync(int fd) { return slow(fd, "fdatasync"); }
"""
_FLOOD = """
import http.client, itertools, json, socket, sys
host, port, token = "127.0.0.1", int(sys.argv[1]), sys.argv[2]
held = []
for number in itertools.count():
    try:
        if number % 4:
            held.append(socket.create_connection((host, port), timeout=1))
            held[-1].send(b"GET /x HTTP/1.1\\r\\n")
        else:
            page = http.client.HTTPConnection(host, port, timeout=1)
            headers = {"Origin": f"http://{host}:{port}", "Content-Type": "application/json"}
            page.request("POST", "/press", json.dumps({"say": "how is it going"}), headers)
            page.getresponse().read()
            page.close()
    except OSError:
        pass
    del held[:-200]
"""


class Siege:
    """Floe at its page, in a terminal that can be stopped, and a voice that says "stop"."""

    def __init__(self, card: SoundCard, user: User, *, disk: Path | None = None) -> None:
        """Start Floe, with a slow disk where ``disk`` is the library that makes it so."""
        self._card, self._user = card, user
        slow = {"LD_PRELOAD": str(disk)} if disk else {}
        self._mine, self._theirs = pty.openpty()
        self.process = subprocess.Popen(
            [*FLOE, "--web", "0"],
            env={**card.env, **user.env, **sound(card), **slow},
            cwd=user.home,
            stdin=self._theirs,
            stdout=self._theirs,
            stderr=self._theirs,
        )
        prefer(self.process)
        room = np.random.default_rng(1).normal(0, _ROOM_LEVEL, 600 * RATE)
        write(user.home / "room.wav", room.astype(np.int16))
        self._room = card.speak(user.home / "room.wav")
        self.url = self._page()
        self.state: dict[str, Any] = {}
        threading.Thread(target=self._follow, daemon=True).start()
        self._word = user.home / "stop.wav"
        pause = np.zeros(_PAUSE, np.int16)
        write(self._word, np.concatenate([pause, voices()("stop", VOICE) // 2, pause]))

    def stop_terminal(self) -> None:
        """Press Ctrl-S: whoever prints from now on waits."""
        termios.tcflow(self._theirs, termios.TCOOFF)

    def press(self, say: str) -> None:
        """Press a button on the page."""
        headers = {"Origin": self.url.rstrip("/"), "Content-Type": "application/json"}
        body = json.dumps({"say": say}).encode()
        request = urllib.request.Request(f"{self.url}press", body, headers)  # noqa: S310 (http)
        with urllib.request.urlopen(request, timeout=PATIENCE):  # noqa: S310 (http)
            pass

    def stop(self) -> float | None:
        """Say "stop" over a prompt; return the seconds until it is decided, or None if never."""
        before = self._stopped()
        self.press("start session")
        wait_for(lambda: self.state.get("phase") == "preparing", "the preparations")
        if "pain" in str(self.state.get("task")):
            self.press("skip")
        time.sleep(_INTO_PROMPT)
        self._say()
        ended = time.time() - _PAUSE / RATE
        deadline = time.monotonic() + _ANSWER
        while time.monotonic() < deadline:
            decided = self._stopped()
            if len(decided) > len(before):
                return decided[-1].timestamp() - ended
            time.sleep(0.05)
        self.press("stop")
        wait_for(lambda: len(self._stopped()) > len(before), "the end of the preparations")
        return None

    def close(self) -> None:
        """End Floe."""
        for process in (self.process, self._room):
            process.kill()
            process.wait()
        os.close(self._mine)
        os.close(self._theirs)

    def _say(self) -> None:
        with self._card.speak(self._word):
            pass

    def _stopped(self) -> list[datetime]:
        return [event.at for event in self._user.events() if event.kind is EventKind.ENDED]

    def _page(self) -> str:
        """Read the terminal until it tells the page's address."""
        shown = ""
        while not (found := re.search(r"http://127\.0\.0\.1:\d+/", shown)):
            shown += os.read(self._mine, 4096).decode(errors="replace")
        threading.Thread(target=self._read, daemon=True).start()
        return found[0]

    def _read(self) -> None:
        with contextlib.suppress(OSError):
            while os.read(self._mine, 4096):
                pass

    def _follow(self) -> None:
        with contextlib.suppress(OSError):
            events = urllib.request.urlopen(f"{self.url}events", timeout=PATIENCE)  # noqa: S310
            for line in events:
                if line.startswith(b"data: {"):
                    self.state = json.loads(line.removeprefix(b"data: "))


@contextlib.contextmanager
def siege(card: SoundCard, user: User, *, besieged: bool) -> Iterator[Siege]:
    """Start Floe, with everything against it if it is to be ``besieged``."""
    with contextlib.ExitStack() as stack:
        disk = slow_disk(user.home) if besieged else None
        floe = Siege(card, user, disk=disk)
        stack.callback(floe.close)
        wait_for(lambda: floe.state, "the page")
        time.sleep(_GREETING)
        if besieged:
            floe.stop_terminal()
            port = re.findall(r":(\d+)/", floe.url)[0]
            for code in (_FLOOD, "while True: pass"):
                command = [sys.executable, "-c", code, port, ""]
                process = subprocess.Popen(command)
                stack.callback(process.kill)
        yield floe


def slow_disk(folder: Path) -> Path | None:
    """Build the library that lets each commit of a journal take `COMMIT` seconds.

    Returns None where there is no C compiler.
    """
    compiler = shutil.which("cc")
    if not compiler:
        return None
    source, library = folder / "slow.c", folder / "slow.so"
    source.write_text(_SLOW_DISK, encoding="ascii")
    flags = ["-shared", "-fPIC", f"-DSECONDS={COMMIT}", "-o", str(library), str(source), "-ldl"]
    subprocess.run([compiler, *flags], check=True)
    return library


def main() -> None:
    """Say "stop" twenty times in peace and twenty times besieged, and print the seconds."""
    parser = argparse.ArgumentParser(prog="python -m tests.acceptance.siege", description=__doc__)
    parser.add_argument("--times", type=int, default=20, help='how often to say "stop" (20)')
    times = parser.parse_args().times
    for besieged in (False, True):
        with sound_card() as card, tempfile.TemporaryDirectory() as home:
            user = User(Path(home) / "home", Path(home) / "cache")
            user.screened()
            card.echo(percent=60)
            with siege(card, user, besieged=besieged) as floe:
                seconds = [floe.stop() for _ in range(times)]
        heard = [each for each in seconds if each is not None]
        print(
            f"{'besieged' if besieged else 'in peace'}: {len(heard)} of {times}, "
            f"median {statistics.median(heard):.2f} s, longest {max(heard):.2f} s",
            flush=True,
        )


if __name__ == "__main__":
    main()
