"""The page's server: what it lets in, what it turns away, and that nobody disturbs it."""

import json
import socket
import threading
import urllib.error
import urllib.request
from contextlib import closing, suppress
from http.client import HTTPConnection

import pytest

from intents.intent import IntentName as N
from tests.patience import PATIENCE, wait_for
from tests.voice.display.served import Served
from tests.voice.session.talk import Talk
from voice.display import web
from voice.display.address import Address, Entrance
from voice.display.buttons import Buttons
from voice.notice import FailureReported, Remark, SnapshotTaken


def test_a_press_is_the_intent_of_its_words(served: Served) -> None:
    for say, name in (
        ("stop", N.STOP_SESSION),
        ("my skin is numb", N.REPORT_NUMB),
        ("6", N.REPORT_PAIN),
    ):
        assert served.press({"say": say}) == 204
        intent = served.pressed.get(timeout=PATIENCE)
        assert (intent.name, intent.slots.get("level")) == (name, 6 if say == "6" else None)


def test_urgent_presses_are_never_too_many(served: Served) -> None:
    answers = []
    headers = {"Origin": served.origin, "Content-Type": "application/json"}
    with closing(HTTPConnection("127.0.0.1", served.entrance.port, timeout=PATIENCE)) as page:
        for say in ["next"] * 40 + ["my skin is numb"] * 40:
            page.request("POST", "/press", json.dumps({"say": say}).encode(), headers)
            answer = page.getresponse()
            answer.read()
            answers.append(answer.status)
    assert set(answers[:20]) == {204}
    assert set(answers[40:]) == {204}
    taken = [served.pressed.get(timeout=PATIENCE).name for _ in range(answers.count(204))]
    assert served.pressed.empty()
    assert taken.count(N.REPORT_NUMB) == 40


def test_too_many_other_presses_are_refused(served: Served) -> None:
    assert any(served.press({"say": "next"}) == 429 for _ in range(400))


def test_two_pages_that_press_at_once_are_both_heard(served: Served) -> None:
    together = threading.Barrier(2)
    answers = []

    def act(say: str) -> None:
        together.wait()
        answers.append(served.press({"say": say}))

    pages = [threading.Thread(target=act, args=(say,)) for say in ("stop", "my skin is numb")]
    for page in pages:
        page.start()
    for page in pages:
        page.join()
    assert answers == [204, 204]
    taken = {served.pressed.get(timeout=PATIENCE).name for _ in pages}
    assert taken == {N.STOP_SESSION, N.REPORT_NUMB}


@pytest.mark.parametrize(
    "body",
    [
        {"say": "sudo stop"},
        {"say": ["stop"]},
        {"say": None},
        {"stop": "say"},
        ["say", "stop"],
        b"stop",
        b"",
        b"{",
        b"[" * 900,
        b'{"say": "\xff"}',
    ],
)
def test_nothing_else_can_be_pressed(body: object, served: Served) -> None:
    assert served.press(body) == 400
    assert served.pressed.empty()


def test_a_long_press_is_cut_off(served: Served) -> None:
    assert served.press({"say": "stop" * 1000}) == 413


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Host": "evil.example", "Origin": "http://evil.example"},
    ],
)
def test_another_site_presses_nothing(headers: dict[str, str], served: Served) -> None:
    assert served.press({"say": "stop"}, **headers) == 403
    assert served.pressed.empty()


def test_what_a_form_or_a_link_can_send_presses_nothing(served: Served) -> None:
    body = b'{"say": "stop"}'
    assert served.press({"say": "stop"}, Content_Type="text/plain") == 415
    assert served.press({"say": "stop"}, Content_Type="application/json; charset=ice") == 400
    assert served.ask("/press", "POST", body, Content_Type="application/json")[0] == 403
    assert served.ask("/press")[0] == 405
    assert served.pressed.empty()


def test_a_name_that_was_led_here_sees_nothing(served: Served) -> None:
    for path in ("/", "/events", "/page.js"):
        assert served.ask(path, Host=f"evil.example:{served.entrance.port}")[0] == 403
    assert served.ask("/events", Origin="http://evil.example")[0] == 403


def test_the_page_takes_nothing_from_elsewhere(served: Served) -> None:
    with urllib.request.urlopen(f"{served.origin}/") as answer:  # noqa: S310 (http)
        policy = answer.headers["Content-Security-Policy"]
        page = answer.read().decode()
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "//" not in page
    assert "style=" not in page
    assert "<script>" not in page
    assert "$" not in page
    for each in ("page.css", "page.js", "icon.svg"):
        assert served.ask(f"/{each}")[0] == 200
    assert served.ask("/../web.py")[0] == 404


def test_for_others_the_path_is_the_key(buttons: Buttons) -> None:
    address = Address("0.0.0.0", 0)  # noqa: S104 (what is tested)
    with closing(Entrance(address)) as entrance:
        made = Served(entrance, buttons)
        with made.web:
            assert made.ask("/")[0] == 404
            assert made.ask("/events")[0] == 404
            assert made.press({"say": "stop"}) == 404
            assert made.ask(entrance.path)[0] == 200
            headers = {"Origin": made.origin, "Content_Type": "application/json"}
            press = made.ask(f"{entrance.path}press", "POST", b'{"say": "stop"}', **headers)
            assert press[0] == 204


def stream(served: Served) -> socket.socket:
    """Open a page's stream, of which nothing is read yet."""
    page = socket.create_connection(("127.0.0.1", served.entrance.port), timeout=PATIENCE)
    page.sendall(b"GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n")
    return page


def lively(served: Served) -> bool:
    """Whether a press is taken now."""
    taken = served.press({"say": "stop"}) == 204
    return taken and served.pressed.get(timeout=PATIENCE).name == N.STOP_SESSION


def test_a_stream_tells_what_changes(served: Served) -> None:
    with stream(served) as page, page.makefile("rb") as lines:
        told = (json.loads(line[5:]) for line in lines if line.startswith(b"data:"))
        first = next(told)
        assert (first["title"], first["time"], first["held_up"]) == ("Ready", "", False)
        assert "start session" in first["buttons"]
        assert first["examples"] == ["my pain is four"]
        served.board(SnapshotTaken(Talk().massage().controller.snapshot(), "", 2.0))
        assert any(one["title"] == "Massage" and one["time"] == "8:00" for one in told)
        assert any(one["held_up"] for one in told), "nothing was hung out any more"


def test_fifty_pages_and_those_that_never_read_or_go_away(served: Served) -> None:
    pages = [stream(served) for _ in range(50)]
    for page in pages[:10]:
        page.close()
    for page in pages[10:20]:
        assert page.recv(100).startswith(b"HTTP/1.1 200")
    assert lively(served)
    for page in pages:
        page.close()


def test_there_are_only_so_many_pages(served: Served) -> None:
    pages = [stream(served) for _ in range(64)]
    for page in pages:
        page.recv(15)
    assert served.ask("/events")[0] == 503
    assert lively(served)
    for page in pages:
        page.close()
    wait_for(lambda: _opens(served))


def _opens(served: Served) -> bool:
    with stream(served) as page:
        return page.recv(15).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    "nonsense",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x00" * 5000,
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
        b"POST /press HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        b"POST /press HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET / HTTP/1.1\r\nHost: [::1\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"",
    ],
)
def test_nonsense_disturbs_nobody(
    nonsense: bytes, served: Served, capfd: pytest.CaptureFixture[str]
) -> None:
    with socket.create_connection(("127.0.0.1", served.entrance.port), timeout=PATIENCE) as client:
        answer = b""
        # Who sends too much is cut off, perhaps while it still sends.
        with suppress(OSError):
            client.sendall(nonsense)
            client.shutdown(socket.SHUT_WR)
            answer = client.recv(100)
        assert not answer.startswith(b"HTTP/1.1 2")
    assert lively(served)
    said = capfd.readouterr()
    assert said.out + said.err == ""


def test_it_is_said_that_the_page_has_moved_or_failed(
    buttons: Buttons, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "_LOOK", 0.05)
    with closing(Entrance(Address(port=0))) as entrance:
        made = Served(entrance, buttons)
        moved = Remark("The page is now elsewhere")
        monkeypatch.setattr(entrance, "news", lambda: None if made.told else moved)
        with made.web:
            wait_for(lambda: made.told)
            assert made.told == [moved]
            assert lively(made)
            monkeypatch.setattr(entrance, "news", lambda: 1 // 0)
            wait_for(lambda: made.told[1:])
    (failed,) = made.told[1:]
    assert isinstance(failed, FailureReported)
    assert failed.error == "PageLost"
    assert failed.text.startswith("the page has failed, so say it aloud: ZeroDivisionError")


def test_it_ends_with_pages_open(buttons: Buttons) -> None:
    with closing(Entrance(Address(port=0))) as entrance:
        made = Served(entrance, buttons)
        with made.web:
            pages = [stream(made) for _ in range(3)]
            assert all(page.recv(15) for page in pages)
        for page in pages:
            page.close()
        with pytest.raises(urllib.error.URLError):
            urllib.request.urlopen(f"{made.origin}/", timeout=PATIENCE)  # noqa: S310 (http)
