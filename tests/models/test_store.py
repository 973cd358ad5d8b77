import zipfile
from pathlib import Path

import pytest

from models.errors import ModelBroken, ModelInstallError, ModelMissing
from models.folder import ModelFolder
from models.store import BUNDLED, Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "models")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """The bundled model as the published ones come: a zip with one folder in it."""
    file = tmp_path / "other-en.zip"
    bundled = Store().find(BUNDLED)
    with zipfile.ZipFile(file, "w") as target:
        for path in bundled.files():
            target.write(path, Path("other-en") / path.relative_to(bundled.path))
    return file


def test_the_bundled_model_is_used_until_another_is_chosen(store: Store) -> None:
    assert store.current().name == BUNDLED
    assert [folder.name for folder in store.folders()] == [BUNDLED]


def test_install_use_and_remove(store: Store, archive: Path) -> None:
    installed = store.install(archive)
    assert installed.words == store.find(BUNDLED).words
    assert [folder.name for folder in store.folders()] == [BUNDLED, "other-en"]
    store.use("other-en")
    assert store.current() == installed
    store.remove("other-en")
    assert store.current().name == BUNDLED
    assert not installed.path.exists()


def test_a_folder_can_be_installed_and_used(store: Store, tmp_path: Path) -> None:
    with pytest.raises(ModelInstallError, match="is here already"):
        store.install(store.find(BUNDLED).path)
    copy = tmp_path / "mine"
    copy.symlink_to(store.find(BUNDLED).path, target_is_directory=True)
    assert store.use(str(copy)).path == store.find(BUNDLED).path


def test_an_unknown_name_lists_the_known_ones(store: Store) -> None:
    with pytest.raises(ModelMissing, match="no model called huge; there are: floe-en"):
        store.use("huge")


def test_the_chosen_model_that_has_gone_is_said(store: Store, archive: Path) -> None:
    store.install(archive)
    store.use("other-en")
    for file in [*store.find("other-en").files()]:
        file.unlink()
    with pytest.raises(ModelBroken):
        store.current().check()


def test_the_bundled_model_stays(store: Store) -> None:
    with pytest.raises(ModelInstallError, match="so it stays"):
        store.remove(BUNDLED)
    store.find(BUNDLED).check()


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 cut off"])
def test_what_is_no_archive_leaves_nothing(store: Store, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "bad.zip"
    file.write_bytes(content)
    with pytest.raises(ModelInstallError, match="cannot be installed"):
        store.install(file)
    assert list(store.root.iterdir()) == []


def test_a_broken_model_is_not_installed(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "bad.zip"
    with zipfile.ZipFile(file, "w") as target:
        target.writestr("bad/am/final.mdl", "no model")
    with pytest.raises(ModelBroken, match="missing"):
        store.install(file)
    assert list(store.root.iterdir()) == []


@pytest.mark.parametrize("name", ["../outside", "/outside", "a/../../outside"])
def test_an_archive_cannot_write_outside(store: Store, tmp_path: Path, name: str) -> None:
    file = tmp_path / "bad.zip"
    with zipfile.ZipFile(file, "w") as target:
        target.writestr(name, "gotcha")
    with pytest.raises(ModelInstallError, match="refused"):
        store.install(file)
    assert not (tmp_path / "outside").exists()


def test_an_archive_cannot_hold_links(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "bad.zip"
    entry = zipfile.ZipInfo("bad/link")
    entry.external_attr = 0o120777 << 16
    with zipfile.ZipFile(file, "w") as target:
        target.writestr(entry, "/etc/passwd")
    with pytest.raises(ModelInstallError, match="refused"):
        store.install(file)


def test_no_such_source(store: Store, tmp_path: Path) -> None:
    with pytest.raises(ModelInstallError, match="no such file"):
        store.install(tmp_path / "none.zip")


def test_a_model_folder_by_path(store: Store) -> None:
    path = store.find(BUNDLED).path
    assert store.find(str(path)) == ModelFolder(path)
