from pathlib import Path

import pytest

from floe.document import Document
from floe.errors import DocumentError


def _write(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "words.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_every_key_knows_its_line(tmp_path: Path) -> None:
    document = Document.load(_write(tmp_path, "a:\n  b: 1\n  c:\n    - x\n    - y: 2\n"))
    assert document.data == {"a": {"b": 1, "c": ["x", {"y": 2}]}}
    assert document.line("a", "b") == 2
    assert document.line("a", "c", 1, "y") == 5


def test_a_key_that_is_not_there_has_its_parents_line(tmp_path: Path) -> None:
    document = Document.load(_write(tmp_path, "first: 1\na:\n  b: 1\n"))
    assert document.line("a", "missing") == 2
    assert document.line("nowhere") == 1


def test_an_error_names_file_line_and_key(tmp_path: Path) -> None:
    document = Document.load(_write(tmp_path, "a:\n  b: 1\n"))
    assert str(document.error("too small", "a", "b")) == f"{document.path}:2: a.b: too small"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: [1, 2", ":2: "),
        ("a: 1\n b: 2\n", ":2: "),
        ("a:\n  b: 1\n  c: 2\n  b: 3\n", ":4: a.b: stands here a second time"),
        ("a: 2026-13-45T10:00:00\n", ":1: a: no timestamp can be '2026-13-45T10:00:00'"),
        ("a: 1\nb: &x [*x]\n", ":2: &x contains itself"),
        ("", "found nothing"),
        ("- a\n- b\n", "found a list"),
        ("a: !!python/object/apply:os.getcwd []\n", ":1: a: could not determine what the tag"),
    ],
)
def test_what_is_not_yaml_of_keys_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    file = _write(tmp_path, text)
    with pytest.raises(DocumentError) as caught:
        Document.load(file)
    assert problem in str(caught.value)
    assert str(file) in str(caught.value)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="no such file"):
        Document.load(tmp_path / "none.yaml")
    with pytest.raises(DocumentError, match="cannot be read"):
        Document.load(tmp_path)
    binary = tmp_path / "binary.yaml"
    binary.write_bytes(b"a: b\nc: \xff\xfe")
    with pytest.raises(DocumentError, match=r"binary\.yaml:2: not UTF-8"):
        Document.load(binary)


def test_a_file_that_never_ends_is_not_read() -> None:
    with pytest.raises(DocumentError, match="is no file, but a pipe or a device"):
        Document.load(Path("/dev/zero"))


def test_a_file_that_is_too_large_is_not_parsed(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"words\.yaml: too large"):
        Document.load(_write(tmp_path, f"a: {'b' * 2_000_000}\n"))


def test_an_error_is_one_line_whatever_the_file_says(tmp_path: Path) -> None:
    document = Document.load(_write(tmp_path, '"a\\nb\\e[2J": 1\n'))
    message = str(document.error(f"unknown, {'x' * 100_000}, expected y", *document.data))
    assert message.startswith(f"{document.path}:1: a\\nb\\x1b[2J: unknown, x")
    assert message.endswith("expected y")
    assert message.isprintable()
    assert len(message) < 1000
