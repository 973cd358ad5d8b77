import sys
from pathlib import Path

import pytest
from filelock import FileLock

from models.download import Download, RetryPolicy, WantedFile
from models.errors import DownloadFailed, WrongFile
from tests.models.downloading import CONTENT, QUICK, SIZE, SUM, Seen, download
from tests.models.server import (
    TAG,
    Answer,
    another_part,
    breaks_off,
    chunks,
    good,
    no_length,
    no_range,
    refuses,
    says,
    serving,
    silent,
    stalls,
)


def left(folder: Path) -> set[str]:
    return {path.suffix for path in folder.iterdir()} - {".lock"}


@pytest.mark.parametrize("size", [SIZE, None])
@pytest.mark.parametrize("answer", [good, no_range, no_length, chunks(whole=True)])
def test_the_file_arrives(tmp_path: Path, answer: Answer, size: int | None) -> None:
    seen = Seen()
    with serving(CONTENT, answer) as server:
        assert download(server, tmp_path, seen, size=size).run().read_bytes() == CONTENT
    done = [step for step, _ in seen.steps]
    assert done[0] == 0
    assert done == sorted(done)
    assert done[-1] == SIZE


@pytest.mark.parametrize(
    "first",
    [
        breaks_off(100_000),
        stalls(100_000),
        silent,
        refuses(503),
        refuses(500),
        refuses(429),
    ],
)
def test_a_bad_moment_is_waited_out(tmp_path: Path, first: Answer) -> None:
    with serving(CONTENT, first, good) as server:
        assert download(server, tmp_path, policy=QUICK).run().read_bytes() == CONTENT


def test_a_length_that_cannot_be(tmp_path: Path) -> None:
    with (
        serving(CONTENT, says(int("9" * 400))) as server,
        pytest.raises(WrongFile, match="too large; not fetched"),
    ):
        download(server, tmp_path, size=None).run()


@pytest.mark.parametrize("tag", [b"\xff\xfe", b'"a\r\nHost: b"', b"", b"a" * 5000])
def test_a_validator_that_is_damaged_is_not_sent(tmp_path: Path, tag: bytes) -> None:
    with serving(CONTENT, breaks_off(100_000), good) as server:
        with pytest.raises(DownloadFailed):
            Download(
                WantedFile(server.url, SUM, SIZE), tmp_path, Seen(), RetryPolicy(waits=())
            ).run()
        (tmp_path / "model-en.zip.tag").write_bytes(tag)
        assert download(server, tmp_path).run().read_bytes() == CONTENT
    assert "If-Range" not in server.asked[-1]


def test_what_broke_off_is_resumed(tmp_path: Path) -> None:
    with serving(CONTENT, breaks_off(100_000), good) as server:
        download(server, tmp_path).run()
        first, second = server.asked
    assert "Range" not in first
    assert second["Range"] == "bytes=100000-"
    assert second["If-Range"] == TAG


def test_what_breaks_off_often_arrives_as_long_as_something_is_new(tmp_path: Path) -> None:
    answers = [breaks_off(upto) for upto in range(20_000, SIZE, 20_000)]
    with serving(CONTENT, *answers, good) as server:
        assert download(server, tmp_path).run().read_bytes() == CONTENT
        assert len(server.asked) == len(answers) + 1


@pytest.mark.parametrize("answer", [stalls(100_000), breaks_off(100_000), chunks(whole=False)])
def test_a_server_that_goes_no_further_is_left_and_the_part_kept(
    tmp_path: Path, answer: Answer
) -> None:
    with (
        serving(CONTENT, answer) as server,
        pytest.raises(DownloadFailed, match=r"MB are kept, and the same command goes on"),
    ):
        download(server, tmp_path, policy=QUICK).run()
    assert ".part" in left(tmp_path)
    with serving(CONTENT) as server:
        assert download(server, tmp_path).run().read_bytes() == CONTENT
        assert int(server.asked[0]["Range"][6:-1]) >= 100_000


def test_a_server_that_says_nothing_is_left(tmp_path: Path) -> None:
    with serving(CONTENT, silent) as server:
        with pytest.raises(DownloadFailed, match=r"sends nothing any more$"):
            download(server, tmp_path, policy=QUICK).run()
        assert len(server.asked) == 1 + len(QUICK.waits)
    assert left(tmp_path) == set()


@pytest.mark.parametrize("second", [no_range, another_part])
def test_a_server_that_ignores_where_to_begin(tmp_path: Path, second: Answer) -> None:
    with serving(CONTENT, breaks_off(100_000), second, good) as server:
        assert download(server, tmp_path).run().read_bytes() == CONTENT


def test_a_file_that_changed_meanwhile_begins_anew(tmp_path: Path) -> None:
    with serving(CONTENT) as server:
        old = download(server, tmp_path)
        old.part.write_bytes(bytes(100_000))
        (tmp_path / "model-en.zip.tag").write_text('"older"', encoding="ascii")
        assert old.run().read_bytes() == CONTENT


def test_a_part_of_nothing_this_server_has_begins_anew(tmp_path: Path) -> None:
    with serving(CONTENT) as server:
        old = download(server, tmp_path, size=None)
        old.part.write_bytes(bytes(SIZE + 1))
        assert old.run().read_bytes() == CONTENT
        assert len(server.asked) == 2


def test_a_part_that_is_too_long_begins_anew(tmp_path: Path) -> None:
    with serving(CONTENT) as server:
        old = download(server, tmp_path)
        old.part.write_bytes(bytes(SIZE + 1))
        assert old.run().read_bytes() == CONTENT
        assert "Range" not in server.asked[0]


def test_what_is_all_here_is_not_asked_for(tmp_path: Path) -> None:
    with serving(CONTENT) as server:
        old = download(server, tmp_path)
        old.part.write_bytes(CONTENT)
        assert old.run().read_bytes() == CONTENT
        assert server.asked == []


def test_a_part_of_another_file_is_found_out(tmp_path: Path) -> None:
    with serving(CONTENT) as server:
        old = download(server, tmp_path)
        old.part.write_bytes(bytes(100_000))
        with pytest.raises(WrongFile, match="not the published file"):
            old.run()
        assert left(tmp_path) == set()
        assert old.run().read_bytes() == CONTENT


@pytest.mark.parametrize("length", [SIZE - 1000, SIZE + 1000, 1])
def test_a_length_that_is_not_the_published_one_is_refused_at_once(
    tmp_path: Path, length: int
) -> None:
    seen = Seen()
    with (
        serving(CONTENT, says(length)) as server,
        pytest.raises(WrongFile, match=f"has {length} bytes, the published one {SIZE}"),
    ):
        download(server, tmp_path, seen).run()
    assert seen.steps == []
    assert left(tmp_path) == set()


def test_a_length_that_lies_where_nobody_knows_better(tmp_path: Path) -> None:
    with serving(CONTENT, says(SIZE - 1000)) as server, pytest.raises(WrongFile, match="SHA-256"):
        download(server, tmp_path, size=None).run()
    assert left(tmp_path) == set()
    with (
        serving(CONTENT, says(SIZE + 1000)) as server,
        pytest.raises(DownloadFailed, match=f"after {SIZE} of {SIZE + 1000} bytes"),
    ):
        download(server, tmp_path, size=None).run()


@pytest.mark.parametrize("answer", [no_length, chunks(whole=True)])
def test_more_than_was_published_is_cut_short(tmp_path: Path, answer: Answer) -> None:
    with (
        serving(CONTENT + b"and more", answer) as server,
        pytest.raises(WrongFile, match="longer than the published file"),
    ):
        download(server, tmp_path).run()
    assert left(tmp_path) == set()


def test_more_than_any_file_is_cut_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.download.LARGEST", SIZE - 1)
    with serving(CONTENT, no_length) as server, pytest.raises(WrongFile, match="longer"):
        download(server, tmp_path, size=None).run()


def test_a_wrong_file_of_the_right_length_is_deleted(tmp_path: Path) -> None:
    with (
        serving(bytes(SIZE)) as server,
        pytest.raises(WrongFile, match=rf"SHA-256 is [0-9a-f]{{64}}, not {SUM}; deleted"),
    ):
        download(server, tmp_path).run()
    assert left(tmp_path) == set()


def test_no_room(tmp_path: Path) -> None:
    wanted = 1 << 60
    with (
        serving(CONTENT, says(wanted)) as server,
        pytest.raises(DownloadFailed, match=r"MB are needed, but only [0-9]+ MB are free"),
    ):
        download(server, tmp_path, size=wanted).run()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk is at hand on Linux only")
def test_a_disk_that_gets_full(tmp_path: Path) -> None:
    with serving(CONTENT) as server:
        full = download(server, tmp_path)
        full.part.symlink_to("/dev/full")
        with pytest.raises(DownloadFailed, match="the disk is full"):
            full.run()


@pytest.mark.skipif(sys.platform == "win32", reason="folders are not read-only there")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with serving(CONTENT) as server, pytest.raises(DownloadFailed, match="cannot be written"):
        download(server, tmp_path / "file").run()


def test_two_at_once(tmp_path: Path) -> None:
    with (
        serving(CONTENT) as server,
        FileLock(tmp_path / "model-en.zip.lock"),
        pytest.raises(DownloadFailed, match="another floe is fetching"),
    ):
        download(server, tmp_path).run()
