import shutil
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from models import archive
from models.archive import unpack
from models.errors import ArchiveRefused
from tests.models.conftest import Pack


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "target"
    folder.mkdir()
    return folder


def zipped(tmp_path: Path, entries: dict[str, bytes], mode: int = 0) -> Path:
    file = tmp_path / "bad.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = mode << 16
            made.writestr(entry, content)
    return file


def refused(file: Path, target: Path, why: str) -> None:
    """Make sure that ``file`` is refused, and nothing of it written anywhere."""
    around = sorted(target.parent.rglob("*"))
    with pytest.raises(ArchiveRefused, match=why):
        unpack(file, target)
    assert sorted(target.parent.rglob("*")) == around


def test_a_model_is_unpacked_as_it_was(pack: Pack, target: Path) -> None:
    folder = unpack(pack(), target)
    assert folder == target / "other-en"
    assert (folder / "am/final.mdl").stat().st_mode & 0o111 == 0


def test_a_model_without_a_folder_of_its_own(pack: Pack, target: Path) -> None:
    assert unpack(pack("flat", "."), target) == target


def test_what_lies_beside_the_model_is_no_matter(pack: Pack, target: Path) -> None:
    file = pack()
    with zipfile.ZipFile(file, "a") as more:
        more.writestr("__MACOSX/._other-en", "what macOS adds")
    assert unpack(file, target) == target / "other-en"


@pytest.mark.parametrize(
    "name",
    [
        "../outside",
        "/outside",
        "a/../../outside",
        "..\\outside",
        "\\\\host\\share\\outside",
        "C:/outside",
        "C:outside",
        "a/..",
    ],
)
def test_nothing_is_written_outside(tmp_path: Path, target: Path, name: str) -> None:
    refused(zipped(tmp_path, {name: b"gotcha"}), target, "would leave its folder; refused")


@pytest.mark.parametrize("name", ["am/final.mdl:stream", "a\nb", "what?", "a|b"])
def test_names_that_not_every_system_has(tmp_path: Path, target: Path, name: str) -> None:
    refused(zipped(tmp_path, {name: b"gotcha"}), target, "not every system can hold")


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK])
def test_links_and_devices(tmp_path: Path, target: Path, kind: int) -> None:
    refused(zipped(tmp_path, {"m/link": b"/etc/passwd"}, kind | 0o777), target, "is a link")


def test_a_bomb(tmp_path: Path, target: Path) -> None:
    refused(zipped(tmp_path, {"m/zeros": bytes(2_000_000)}), target, r"unpacks to \d+ times")


def test_a_bomb_that_lies_about_its_size(tmp_path: Path, target: Path) -> None:
    file = zipped(tmp_path, {"m/zeros": bytes(2_000_000)})
    lied = file.read_bytes().replace(struct.pack("<I", 2_000_000), struct.pack("<I", 20))
    file.write_bytes(lied)
    with pytest.raises(ArchiveRefused, match="not a whole zip file"):
        unpack(file, target)
    assert sum(path.stat().st_size for path in target.rglob("*") if path.is_file()) <= 20


def test_too_many_files(tmp_path: Path, target: Path) -> None:
    refused(zipped(tmp_path, {f"m/{i}": b"" for i in range(1001)}), target, "holds 1001 files")


def test_too_much(tmp_path: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_BYTES", 10)
    refused(zipped(tmp_path, {"m/a": b"eleven byte"}), target, "more than any model")


def test_no_room(tmp_path: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(target)._replace(free=5)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    refused(zipped(tmp_path, {"m/a": b"six by"}), target, "only 0 MB are free")


def test_two_files_of_one_name(tmp_path: Path, target: Path) -> None:
    refused(zipped(tmp_path, {"m/words": b"a", "M/Words": b"b"}), target, "two files of one name")


def test_an_encrypted_one(tmp_path: Path, target: Path) -> None:
    file = zipped(tmp_path, {"m/a": b"secret"})
    content = bytearray(file.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    file.write_bytes(content)
    refused(file, target, "is encrypted")


@pytest.mark.parametrize("keep", [0, 10, 1000, -10, -1000])
def test_one_that_was_cut_off(pack: Pack, target: Path, keep: int) -> None:
    file = pack()
    file.write_bytes(file.read_bytes()[:keep])
    refused(file, target, "not a whole zip file")


def test_one_that_was_damaged(pack: Pack, target: Path) -> None:
    file = pack()
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with pytest.raises(ArchiveRefused, match="not a whole zip file: Bad CRC"):
        unpack(file, target)


def test_two_models(pack: Pack, target: Path) -> None:
    with pytest.raises(ArchiveRefused, match="holds 2 models"):
        unpack(pack("two", "one-en", "other-en"), target)


def test_no_model(tmp_path: Path, target: Path) -> None:
    with pytest.raises(ArchiveRefused, match="holds no model; expected one folder with am/final"):
        unpack(zipped(tmp_path, {"readme.txt": b"hello"}), target)


def test_a_list_of_a_million_files_is_not_read(tmp_path: Path, target: Path) -> None:
    listed = struct.pack("<I", 0x02014B50) + bytes(42)
    body = listed * 1_000_000
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 0xFFFE, 0xFFFE, len(body), 0, 0)
    (tmp_path / "many.zip").write_bytes(body + end)
    refused(tmp_path / "many.zip", target, "not a whole zip file")


@pytest.mark.parametrize("packing", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_packing_that_no_model_has(tmp_path: Path, target: Path, packing: int) -> None:
    with zipfile.ZipFile(tmp_path / "bad.zip", "w", packing) as made:
        made.writestr("m/a", b"some text")
    refused(tmp_path / "bad.zip", target, "is packed in a way that models are not")
