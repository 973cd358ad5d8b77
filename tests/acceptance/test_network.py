"""No network: nothing is connected to, looked up or listened on, and nothing is missed."""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from audio.wave import write
from models.store import BUNDLED, Store
from tests.acceptance.user import User, refused
from tests.speech import say

SHORT = """\
name: short
description: Somebody comes and goes.
starts: 2026-11-22T09:00:00+01:00
room: {noise: pink, snr: 40}
lines:
  - {after: greeting.first, say: what's next}
  - {after: massage.none, delay: 1, end: true}
"""
EVERYTHING = """
import importlib, pkgutil
_APART = ("intents.training", "models.training", "voice.speaker.worker")
for name in ("floe", "voice", "intents", "audio", "models"):
    package = importlib.import_module(name)
    for found in pkgutil.walk_packages(package.__path__, name + "."):
        if not found.name.startswith(_APART):
            importlib.import_module(found.name)
"""


def without_network() -> Sequence[str]:
    """Return the command before a command that takes the network from it; none where it cannot."""
    for options in ("-n", "-rn"):
        command = ["unshare", options]
        if shutil.which("unshare"):
            tried = subprocess.run([*command, "true"], capture_output=True, check=False)
            if tried.returncode == 0:
                return command
    return []


class Guard:
    """A user whose every Python process is watched."""

    def __init__(self, user: User, folder: Path) -> None:
        self._folder = folder / "guard"
        self._folder.mkdir()
        source = Path(__file__).with_name("guard.py")
        shutil.copy(source, self._folder / "sitecustomize.py")
        (folder / "asound.conf").write_text("</usr/share/alsa/alsa.conf>\n", encoding="utf-8")
        self.log = folder / "network.log"
        path = f"{self._folder}:{user.env['PYTHONPATH']}"
        self.env = {
            "PYTHONPATH": path,
            "FLOE_GUARD": str(self.log),
            "ALSA_CONFIG_PATH": str(folder / "asound.conf"),
            "PULSE_SERVER": f"unix:{folder}/none",
        }

    def wanted(self) -> str:
        """Return what was noted."""
        return self.log.read_text(encoding="utf-8") if self.log.exists() else ""


@pytest.fixture
def guard(user: User, tmp_path: Path) -> Guard:
    return Guard(user, tmp_path)


def test_the_guard_sees_what_there_is_to_see(user: User, guard: Guard) -> None:
    code = "import socket; socket.create_connection(('127.0.0.1', 9))"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-P', '-c', {code!r}])"
    for script in (code, child):
        subprocess.run(
            [sys.executable, "-c", script],
            env={**user.env, **guard.env},
            capture_output=True,
            check=False,
        )
    assert guard.wanted().count("socket.getaddrinfo") == 2


def test_importing_anything_connects_to_nothing(user: User, guard: Guard) -> None:
    subprocess.run(
        [sys.executable, "-c", EVERYTHING],
        env={**user.env, **guard.env},
        check=True,
        timeout=300,
    )
    assert guard.wanted() == ""


@pytest.mark.parametrize(
    ("words", "code", "printed"),
    [
        ("rehearse short.yaml --out out", 0, "There is no massage now"),
        ("hear --json command.wav", 0, '"intent": "NextStep"'),
        ("understand my skin is numb", 0, "ReportNumb"),
        ("history", 0, "No massage yet."),
        ("history --plot a.svg", 1, ""),
        ("forget --yes", 0, "Nothing is kept of you"),
        ("check", 1, "voice    ok"),
        ("models list", 0, "* floe-en"),
        ("models use floe-en", 0, "floe-en"),
        ("models install MODEL", 0, "copy-en is installed"),
    ],
)
def test_no_command_wants_a_network(
    words: str, code: int, printed: str, user: User, guard: Guard
) -> None:
    (user.home / "short.yaml").write_text(SHORT, encoding="utf-8")
    write(user.home / "command.wav", say("what's next", "rms"))
    copy = shutil.copytree(Store().find(BUNDLED).path, user.home / "copy-en")
    command = words.replace("MODEL", str(copy)).split()
    done = user.floe(*command, before=without_network(), **guard.env)
    assert done.returncode == code, done.stdout + done.stderr
    assert printed in done.stdout
    assert guard.wanted() == ""


def test_a_published_model_wants_one_and_says_that_there_is_none(user: User, guard: Guard) -> None:
    done = user.floe("models", "install", "small-en-us-0.15", **guard.env)
    refused(done, "https://alphacephei.com/vosk/models/", "cannot be reached")
    assert "41 MB" in done.stdout
    assert guard.wanted().count("socket.getaddrinfo") == 1


@pytest.mark.parametrize("words", ["models list", "understand stop", "history"])
def test_only_an_installation_loads_what_opens_connections(words: str, user: User) -> None:
    code = (
        "import sys; from voice.cli import main; main(sys.argv[1:]); "
        "assert not {'models.download', 'models.connection'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code, *words.split()], env=user.env, check=True)


def test_on_a_machine_without_sound_it_says_so_and_rehearses(user: User, guard: Guard) -> None:
    options = ("--web", "8123", "--record", "--display")
    done = user.floe(*options, before=without_network(), **guard.env)
    if done.returncode:
        # espeak's samples differ from run to run, and with them a word that is hard to hear.
        done = user.floe(*options, before=without_network(), **guard.env)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    first, second, *rest = done.stdout.splitlines()
    assert first.startswith("Floe cannot listen here: there is no sound device")
    assert "rehearsal" in second
    assert [line.partition(":")[0] for line in rest[:3]] == [
        "No page is served",
        "Nothing is recorded",
        "Nothing is shown in large type",
    ]
    transcript = "\n".join(rest)
    for words in ("Floe ", "Person ", "[StartSession]", "The clock runs.", "of ice. Take it off"):
        assert words in transcript
    folder = user.home / "data" / "floe" / "rehearsal" / "plain"
    written = {one.name for one in folder.iterdir()}
    assert written == {"conversation.wav", "transcript.txt", "timeline.svg"}
    assert guard.wanted() == ""
