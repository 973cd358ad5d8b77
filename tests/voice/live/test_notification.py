"""Notifications: a real bus with a stand-in for the desktop; and without one, one line."""

import shutil
import subprocess
import sys

import pytest

from tests.patience import PATIENCE

SERVER = """
import asyncio, subprocess, sys
from dbus_fast.aio import MessageBus
from dbus_fast.service import ServiceInterface, method

class Desktop(ServiceInterface):
    def __init__(self):
        super().__init__("org.freedesktop.Notifications")
    @method()
    def Notify(self, app: "s", old: "u", icon: "s", title: "s", text: "s",
               actions: "as", hints: "a{sv}", expires: "i") -> "u":
        print(title, "|", text, flush=True)
        return 1
    @method()
    def GetCapabilities(self) -> "as":
        return ["body"]
    @method()
    def GetServerInformation(self) -> "ssss":
        return ["floe", "floe", "1", "1.2"]

async def main():
    bus = await MessageBus().connect()
    bus.export("/org/freedesktop/Notifications", Desktop())
    await bus.request_name("org.freedesktop.Notifications")
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", sys.argv[1])
    sys.exit(await child.wait())

asyncio.run(main())
"""
HANGING = SERVER.replace(
    "        print(title", "        import time; time.sleep(1000)\n        print(title"
)
SHOW = """
from voice.live.notification import Notifications
notifications = Notifications()
notifications.close()
notifications.show("Here is your reminder.")
notifications.show("And another.")
notifications.close()
notifications.close()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="needs a D-Bus")
def test_shown_on_the_desktop_in_order() -> None:
    if shutil.which("dbus-run-session") is None:
        pytest.skip("needs dbus-run-session, which is not installed")
    shown = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-c", SERVER, SHOW],
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
    )
    assert shown.stdout.splitlines() == [
        "Floe | Here is your reminder.",
        "Floe | And another.",
    ]
    assert "no notification" not in shown.stderr
    assert "Warning" not in shown.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there always is a desktop")
def test_without_a_desktop_it_is_said_once() -> None:
    shown = subprocess.run(
        [sys.executable, "-c", SHOW],
        env={"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere", "PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
    )
    [line] = shown.stderr.splitlines()
    assert line.startswith("  !     no notification on the desktop: ")


@pytest.mark.skipif(sys.platform != "linux", reason="needs a D-Bus")
def test_a_desktop_that_hangs_is_named_and_holds_up_nobody() -> None:
    if shutil.which("dbus-run-session") is None:
        pytest.skip("needs dbus-run-session, which is not installed")
    code = SHOW.replace("Notifications()", "Notifications(showing_seconds=0.5)").replace(
        "notifications.close()\nnotifications.close()", "import time; time.sleep(3)"
    )
    with subprocess.Popen(
        ["dbus-run-session", "--", sys.executable, "-c", HANGING, code],
        stderr=subprocess.PIPE,
        text=True,
    ) as shown:
        assert shown.stderr
        lines = iter(shown.stderr.readline, "")
        found = next(line for line in lines if "no notification" in line)
        shown.kill()
    assert found == "  !     no notification on the desktop: the desktop does not answer\n"


def test_a_desktop_library_that_fails_is_named_and_holds_up_nobody() -> None:
    broken = "import sys; sys.modules['desktop_notifier'] = object()\n"
    shown = subprocess.run(
        [sys.executable, "-c", broken + SHOW],
        env={"PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
    )
    [line] = shown.stderr.splitlines()
    assert line.startswith("  !     no notification on the desktop: ImportError: ")
