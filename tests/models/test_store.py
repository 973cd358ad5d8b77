import hashlib
import shutil
import zipfile
from pathlib import Path

import pytest
from filelock import FileLock

from models.errors import ModelBroken, ModelInstallError, ModelMissing, WrongFile
from models.folder import ModelFolder
from models.store import BUNDLED, Store
from tests.models.conftest import Pack


@pytest.fixture
def archive(pack: Pack) -> Path:
    return pack()


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
    with pytest.raises(ModelInstallError, match="not a whole zip file"):
        store.install(file)
    assert list(store.root.iterdir()) == []


def test_the_right_checksum(store: Store, archive: Path) -> None:
    right = hashlib.sha256(archive.read_bytes()).hexdigest()
    assert store.install(archive, "renamed", right).name == "renamed"


def test_a_wrong_checksum_is_found_before_the_file_is_opened(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "bad.zip"
    file.write_bytes(b"not a zip")
    with pytest.raises(WrongFile, match="not the file that was meant"):
        store.install(file, None, "0" * 64)
    assert list(store.root.iterdir()) == []


def test_a_folder_has_no_checksum(store: Store) -> None:
    with pytest.raises(ModelInstallError, match="a folder has no SHA-256"):
        store.install(store.find(BUNDLED).path, "other", "0" * 64)


def test_what_a_killed_installation_left_is_cleared(store: Store, archive: Path) -> None:
    (store.root / ".scratch/other-en/am").mkdir(parents=True)
    (store.root / ".scratch/other-en/am/final.mdl").write_text("half", encoding="utf-8")
    assert [folder.name for folder in store.folders()] == [BUNDLED]
    store.install(archive)
    assert [path.name for path in store.root.iterdir()] == ["other-en"]


def test_two_installations_at_once(store: Store, archive: Path) -> None:
    store.cache.mkdir()
    with (
        FileLock(store.cache / "install.lock"),
        pytest.raises(ModelInstallError, match="another floe is installing"),
    ):
        store.install(archive)


@pytest.mark.parametrize("name", ["in-use", ".hidden"])
def test_names_that_no_model_can_have(store: Store, archive: Path, name: str) -> None:
    with pytest.raises(ModelInstallError, match="cannot be a model's name"):
        store.install(archive.rename(archive.with_name(f"{name}.zip")))


def test_a_folder_that_is_no_model_is_not_copied(store: Store, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos/cat.jpg").touch()
    with pytest.raises(ModelBroken, match="missing"):
        store.install(tmp_path / "photos")
    assert list(store.root.iterdir()) == []


@pytest.mark.parametrize("link", ["/dev/zero", "nowhere", "."])
def test_a_folder_whose_copy_would_never_end(store: Store, tmp_path: Path, link: str) -> None:
    copy = Path(shutil.copytree(store.find(BUNDLED).path, tmp_path / "mine"))
    (copy / "graph/link").symlink_to(link)
    with pytest.raises(ModelInstallError, match=r"mine.*(is no file|holds more than any model)"):
        store.install(copy)
    assert list(store.root.iterdir()) == []


def test_a_broken_model_is_not_installed(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "bad.zip"
    with zipfile.ZipFile(file, "w") as target:
        target.writestr("bad/am/final.mdl", "no model")
    with pytest.raises(ModelBroken, match="missing"):
        store.install(file)
    assert list(store.root.iterdir()) == []


def test_no_such_source(store: Store, tmp_path: Path) -> None:
    with pytest.raises(ModelInstallError, match="no such file"):
        store.install(tmp_path / "none.zip")


def test_a_model_folder_by_path(store: Store) -> None:
    path = store.find(BUNDLED).path
    assert store.find(str(path)) == ModelFolder(path)


@pytest.mark.parametrize("inside", ["model", "unpacked/model"])
def test_a_model_in_a_folder_inside_is_taken(store: Store, tmp_path: Path, inside: str) -> None:
    source = Store().current().path
    outer = tmp_path / "download"
    shutil.copytree(source, outer / inside)
    assert store.find(str(outer)).path == outer / inside
    installed = store.install(outer)
    assert installed.name == "download"
    installed.check()


def test_two_models_in_a_folder_are_not_guessed_between(store: Store, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / "both" / name / "am").mkdir(parents=True)
        (tmp_path / "both" / name / "am" / "final.mdl").write_bytes(b"x")
    with pytest.raises(ModelBroken, match=r"both/am/final\.mdl: missing"):
        store.install(tmp_path / "both")
