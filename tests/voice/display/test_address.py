"""Where the page may be served, who may come, and what is wrong with another address."""

import socket
from contextlib import closing
from http.client import HTTPConnection

import pytest

from tests.patience import PATIENCE
from tests.voice.display.served import Served
from voice.cli import main
from voice.display import address
from voice.display.address import PORT, Address, Entrance
from voice.display.buttons import Buttons
from voice.errors import AddressUnusable, PortTaken
from voice.notice import FailureReported, Remark


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("", "127.0.0.1", PORT),
        ("8080", "127.0.0.1", 8080),
        (":8080", "127.0.0.1", 8080),
        ("localhost:8080", "127.0.0.1", 8080),
        ("0.0.0.0:0", "0.0.0.0", 0),  # noqa: S104 (nothing listens here)
        ("kitchen.local:80", "kitchen.local", 80),
        ("[::1]:80", "::1", 80),
        ("[::]:80", "::", 80),
    ],
)
def test_an_address_is_read(text: str, host: str, port: int) -> None:
    assert Address.parse(text) == Address(host, port)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("99999", "99999 is no port: the last is 65535"),
        ("-1", "'-1' is not PORT or HOST:PORT"),
        ("kitchen", "'kitchen' is not PORT or HOST:PORT"),
        ("kitchen:", "is not PORT or HOST:PORT"),
        ("::1:80", "an IPv6 host needs brackets"),
        ("[kitchen:2]:80", "an IPv6 host needs brackets"),
        ("\u0663", "is not PORT or HOST:PORT"),
    ],
)
def test_what_is_none_is_wrong_usage(
    text: str, problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([f"--web={text}"])
    assert ended.value.code == 2
    assert problem in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--web=80", "--display", "--record"])
def test_it_goes_with_no_command(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([option, "history"])
    assert ended.value.code == 2
    assert "it goes with no command" in capsys.readouterr().err


def test_a_port_in_use() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortTaken, match=rf"127\.0\.0\.1:{port}.*choose another.* --web "):
            Entrance(Address(port=port))


@pytest.mark.parametrize(
    ("host", "problem"),
    [
        ("192.0.2.7", "192.0.2.7 is no address of this computer"),
        ("nowhere.invalid", "there is no host 'nowhere.invalid'"),
        ("a..b", "there is no host 'a..b'"),
        ("x" * 70 + ".local", "there is no host"),
    ],
)
def test_a_host_that_is_not_here(host: str, problem: str) -> None:
    with pytest.raises(AddressUnusable, match=problem):
        Entrance(Address(host, 0))


def test_on_the_machine_itself_the_page_is_easy_to_find() -> None:
    with closing(Entrance(Address(port=0))) as entrance:
        assert entrance.urls == [f"http://127.0.0.1:{entrance.port}/"]
        assert not entrance.open


def test_for_others_it_cannot_be_guessed() -> None:
    everywhere = Address("0.0.0.0", 0)  # noqa: S104 (what is tested)
    with closing(Entrance(everywhere)) as one, closing(Entrance(everywhere)) as other:
        assert one.open
        assert one.path != other.path
        assert len(one.path) >= 18
        assert one.urls[0] == f"http://127.0.0.1:{one.port}{one.path}"
        assert not any(url.startswith("http://0") for url in one.urls)


@pytest.mark.parametrize(
    ("host", "admitted"),
    [
        ("127.0.0.1:3563", True),
        ("localhost:3563", True),
        ("LOCALHOST", True),
        ("[::1]:9000", True),
        ("192.168.1.5", True),
        ("evil.example:3563", False),
        ("127.0.0.1.evil.example", False),
        ("localhost.evil.example:3563", False),
        ("", False),
        ("[::1", False),
        ("evil.example#@127.0.0.1", False),
        ("evil.local", False),
        ("local", False),
        ("lan:3563", False),
        (".local", False),
    ],
)
def test_a_name_that_is_not_this_machine_is_not_admitted(host: str, admitted: bool) -> None:
    with closing(Entrance(Address(port=0))) as entrance:
        assert entrance.admits(host) is admitted


@pytest.mark.parametrize(
    ("form", "admitted"),
    [
        ("{}", True),
        ("{}.local:3563", True),
        ("{}.LOCAL.:3563", True),
        ("{}.lan", True),
        ("{}-2.local", True),
        ("{}.home.arpa", True),
        ("{}.evil.example", False),
        ("{}.local.evil.example", False),
        ("evil-{}.local", False),
        ("{}-x.local", False),
        ("{}.com", False),
    ],
)
def test_the_computer_s_own_name_is_admitted(form: str, admitted: bool) -> None:
    name = socket.gethostname().partition(".")[0].lower()
    with closing(Entrance(Address(port=0))) as entrance:
        assert entrance.admits(form.format(name)) is admitted
        assert entrance.admits(form.format(name.upper())) is admitted


def test_all_addresses_of_both_families_are_answered(buttons: Buttons) -> None:
    """Where there is no IPv6, that is said, and what to do."""
    try:
        entrance = Entrance(Address("::", 0))
    except AddressUnusable as error:
        assert "this computer has no IPv6; use --web 0.0.0.0:0" in str(error)  # noqa: PT017
        return
    with closing(entrance), Served(entrance, buttons).web:
        assert entrance.urls[0].startswith(f"http://127.0.0.1:{entrance.port}/")
        for host in ("127.0.0.1", "::1"):
            with closing(HTTPConnection(host, entrance.port, timeout=PATIENCE)) as page:
                page.request("GET", entrance.path)
                assert page.getresponse().status == 200


def test_it_is_said_once_that_the_address_is_another_one_or_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Only an administrator can take an address from a computer.
    here: list[str | None] = ["192.0.2.7"]
    monkeypatch.setattr(address, "_outer_address", lambda _: here[0])
    with closing(Entrance(Address("0.0.0.0", 0))) as entrance:  # noqa: S104 (what is tested)
        assert entrance.news() is None
        here[0] = "192.0.2.8"
        there = f"http://192.0.2.8:{entrance.port}{entrance.path}"
        assert entrance.news() == Remark(
            f"The page is now at http://127.0.0.1:{entrance.port}{entrance.path} and {there}"
        )
        assert entrance.news() is None
        here[0] = None
        lost = entrance.news()
        assert isinstance(lost, FailureReported)
        assert lost.text == (
            "this computer has lost the address 192.0.2.8: no other device reaches the page "
            "until the network is back"
        )
        assert entrance.news() is None
        here[0] = "192.0.2.8"
        assert isinstance(entrance.news(), Remark)


def test_it_is_said_that_the_address_that_was_given_is_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # As above; the page listens for this computer alone, as nothing else is here for certain.
    with closing(Entrance(Address("127.0.0.1", 0))) as entrance:
        entrance.open = True
        monkeypatch.setattr(address, "_is_here", lambda _: False)
        lost = entrance.news()
        assert isinstance(lost, FailureReported)
        assert lost.error == "AddressLost"
        assert lost.text.endswith(f"or start Floe with --web 0.0.0.0:{entrance.port}")
        monkeypatch.undo()
        assert entrance.news() == Remark(f"The page is now at {entrance.urls[0]}")


def test_an_address_is_here_or_is_not() -> None:
    assert address._is_here("127.0.0.1")
    assert not address._is_here("192.0.2.7")
    assert not address._is_here("2001:db8::7")
