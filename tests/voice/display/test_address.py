"""Where the page may be served, who may come, and what is wrong with another address."""

import socket
from contextlib import closing

import pytest

from voice.cli import main
from voice.display.address import PORT, Address, Entrance
from voice.errors import AddressUnusable, PortTaken


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
    ],
)
def test_a_name_that_is_not_this_machine_is_not_admitted(host: str, admitted: bool) -> None:
    with closing(Entrance(Address(port=0))) as entrance:
        assert entrance.admits(host) is admitted
