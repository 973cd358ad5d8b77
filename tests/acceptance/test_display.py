"""The real `floe` with its displays, on a sound card: seen, pressed, and ended."""

import json
import re
import socket
import urllib.request
from urllib.parse import urlsplit

from tests.acceptance.talk import sound, talk
from tests.acceptance.test_live import nothing_left
from tests.acceptance.user import FLOE, User, refused
from tests.patience import PATIENCE, wait_for
from tests.soundcard import SoundCard, prefer
from tests.voice.display.terminal import Terminal
from voice.session.event import EventKind
from voice.session.state import Outcome


def press(url: str, say: str) -> None:
    """Press a button as a page does."""
    origin = f"http://{urlsplit(url).netloc}"
    headers = {"Origin": origin, "Content-Type": "application/json"}
    body = json.dumps({"say": say}).encode()
    request = urllib.request.Request(f"{url}press", body, headers)  # noqa: S310 (http)
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 (http)
        assert answer.status == 204


def test_a_massage_by_hand_on_the_page(card: SoundCard, user: User) -> None:
    user.screened(step="wet")
    with talk(card, user, "--web", "0") as person:
        url = re.findall(r"http://127\.0\.0\.1:\d+/", person.shows("^The page is at "))[0]
        person.hears("step.wet")
        press(url, "next")
        person.shows(r"^  hand  next  \[NextStep\]")
        person.hears("massage.begin")
        press(url, "my skin is numb")
        person.hears("numb.now")
        wait_for(lambda: user.kinds()[-1] is EventKind.NUMB)
        taken = urllib.request.urlopen(url, timeout=PATIENCE)  # noqa: S310 (http)
        taken.close()
        press(url, "stop")
        person.hears("massage.stopped")
        press(url, "goodbye")
        person.hears("goodbye")
        assert person.ends() == 0
        assert "Traceback" not in str(person)
    assert user.record().sessions[-1].outcome is Outcome.STOPPED
    assert nothing_left(user)


def test_an_address_that_cannot_be_had(card: SoundCard, user: User) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = user.floe("--web", f"{port}", **sound(card))
        refused(done, f"127.0.0.1:{port}", "another program uses this port", lines=1)
    refused(user.floe("--web", "nowhere.invalid:80", **sound(card)), "there is no host", lines=1)


def test_the_terminal_shows_it_and_is_left_clean(card: SoundCard, user: User) -> None:
    user.screened(step="wet")
    env = {**card.env, **user.env, **sound(card)}
    terminal = Terminal([*FLOE[1:], "--display"], env=env, folder=user.home)
    prefer(terminal.process)
    try:
        wait_for(lambda: "Getting ready" in terminal.text)
        wait_for(lambda: "Wet the ice with a little water." in terminal.text)
        wait_for(lambda: "You can say  next, go back, say that again, stop" in terminal.text)
        assert terminal.interrupt() == 130
    finally:
        terminal.close()
    assert terminal.raw.count(b"\x1b[?1049h") == terminal.raw.count(b"\x1b[?1049l") == 1
    assert b"Traceback" not in terminal.raw
    assert user.record().open


def test_other_machines_are_let_in_and_the_display_has_a_terminal_only_where_there_is_one(
    card: SoundCard, user: User
) -> None:
    with talk(card, user, "--display", "--web", "0.0.0.0:0") as person:
        person.shows("^No display here")
        line = person.shows("^The page is at ")
        assert re.search(r"http://127\.0\.0\.1:\d+/[\w-]{16}/", line)
        person.hears("greeting.first")
        assert "Whoever is told the address can watch and press its buttons" in str(person)
        assert str(person).count("No display here") == 1
        assert "\x1b" not in str(person)
