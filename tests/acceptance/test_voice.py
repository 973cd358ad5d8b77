"""The real `floe` with a speech engine that hangs."""

import os
import signal
from pathlib import Path

from tests.acceptance.talk import talk
from tests.acceptance.user import User
from tests.patience import wait_for
from tests.soundcard import SoundCard
from voice.session.event import EventKind

HANGS = """
import pathlib, runpy, sys, time

while pathlib.Path({flag!r}).exists():
    time.sleep(0.05)
sys.path.remove({folder!r})
del sys.modules["pyttsx3"]
import pyttsx3
sys.modules["pyttsx3"] = pyttsx3
"""


def hanging(user: User, cache: Path) -> Path:
    """Let the speech engine hang at each start while the file that this gives exists."""
    folder, flag = user.home / "hanging", user.home / "hangs"
    folder.mkdir()
    (folder / "pyttsx3.py").write_text(HANGS.format(flag=str(flag), folder=str(folder)))
    (user.home / "cache" / "floe").mkdir(parents=True)
    for kept in (cache / "floe").glob("*"):
        if kept.name != "voice":
            (user.home / "cache" / "floe" / kept.name).symlink_to(kept)
    user.env = {
        **user.env,
        "PYTHONPATH": f"{folder}{os.pathsep}{user.env['PYTHONPATH']}",
        "XDG_CACHE_HOME": str(user.home / "cache"),
    }
    flag.touch()
    return flag


def workers(pid: int) -> list[int]:
    """Return the processes that Floe has started: the speech engine's, whichever thread did it."""
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for each in lists for child in each.read_text().split()]


def test_an_engine_that_hangs_is_shown_and_comes_back(
    card: SoundCard, user: User, cache: Path
) -> None:
    flag = hanging(user, cache)
    flag.unlink()
    user.screened(step="wet")
    with talk(card, user) as person:
        person.prepares()
        flag.touch()
        wait_for(lambda: workers(person.process.pid))
        for worker in workers(person.process.pid):
            os.kill(worker, signal.SIGKILL)
        person.says("can i take ibuprofen", until="answer.pain_relief")
        person.hears("trouble.voice")
        wait_for(lambda: "nothing can be said, the speech engine fails: no" in str(person))
        wait_for(lambda: user.kinds()[-1] is EventKind.PAUSED, "the pause")
        paused = user.events()[-1]
        assert (paused.kind, paused.values["why"]) == (EventKind.PAUSED, "voice")
        flag.unlink()
        person.hears("mended.voice")
        person.hears("mended.paused")
        person.killed()
