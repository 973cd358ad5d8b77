import hashlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from models.catalogue import Catalogue, CatalogueEntry
from models.command import install, remove, show, use
from models.errors import ModelInstallError, ModelMissing, ModelUnverified, WrongFile
from models.folder import LOOKAHEAD, STATIC, ModelFolder
from models.store import BUNDLED, Store
from tests.models.conftest import Pack
from tests.models.server import Server, breaks_off, good, serving, stalls
from tests.patience import PATIENCE, wait_for

NAME = "model-en"
INSTALL = """
import json, signal, sys
from pathlib import Path
from models.catalogue import Catalogue, CatalogueEntry
from models.command import install
from models.store import Store
# A shell starts what runs in its background deaf to Ctrl-C, and children inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)
folder, entry = Path(sys.argv[1]), CatalogueEntry(**json.loads(sys.argv[2]))
store = Store(folder / "models", folder / "cache")
install(entry.name, None, store, Catalogue({entry.name: entry}))
"""


@pytest.fixture
def content(pack: Pack) -> bytes:
    file = pack(NAME)
    content = file.read_bytes()
    file.unlink()
    return content


def entry(url: str, content: bytes, **changed: object) -> CatalogueEntry:
    given = {
        "name": NAME,
        "url": url,
        "size": "6M",
        "bytes": len(content),
        "licence": "Apache-2.0",
        "graph": "dynamic",
        "suits": "a test",
        "sha256": hashlib.sha256(content).hexdigest(),
        "sources": ("a/repository, its/file",),
    }
    return CatalogueEntry(**{**given, **changed})  # type: ignore[arg-type]


def catalogue(server: Server, **changed: object) -> Catalogue:
    return Catalogue({NAME: entry(server.url, server.content, **changed)})


def left(store: Store) -> set[str]:
    return {path.name for path in store.cache.iterdir() if path.suffix != ".lock"}


def test_a_published_one_is_fetched_and_can_be_used(
    store: Store, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(content) as server:
        known = catalogue(server)
        install(NAME, None, store, known)
        use(NAME, store, known)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"{NAME}, {len(content) / 1e6:.1f} MB, Apache-2.0: a test"
    assert lines[1] == f"from {server.url}"
    assert lines[-3].startswith("100 %")
    assert lines[-2] == f"{NAME} is installed; `floe models use {NAME}` hears with it"
    assert lines[-1] == f"Floe hears with {NAME} from the next start"
    assert store.current().words == store.find(BUNDLED).words
    assert left(store) == set()


def test_what_is_here_is_not_fetched_again(store: Store, content: bytes) -> None:
    with serving(content) as server:
        install(NAME, None, store, catalogue(server))
        with pytest.raises(ModelInstallError, match="is here already"):
            install(NAME, None, store, catalogue(server))
        assert len(server.asked) == 1


def test_a_wrong_file_leaves_nothing(store: Store, content: bytes) -> None:
    with serving(content) as server, pytest.raises(WrongFile):
        install(NAME, None, store, catalogue(server, sha256="0" * 64))
    assert left(store) == set()
    assert not store.root.exists()


def test_a_published_file_that_is_no_model_leaves_nothing_installed(store: Store) -> None:
    with serving(b"no zip") as server, pytest.raises(ModelInstallError, match="not a whole zip"):
        install(NAME, None, store, catalogue(server))
    assert list(store.root.iterdir()) == []


def test_one_without_a_sum_is_not_fetched(store: Store, content: bytes) -> None:
    with serving(content) as server:
        known = catalogue(server, sha256=None, sources=())
        with pytest.raises(ModelUnverified, match=rf"install \./{NAME}.zip`.*--sha256 SUM"):
            install(NAME, None, store, known)
        assert server.asked == []
        install(NAME, hashlib.sha256(content).hexdigest().upper(), store, known)
    assert store.find(NAME).path.is_dir()


def test_one_without_a_sum_from_who_gives_a_wrong_one(store: Store, content: bytes) -> None:
    with serving(content) as server, pytest.raises(WrongFile):
        install(NAME, "0" * 64, store, catalogue(server, sha256=None, sources=()))
    assert not store.root.exists()


def test_the_published_sum_cannot_be_talked_away(
    store: Store, content: bytes, tmp_path: Path
) -> None:
    file = tmp_path / f"{NAME}.zip"
    file.write_bytes(content)
    with serving(content) as server:
        for source in (NAME, str(file)):
            with pytest.raises(ModelInstallError, match="as read in a/repository"):
                install(source, "0" * 64, store, catalogue(server))
        assert server.asked == []


@pytest.mark.parametrize("text", ["", "0" * 63, "g" * 64, "sha256:" + "0" * 64])
def test_what_is_no_sum(store: Store, text: str) -> None:
    with pytest.raises(ModelInstallError, match="expected 64 hexadecimal digits"):
        install(NAME, text, store, Catalogue({}))


def test_a_file_by_a_published_name_is_held_against_its_sum(
    store: Store, content: bytes, tmp_path: Path
) -> None:
    file = tmp_path / f"{NAME}.zip"
    known = Catalogue({NAME: entry("https://alphacephei.com/model-en.zip", content)})
    file.write_bytes(content[:-1])
    with pytest.raises(WrongFile, match="not the file that was meant"):
        install(str(file), None, store, known)
    file.write_bytes(content)
    assert install(str(file), None, store, known).name == NAME


def test_a_file_that_nobody_published(store: Store, pack: Pack) -> None:
    assert install(str(pack("mine")), None, store, Catalogue.load()).name == "mine"


def test_a_name_that_nobody_knows(store: Store) -> None:
    with pytest.raises(ModelInstallError, match="no such file or folder, and no published model"):
        install("huge", None, store, Catalogue.load())


@pytest.mark.parametrize("source", ["", "  "])
def test_nothing_to_install(store: Store, source: str) -> None:
    with pytest.raises(ModelInstallError, match="nothing to install: give the name"):
        install(source, None, store, Catalogue.load())
    assert not store.root.exists()


def test_to_use_one_that_is_not_here_says_how_to_get_it(store: Store) -> None:
    with pytest.raises(ModelMissing, match=r"install vosk-model-small-en-us-0.15` .*\(41 MB\)"):
        use("small-en-us-0.15", store, Catalogue.load())
    with pytest.raises(ModelMissing, match="no model called huge"):
        use("huge", store, Catalogue.load())


def test_what_is_lost_with_a_static_graph_is_said(
    store: Store, pack: Pack, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "static-en"
    (store.install(pack()).path).rename(folder)
    (folder / "SHA256SUMS").unlink()
    (folder / LOOKAHEAD[0]).rename(folder / STATIC[0])
    install(str(folder), None, store, Catalogue({}))
    use("static-en", store, Catalogue({}))
    said = capsys.readouterr().out
    assert said.count("static-en has a static graph, so Floe's strict grammar cannot be put") == 2


def test_the_table_fits_a_terminal(
    store: Store, pack: Pack, capsys: pytest.CaptureFixture[str]
) -> None:
    store.install(pack("vosk-model-small-en-us-0.15"))
    (store.install(pack("broken-en")).path / "graph/words.txt").write_text("?", encoding="utf-8")
    store.use("vosk-model-small-en-us-0.15")
    show(store, Catalogue.load())
    lines = capsys.readouterr().out.splitlines()
    assert max(len(line) for line in lines) <= 80
    rows = {line[2:41].strip(): line for line in lines}
    size, words = f"{store.find(BUNDLED).size / 1e6:.1f}", str(len(store.find(BUNDLED).words))
    assert rows[BUNDLED].split() == [BUNDLED, size, "MB", words, "Apache-2.0"]
    mark, _, *here = rows["vosk-model-small-en-us-0.15"].split()
    assert [mark, *here[1:]] == ["*", "MB", words, "9.85", "Apache-2.0"]
    assert "broken" in rows["broken-en"]
    assert rows["vosk-model-en-us-0.22-lgraph"].split()[1:] == ["131", "MB", "7.82", "Apache-2.0"]
    assert len([line for line in lines if "small-en-us-0.15" in line]) == 1


def test_one_in_a_folder_of_its_own_is_shown_too(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.symlink_to(store.find(BUNDLED).path, target_is_directory=True)
    copy = tmp_path / "copy-en"
    copy.mkdir()
    for path in ModelFolder(elsewhere).path.iterdir():
        (copy / path.name).symlink_to(path)
    use(str(copy), store, Catalogue({}))
    show(store, Catalogue({}))
    assert "* copy-en" in capsys.readouterr().out


def test_remove(store: Store, pack: Pack, capsys: pytest.CaptureFixture[str]) -> None:
    store.install(pack("mine"))
    remove("mine", store)
    assert capsys.readouterr().out == "mine is removed\n"
    assert list(store.root.iterdir()) == []


class Running:
    """An installation in a process of its own."""

    def __init__(self, folder: Path, server: Server) -> None:
        self.store = Store(folder / "models", folder / "cache")
        self.part = self.store.cache / f"{NAME}.zip.part"
        given = json.dumps(vars(entry(server.url, server.content)))
        self.process = subprocess.Popen(
            [sys.executable, "-c", INSTALL, str(folder), given],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )

    def stop(self, upto: int, number: int) -> str:
        """Send a signal once ``upto`` bytes are here, and give what was printed."""
        wait_for(lambda: self._kept() >= upto or self.process.poll() is not None, "the part")
        assert self.process.poll() is None
        self.process.send_signal(number)
        return self.process.communicate(timeout=PATIENCE)[0]

    def _kept(self) -> int:
        return self.part.stat().st_size if self.part.exists() else 0


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_stopped_one_goes_on_where_it_was(tmp_path: Path, content: bytes, number: int) -> None:
    with serving(content, stalls(1_000_000), good) as server:
        running = Running(tmp_path, server)
        said = running.stop(1_000_000, number)
        assert ("1.0 MB are kept for the next time" in said) == (number == signal.SIGINT)
        assert not running.store.root.exists()
        install(NAME, None, running.store, catalogue(server))
        assert server.asked[1]["Range"] == "bytes=1000000-"
    running.store.find(NAME).check()
    assert left(running.store) == set()


def test_one_that_broke_off_and_came_back_is_whole(store: Store, content: bytes) -> None:
    with serving(content, breaks_off(2_000_000), good) as server:
        install(NAME, None, store, catalogue(server))
        assert len(server.asked) == 2
    store.find(NAME).check()
