"""What a server may answer, where it may lead, and what happens where there is none."""

import contextlib
from pathlib import Path

import pytest

from models.connection import require_https
from models.download import Download, RetryPolicy, WantedFile
from models.errors import DownloadFailed
from tests.models.downloading import CONTENT, SUM, Seen, download
from tests.models.server import Handler, leads_to, refuses, serving


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 501])
def test_what_will_not_change_is_said_at_once(tmp_path: Path, status: int) -> None:
    with (
        serving(CONTENT, refuses(status)) as server,
        pytest.raises(DownloadFailed, match=f"the server answers {status} "),
    ):
        download(server, tmp_path).run()
    assert len(server.asked) == 1


def test_a_redirect_is_followed(tmp_path: Path) -> None:
    with serving(CONTENT) as other, serving(CONTENT, leads_to(other.url)) as server:
        assert download(server, tmp_path).run().read_bytes() == CONTENT


@pytest.mark.parametrize("url", ["http://alphacephei.com/model-en.zip", "ftp://localhost/x.zip"])
def test_a_redirect_away_from_https_is_refused(tmp_path: Path, url: str) -> None:
    with (
        serving(CONTENT, leads_to(url)) as server,
        pytest.raises(DownloadFailed, match=f"leads to {url}, which is not HTTPS"),
    ):
        download(server, tmp_path).run()


@pytest.mark.parametrize(
    "url",
    [
        "http://[",
        "http://[x/model-en.zip",
        "http://127.0.0.1:99999/x.zip",
        "http://127.0.0.1:x/x.zip",
        "https://a..b/x.zip",
        "//[::1",
        "https://" + "a" * 5000,
    ],
)
def test_a_redirect_to_what_is_no_address(tmp_path: Path, url: str) -> None:
    answer = leads_to(url)
    with (
        serving(CONTENT, answer) as server,
        pytest.raises(DownloadFailed, match=f"^{server.url}: ") as caught,
    ):
        download(server, tmp_path).run()
    assert len(server.asked) == 1
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 1000


def test_an_endless_redirect_is_not_read(tmp_path: Path) -> None:
    def endless(handler: Handler) -> None:
        handler.give(302, b"", Location=other.url)
        with contextlib.suppress(OSError):
            while True:
                handler.wfile.write(bytes(1 << 20))

    with serving(CONTENT) as other, serving(CONTENT, endless) as server:
        assert download(server, tmp_path).run().read_bytes() == CONTENT


def test_a_redirect_in_a_circle_ends(tmp_path: Path) -> None:
    with serving(CONTENT) as server:
        server.answers[:] = [leads_to(server.url)]
        with pytest.raises(DownloadFailed, match="302") as caught:
            download(server, tmp_path).run()
        assert str(caught.value).isprintable()


def test_where_a_file_may_come_from() -> None:
    require_https("https://alphacephei.com/vosk/models/x.zip")
    require_https("http://localhost:8000/x.zip")
    require_https("https://example.org/x.zip", "http://127.0.0.1/x.zip")
    for url, first in (
        ("http://alphacephei.com/x.zip", None),
        ("file:///etc/passwd", None),
        ("http://localhost.example.org/x.zip", None),
        ("http://127.0.0.1/x.zip", "https://alphacephei.com/x.zip"),
    ):
        with pytest.raises(DownloadFailed, match="not HTTPS; refused"):
            require_https(url, first)


def test_nobody_listens(tmp_path: Path) -> None:
    with serving(CONTENT) as server:
        gone = download(server, tmp_path)
    with pytest.raises(DownloadFailed, match="cannot be reached"):
        gone.run()


def test_no_such_server(tmp_path: Path) -> None:
    wanted = WantedFile("https://floe.invalid/model-en.zip", SUM)
    with pytest.raises(DownloadFailed, match=r"floe\.invalid.*cannot be reached"):
        Download(wanted, tmp_path, Seen(), RetryPolicy(waits=(60.0,))).run()
