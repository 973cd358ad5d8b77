"""What is printed while the terminal or the pipe takes nothing, by a process of its own."""

import fcntl
import os
import pty
import subprocess
import sys
import termios
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.patience import PATIENCE, wait_for
from tests.soundcard import ROOT

CODE = """
import sys, time
from pathlib import Path
from voice import stdio

file, lines = Path(sys.argv[1]), int(sys.argv[2])
with stdio.detached():
    for number in range(lines):
        print(f"line {number}, as long as a line of talk", flush=True)
        print(f"warning {number}", file=sys.stderr, flush=True)
    file.touch()
    while file.exists(): time.sleep(0.01)
    print("over")
"""


class Printer:
    """A process that prints, says in a file that it has, and ends when that file is removed."""

    def __init__(self, path: Path, lines: int, out: int, error: int, code: str = CODE) -> None:
        self._path = path
        self.process = subprocess.Popen(
            [sys.executable, "-c", code, str(path), str(lines)],
            stdout=out,
            stderr=error,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    def has_printed(self) -> None:
        wait_for(self._path.exists, "the end of printing")

    def ends(self) -> int:
        self._path.unlink()
        return self.process.wait(PATIENCE)


class Reader:
    """A terminal, and all that has come to it."""

    def __init__(self) -> None:
        self._mine, self.theirs = pty.openpty()
        self.text = ""
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Press Ctrl-S."""
        termios.tcflow(self.theirs, termios.TCOOFF)

    def go_on(self) -> None:
        """Press Ctrl-Q."""
        termios.tcflow(self.theirs, termios.TCOON)

    def close(self) -> None:
        os.close(self.theirs)
        os.close(self._mine)

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    def _read(self) -> None:
        while True:
            try:
                self.text += os.read(self._mine, 4096).decode()
            except OSError:
                return


@pytest.fixture
def reader() -> Iterator[Reader]:
    reader = Reader()
    yield reader
    reader.close()


def full_pipe() -> tuple[int, int]:
    """Return the ends of a pipe that takes nothing more."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    try:
        while os.write(writing, bytes(4096)):
            pass
    except BlockingIOError:
        os.set_blocking(writing, True)
    return reading, writing


def read_to_line_4(reading: int) -> bytes:
    """Empty a pipe until the last line has come, and return all that was in it."""
    content = b""
    while b"line 4" not in content:
        content += os.read(reading, 65536)
    return content


def test_a_stopped_terminal_holds_up_nobody_and_shows_all_when_it_goes_on(
    reader: Reader, tmp_path: Path
) -> None:
    reader.stop()
    printer = Printer(tmp_path / "printed", 5, reader.theirs, reader.theirs)
    printer.has_printed()
    assert reader.text == ""
    reader.go_on()
    assert printer.ends() == 0
    wait_for(lambda: "over" in reader.text)
    expected = [
        line
        for number in range(5)
        for line in (f"line {number}, as long as a line of talk", f"warning {number}")
    ]
    assert reader.lines == [*expected, "over"]


def test_of_much_that_was_missed_the_newest_is_shown(reader: Reader, tmp_path: Path) -> None:
    reader.stop()
    printer = Printer(tmp_path / "printed", 4000, reader.theirs, reader.theirs)
    printer.has_printed()
    reader.go_on()
    assert printer.ends() == 0
    wait_for(lambda: "over" in reader.text)
    assert reader.lines[-2:] == ["warning 3999", "over"]
    (gap,) = (line for line in reader.lines if "left out" in line)
    # The log has no file here, and so adds a line of its own.
    assert len(reader.lines) - 1 + int(gap.split()[1]) == 2 * 4000 + 1 + 1


def test_it_ends_though_the_terminal_is_still_stopped(reader: Reader, tmp_path: Path) -> None:
    reader.stop()
    code = CODE + "raise KeyError('a traceback is printed, too')"
    printer = Printer(tmp_path / "printed", 4000, reader.theirs, reader.theirs, code)
    printer.has_printed()
    assert printer.ends() == 1


def test_a_pipe_that_is_full_holds_up_nobody(tmp_path: Path) -> None:
    reading, writing = full_pipe()
    printer = Printer(tmp_path / "printed", 5, writing, subprocess.DEVNULL)
    os.close(writing)
    printer.has_printed()
    content = read_to_line_4(reading)
    assert printer.ends() == 0
    while piece := os.read(reading, 65536):
        content += piece
    os.close(reading)
    assert content.replace(b"\0", b"").endswith(b"of talk\nover\n")


def test_a_pipe_that_does_not_block_is_as_good(tmp_path: Path) -> None:
    reading, writing = full_pipe()
    os.set_blocking(writing, False)
    printer = Printer(tmp_path / "printed", 5, writing, subprocess.DEVNULL)
    os.close(writing)
    printer.has_printed()
    read_to_line_4(reading)
    os.close(reading)
    assert printer.ends() == 0


def test_a_pipe_that_was_closed_at_its_other_end_is_no_failure(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    errors = tmp_path / "errors"
    with errors.open("wb") as error:
        printer = Printer(tmp_path / "printed", 5, writing, error.fileno())
    os.close(writing)
    printer.has_printed()
    assert printer.ends() == 0
    warnings = [line for line in errors.read_text().splitlines() if line.startswith("warning ")]
    assert warnings == [f"warning {number}" for number in range(5)]


def test_a_terminal_that_is_gone_is_no_failure(tmp_path: Path) -> None:
    mine, theirs = pty.openpty()
    printer = Printer(tmp_path / "printed", 5, theirs, theirs)
    os.close(theirs)
    os.close(mine)
    printer.has_printed()
    assert printer.ends() == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_full_disk_is_no_failure(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        printer = Printer(tmp_path / "printed", 5, full.fileno(), full.fileno())
    printer.has_printed()
    assert printer.ends() == 0


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_standard_files_may_be_closed(closed: str, tmp_path: Path) -> None:
    path = tmp_path / "printed"
    command = ["sh", "-c", f'exec "$@" {closed}', "sh", sys.executable, "-c", CODE, str(path), "5"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        wait_for(path.exists, "the end of printing")
        path.unlink()
        out, error = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert b"Traceback" not in out + error
    assert (out == b"") == closed.startswith((">&-", "<&-"))


def test_what_the_terminal_cannot_show_is_written_as_an_escape() -> None:
    code = (
        "import sys\nfrom voice import stdio\nwith stdio.detached():\n"
        " print('Mikrof\\xf6n', sys.stdout.encoding)\n"
        " print('Gr\\xfc\\xdfe', file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == ("Mikrof\\xf6n ascii\n", "Gr\\xfc\\xdfe\n")


def test_c_libraries_can_be_kept_quiet_meanwhile() -> None:
    code = (
        "import os, sys\nfrom voice import stdio\nfrom audio.device import quiet_stderr\n"
        "with stdio.detached():\n"
        " with quiet_stderr():\n"
        "  os.write(2, b'C ')\n"
        "  print('Python', file=sys.stderr)\n"
        "os.write(2, b'C again')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == "Python\nC again"


def test_where_there_is_no_file_of_the_system_nothing_changes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    from voice import stdio

    with stdio.detached():
        print("captured")
    assert capsys.readouterr().out == "captured\n"


@pytest.mark.skipif(not hasattr(fcntl, "F_SETPIPE_SZ"), reason="pipes have one size here")
def test_a_slow_reader_gets_the_end_as_long_as_it_reads(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 4096)
    printer = Printer(tmp_path / "printed", 300, writing, subprocess.DEVNULL)
    os.close(writing)
    printer.has_printed()
    (tmp_path / "printed").unlink()
    content = b""
    while piece := os.read(reading, 512):
        content += piece
    os.close(reading)
    assert printer.process.wait(PATIENCE) == 0
    assert content.endswith(b"line 299, as long as a line of talk\nover\n")
