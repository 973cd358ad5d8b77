import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from floe.errors import DocumentError
from models.catalogue import Catalogue, CatalogueEntry, is_sha256

ENTRIES = list(Catalogue.load().entries.values())
UNITS = {"M": 1e6, "G": 1e9}
WHOLE = """\
models:
  small-en:
    url: https://alphacephei.com/vosk/models/small-en.zip
    size: 40M
    bytes: 41205931
    licence: Apache-2.0
    graph: dynamic
    suits: a test
    sha256: {sum}
    sources: [a/repository, its/file]
""".replace("{sum}", "a1" * 32)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
class TestEach:
    def test_comes_from_its_publisher(self, entry: CatalogueEntry) -> None:
        address = urlsplit(entry.url)
        assert (address.scheme, address.netloc) == ("https", "alphacephei.com")
        assert address.path == f"/vosk/models/{entry.name}.zip"

    def test_has_a_sum_with_its_sources_or_none(self, entry: CatalogueEntry) -> None:
        assert (entry.sha256 is None) == (not entry.sources)
        if entry.sha256:
            assert is_sha256(entry.sha256)
            assert len(entry.sources) >= 2, "better two than one"
            assert entry.bytes

    def test_is_as_large_as_was_published(self, entry: CatalogueEntry) -> None:
        number, unit = re.fullmatch(r"([0-9.]+)([MG])", entry.size).groups()  # type: ignore[union-attr]
        if entry.bytes:
            assert entry.bytes == pytest.approx(float(number) * UNITS[unit], rel=0.08)

    def test_says_how_good_and_how_free_it_is(self, entry: CatalogueEntry) -> None:
        assert all(1 < rate < 60 for rate in entry.errors.values())
        assert entry.licence in ("Apache-2.0", "AGPL-3.0")
        assert entry.suits


def test_no_two_have_one_sum() -> None:
    sums = [entry.sha256 for entry in ENTRIES if entry.sha256]
    assert len(set(sums)) == len(sums) >= 4


def test_those_for_a_small_machine_take_a_grammar() -> None:
    assert {entry.graph for entry in ENTRIES if (entry.bytes or 1e9) < 2e8} == {"dynamic"}


def test_a_name_may_leave_out_its_beginning() -> None:
    catalogue = Catalogue.load()
    entry = catalogue.find("small-en-us-0.15")
    assert entry
    assert entry == catalogue.find("vosk-model-small-en-us-0.15")
    assert catalogue.find("huge") is None


def test_one_that_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.yaml"
    path.write_text(WHOLE, encoding="utf-8")
    [entry] = Catalogue.load(path).entries.values()
    assert entry.sources == ("a/repository", "its/file")
    assert entry.errors == {}


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("a1a1", "A1A1", 9, "expected 64 hexadecimal digits"),
        ("a1a1", "", 9, "expected 64 hexadecimal digits"),
        ("    sources: [a/repository, its/file]\n", "", 2, "the files in which it was read"),
        ("dynamic", "lookahead", 7, "expected one of dynamic, static"),
        ("small-en.zip", "large-en.zip", 3, "ends in /small-en.zip"),
        ("    size: 40M\n", "", 2, "expected a text"),
        ("41205931", "forty", 5, "expected a number of bytes"),
        ("suits", "sutis", 8, "unknown; there are: bytes, errors"),
        ("bytes: 41205931", "errors: 9.85", 5, "errors: expected keys and values"),
        ("bytes: 41205931", "errors: {a: b}", 5, "errors.a: expected a number"),
        ("bytes: 41205931", "bytes: true", 5, "expected a number of bytes"),
        ("bytes: 41205931", "bytes: 999999999999", 5, "expected a number of bytes"),
        ("size: 40M", "size: ''", 4, "expected a size such as 40M"),
        ("[a/repository, its/file]", "3", 10, "sources: expected a list"),
        ("https://alphacephei.com/vosk", "http://[x", 3, "url: no address: Invalid IPv6 URL"),
        ("https://alphacephei.com/vosk", "http://a:99999", 3, "url: no address: Port out of range"),
        ("https://alphacephei.com/vosk", "https://", 3, "url: expected an address, found"),
    ],
)
def test_one_that_is_not(tmp_path: Path, old: str, new: str, line: int, problem: str) -> None:
    path = tmp_path / "catalogue.yaml"
    path.write_text(WHOLE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DocumentError, match=f"catalogue.yaml:{line}: models.small-en.*{problem}"):
        Catalogue.load(path)


@pytest.mark.parametrize("name", ["../small-en", "a\\\\b", ".a", "", "a" * 101, "C:a", "1.5"])
def test_a_name_that_is_no_folders(tmp_path: Path, name: str) -> None:
    path = tmp_path / "catalogue.yaml"
    quoted = name if name == "1.5" else f'"{name}"'
    path.write_text(WHOLE.replace("small-en:", f"{quoted}:"), encoding="utf-8")
    with pytest.raises(DocumentError, match=r"catalogue\.yaml:[123]: models.*name"):
        Catalogue.load(path)


@pytest.mark.parametrize("text", ["models: 3\n", "models:\n  small-en: 3\n", "x: 1\n"])
def test_what_is_no_catalogue(tmp_path: Path, text: str) -> None:
    path = tmp_path / "catalogue.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DocumentError, match="expected"):
        Catalogue.load(path)
