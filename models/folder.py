"""A model's folder: which files it must have, its words, and its checksums."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from models.errors import ModelBroken, ModelMissing
from models.openfst import read_symbols, read_unigram

GRAPH = "graph/Gr.fst"
WORDS = "graph/words.txt"
FEATURES = "conf/mfcc.conf"
"""How the model wants its features computed: Kaldi's options, a line each."""
DITHER = "--dither="
"""The option for noise; Kaldi takes 1 where it is missing."""
REQUIRED = (
    "am/final.mdl",
    FEATURES,
    "conf/model.conf",
    "graph/phones/word_boundary.int",
)
"""What libvosk's model.cc reads of every model; the i-vector extractor is optional."""
LOOKAHEAD = ("graph/HCLr.fst", GRAPH, "graph/disambig_tid.int")
"""The two halves of a graph that is put together at run time, and what joins them."""
STATIC = ("graph/HCLG.fst", WORDS)
"""A graph that was put together when it was made, so that no grammar can be put in."""
CHECKSUMS = "SHA256SUMS"


@dataclass(frozen=True)
class ModelFolder:
    """One speech model on disk."""

    path: Path

    @property
    def name(self) -> str:
        """The folder's name, by which the user calls the model."""
        return self.path.name

    @cached_property
    def words(self) -> dict[str, int]:
        """Each word of the lexicon with its id.

        Some published models have no words.txt; then the grammar graph holds the table.

        Raises:
            ModelBroken: there is no table of words and ids, or it cannot be read.
        """
        file = self.path / WORDS
        try:
            if not file.exists():
                file = self.path / GRAPH
                return read_symbols(file)
            rows = [line.split() for line in file.read_text(encoding="utf-8").splitlines()]
            return {word: int(number) for word, number in rows}
        except (OSError, ValueError) as error:
            raise ModelBroken(f"{file}: not a table of words and ids; {_again(self)}") from error

    @cached_property
    def costs(self) -> dict[int, float]:
        """Each word's id with the cost that the model gives it; empty if it gives none.

        Raises:
            ModelBroken: the grammar graph cannot be read.
        """
        if self.static:
            return {}
        file = self.path / GRAPH
        try:
            return read_unigram(file)
        except (OSError, ValueError) as error:
            raise ModelBroken(f"{file}: not a grammar graph; {_again(self)}") from error

    @cached_property
    def dither(self) -> float:
        """The noise that the model wants beneath its sound: root mean square, of 32768.

        Raises:
            ModelBroken: the options of the features cannot be read.
        """
        file = self.path / FEATURES
        try:
            options = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
            wanted = [float(each[len(DITHER) :]) for each in options if each.startswith(DITHER)]
        except (OSError, ValueError) as error:
            raise ModelBroken(f"{file}: not a list of options; {_again(self)}") from error
        return wanted[-1] if wanted else 1.0

    @property
    def static(self) -> bool:
        """Whether the graph is fixed: the model then hears any English, but takes no grammar."""
        return (self.path / STATIC[0]).exists() and not (self.path / LOOKAHEAD[0]).exists()

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(file.stat().st_size for file in self.files())

    def files(self) -> Iterator[Path]:
        """Return every file in the folder, sorted."""
        return (file for file in sorted(self.path.rglob("*")) if file.is_file())

    def check(self) -> None:
        """Make sure that libvosk can be given this folder.

        libvosk answers most damage with one "Failed to create a model", so each file is
        looked at first, against the folder's checksums where it has them.

        Raises:
            ModelMissing: there is no such folder.
            ModelBroken: a file is missing, empty or not the one that was published.
        """
        if not self.path.is_dir():
            raise ModelMissing(f"{self.path}: no model there; `floe models list` names those here")
        for name in REQUIRED + (STATIC if self.static else LOOKAHEAD):
            self._whole(name)
        for name, digest in self._checksums().items():
            if sha256(self.path / name) != digest:
                raise ModelBroken(f"{self.path / name}: damaged (checksum differs); {_again(self)}")

    def write_checksums(self) -> None:
        """Write the checksums of all files, as ``sha256sum`` prints them."""
        lines = [
            f"{sha256(file)}  {file.relative_to(self.path).as_posix()}\n"
            for file in self.files()
            if file.name not in (CHECKSUMS, "README.md")
        ]
        (self.path / CHECKSUMS).write_text("".join(lines), encoding="utf-8")

    def _whole(self, name: str) -> None:
        file = self.path / name
        if not file.is_file():
            raise ModelBroken(f"{file}: missing; {_again(self)}")
        if file.stat().st_size == 0:
            raise ModelBroken(f"{file}: empty; {_again(self)}")

    def _checksums(self) -> dict[str, str]:
        file = self.path / CHECKSUMS
        if not file.is_file():
            return {}
        try:
            rows = [line.split("  ", 1) for line in file.read_text(encoding="utf-8").splitlines()]
            sums = {name: digest for digest, name in rows}
        except (OSError, ValueError) as error:
            raise ModelBroken(f"{file}: not a list of checksums; {_again(self)}") from error
        for name in sums:
            self._whole(name)
        return sums


def sha256(file: Path) -> str:
    """Return a file's SHA-256 in hexadecimal.

    Raises:
        OSError: it cannot be read.
    """
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _again(folder: ModelFolder) -> str:
    return f"install {folder.name} again, or choose another with `floe models use`"
