"""The real `floe` with everything against it at once, and somebody who says "stop" all the same.

``python -m tests.acceptance.siege`` says "stop" twenty times over a prompt, first in peace and then
besieged, and prints how long each took: from the end of the word to the decision, which is the
date of the event in the journal. Besieged means: a commit takes 2 s, the terminal is stopped, the
page is flooded and one core is busy.
"""

import argparse
import contextlib
import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.acceptance.terminal_talk import TerminalTalk
from tests.acceptance.test_display import press
from tests.acceptance.user import User
from tests.patience import PATIENCE, wait_for
from tests.soundcard import SoundCard, sound_card
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
_PAUSE = 0.25
"""Seconds of silence after the word, as `LiveTalk.say` says it."""
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
            page.request("POST", "/press", json.dumps({"say": "no such button"}), headers)
            page.getresponse().read()
            page.close()
    except OSError:
        pass
    del held[:-200]
"""


class Siege(TerminalTalk):
    """Floe at its page, in a terminal that can be stopped, and a voice that says "stop"."""

    def __init__(self, card: SoundCard, user: User) -> None:
        """Start Floe, and wait until it has greeted."""
        super().__init__(card, user, "--web", "0")
        self._user = user
        self.url = re.findall(r"http://127\.0\.0\.1:\d+/", self.shows("^The page is at "))[0]
        self.state: dict[str, Any] = {}
        threading.Thread(target=self._follow, daemon=True).start()
        wait_for(lambda: self.state, "the page")
        time.sleep(_GREETING)

    def stop(self) -> float | None:
        """Say "stop" over a prompt; return the seconds until it is decided, or None if never."""
        self.enter_room()
        before = self._stopped()
        press(self.url, "start session")
        wait_for(lambda: self.state.get("phase") == "preparing", "the preparations")
        if "pain" in str(self.state.get("task")):
            press(self.url, "skip")
        time.sleep(_INTO_PROMPT)
        self.say("stop")
        ended = time.time() - _PAUSE
        deadline = time.monotonic() + _ANSWER
        while time.monotonic() < deadline:
            decided = self._stopped()
            if len(decided) > len(before):
                return decided[-1].timestamp() - ended
            time.sleep(0.05)
        press(self.url, "stop")
        wait_for(lambda: len(self._stopped()) > len(before), "the end of the preparations")
        return None

    def _stopped(self) -> list[datetime]:
        return [event.at for event in self._user.events() if event.kind is EventKind.ENDED]

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
        if besieged and (disk := slow_disk(user.home)):
            user.env = {**user.env, "LD_PRELOAD": str(disk)}
        floe = Siege(card, user)
        stack.callback(floe.close)
        if besieged:
            floe.stop_terminal()
            port = re.findall(r":(\d+)/", floe.url)[0]
            for code in (_FLOOD, "while True: pass"):
                command = [sys.executable, "-c", code, port, ""]
                # Of a session of its own, as any other program is.
                process = subprocess.Popen(command, start_new_session=True)
                stack.callback(process.wait)
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
