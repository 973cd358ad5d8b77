import io

from models.progress import DownloadProgress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_terminal_shows_one_line_that_changes() -> None:
    out, clock = Terminal(), Clock()
    progress = DownloadProgress(out, clock)
    for done in range(0, 41, 10):
        progress(done * 1_000_000, 40_000_000)
        clock.now += 1.0
    progress.close()
    lines = out.getvalue().split("\r")
    assert [line.rstrip() for line in lines[1:]] == [
        "  0 %  0.0 of 40.0 MB",
        " 25 %  10.0 of 40.0 MB  10.0 MB/s",
        " 50 %  20.0 of 40.0 MB  10.0 MB/s",
        " 75 %  30.0 of 40.0 MB  10.0 MB/s",
        "100 %  40.0 of 40.0 MB  10.0 MB/s",
    ]
    assert out.getvalue().endswith("\n")
    assert all(len(line) <= 80 for line in lines)


def test_a_terminal_is_not_drawn_on_all_the_time() -> None:
    out, clock = Terminal(), Clock()
    progress = DownloadProgress(out, clock)
    for done in range(1000):
        progress(done, 1000)
        clock.now += 0.001
    assert out.getvalue().count("\r") == 10


def test_elsewhere_there_is_a_line_for_each_tenth() -> None:
    out = io.StringIO()
    progress = DownloadProgress(out, Clock())
    for done in range(1001):
        progress(done * 40_000, 40_000_000)
    progress.close()
    lines = out.getvalue().splitlines()
    assert len(lines) == 11
    assert lines[0] == "  0 %  0.0 of 40.0 MB"
    assert lines[-1] == "100 %  40.0 of 40.0 MB"
    assert "\r" not in out.getvalue()


def test_what_was_here_before_does_not_count_as_fast() -> None:
    out, clock = io.StringIO(), Clock()
    progress = DownloadProgress(out, clock)
    progress(30_000_000, 40_000_000)
    clock.now = 2.0
    progress(34_000_000, 40_000_000)
    progress(40_000_000, 40_000_000)
    assert out.getvalue().splitlines()[-1] == "100 %  40.0 of 40.0 MB  5.0 MB/s"


def test_where_nobody_says_how_much_there_is() -> None:
    out = io.StringIO()
    progress = DownloadProgress(out, Clock())
    for done in range(0, 120_000_001, 1_000_000):
        progress(done, None)
    assert out.getvalue() == "0.0 MB\n50.0 MB\n100.0 MB\n"


def test_nothing_to_show_leaves_no_line() -> None:
    out = Terminal()
    DownloadProgress(out).close()
    assert out.getvalue() == ""
