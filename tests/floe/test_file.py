"""A file is whole whatever happens, and private whatever the umask."""

import os
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from floe.file import keep_private, make_folder, new_file, replace
from tests.patience import PATIENCE

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="permissions as POSIX has them")


@pytest.fixture(autouse=True)
def umask() -> Iterator[None]:
    """Let everybody read what is made, and restore that afterwards."""
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_file_is_its_owners_alone(tmp_path: Path) -> None:
    replace(tmp_path / "report.html", b"<p>")
    assert (tmp_path / "report.html").read_bytes() == b"<p>"
    assert mode(tmp_path / "report.html") == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def test_who_reads_meanwhile_has_the_old_or_the_new(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    old, new = b"old\n" * 100_000, b"new\n" * 100_000
    path.write_bytes(old)
    seen: set[bytes] = set()
    ended = threading.Event()

    def read() -> None:
        while not ended.is_set():
            seen.add(path.read_bytes())

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(20):
        replace(path, new)
        replace(path, old)
    ended.set()
    reader.join()
    assert seen <= {old, new}


def test_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    path.write_bytes(b"old")
    code = (
        "import resource, signal, sys; from pathlib import Path; from floe.file import replace\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try:\n    replace(Path(sys.argv[1]), bytes(5000))\n"
        "except OSError as error:\n    print(error.strerror)"
    )
    command = [sys.executable, "-c", code, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=True)
    assert done.stdout == "File too large\n"
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["report.csv"]


def test_a_link_stays_and_leads_to_the_new_file(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "report.csv").symlink_to("real/report.csv")
    replace(tmp_path / "report.csv", b"new")
    assert (tmp_path / "report.csv").is_symlink()
    assert (tmp_path / "real" / "report.csv").read_bytes() == b"new"


def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE) as reader:
        replace(pipe, b"report")
        assert reader.communicate(timeout=PATIENCE)[0] == b"report"
    assert pipe.is_fifo()


AS_NOBODY = """
import os, sys
from pathlib import Path
from floe.file import replace
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
replace(Path(sys.argv[1]), b"new")
"""


def test_a_file_of_mine_in_a_folder_of_somebody_else() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "report.csv").write_bytes(b"old and longer")
        (folder / "report.csv").chmod(0o666)
        folder.chmod(0o555)
        command = [sys.executable, "-c", AS_NOBODY, str(folder / "report.csv")]
        subprocess.run(command, timeout=PATIENCE, check=True)
        folder.chmod(0o755)
        assert (folder / "report.csv").read_bytes() == b"new"
        assert [path.name for path in folder.iterdir()] == ["report.csv"]


def test_what_stdout_leads_to_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; from floe.file import replace\n"
        "replace(Path('/dev/stdout'), b'report\\n'); print('done')"
    )
    path = tmp_path / "all.txt"
    with path.open("ab") as file:
        subprocess.run([sys.executable, "-c", code], stdout=file, timeout=PATIENCE, check=True)
    assert path.read_bytes() == b"report\ndone\n"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
        assert process.communicate(timeout=PATIENCE)[0] == b"report\ndone\n"


def test_a_new_file_never_takes_the_place_of_another(tmp_path: Path) -> None:
    path = tmp_path / "mine.zip"
    with new_file(path) as file:
        file.write(b"first")
        assert not path.exists()
    assert mode(path) == 0o600
    with pytest.raises(FileExistsError), new_file(path):
        pytest.fail("it is there already")
    late = tmp_path / "late.zip"
    with pytest.raises(FileExistsError), new_file(late):
        late.write_bytes(b"came meanwhile")
    assert (path.read_bytes(), late.read_bytes()) == (b"first", b"came meanwhile")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["late.zip", "mine.zip"]


def test_folders_on_the_way_are_private_too(tmp_path: Path) -> None:
    (tmp_path / "share").mkdir()
    make_folder(tmp_path / "share" / "floe" / "recordings")
    assert mode(tmp_path / "share") == 0o777
    assert mode(tmp_path / "share" / "floe") == 0o700
    assert mode(tmp_path / "share" / "floe" / "recordings") == 0o700


def test_what_is_there_is_mended_and_what_comes_is_private(tmp_path: Path) -> None:
    folder = tmp_path / "floe"
    (folder / "recordings").mkdir(parents=True)
    (folder / "journal.sqlite").write_bytes(b"x")
    (folder / "recordings" / "one.wav").write_bytes(b"x")
    other = tmp_path / "other.txt"
    other.write_bytes(b"x")
    (folder / "link").symlink_to(other)
    keep_private([folder, tmp_path / "nowhere"])
    (folder / "new").mkdir()
    (folder / "new" / "journal.sqlite-wal").write_bytes(b"x")
    for place, folders, files in os.walk(folder):
        assert mode(Path(place)) == 0o700
        for name in (*folders, *files):
            path = Path(place, name)
            assert mode(path) == (0o700 if path.is_dir() else 0o600) or path.is_symlink(), path
    assert mode(other) == 0o666, "what a link leads to is not Floe's"
