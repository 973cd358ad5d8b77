"""A model's folder: the files it must have, its words, and its checksums.

The recogniser takes a `ModelFolder` from `models.store` and asks it for the words it can hear.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from floe.text import one_line
from floe.textfile import TextFileError
from models.errors import ModelBroken, ModelMissing
from models.listing import read_checksums, read_dither, read_options, read_words
from models.openfst import read_symbols, read_unigram

T = TypeVar("T")

GRAPH = "graph/Gr.fst"
"""The grammar graph of a model that takes a grammar."""
WORDS = "graph/words.txt"
"""The words of the lexicon, each with its id."""
FEATURES = "conf/mfcc.conf"
"""How the model wants its features computed: Kaldi's options, one per line."""
REQUIRED = (
    "am/final.mdl",
    FEATURES,
    "conf/model.conf",
    "graph/phones/word_boundary.int",
)
"""The files that libvosk's model.cc reads of every model; an i-vector extractor is optional."""
LOOKAHEAD = ("graph/HCLr.fst", GRAPH, "graph/disambig_tid.int")
"""The files of a model that takes a grammar: the two halves of a graph that is composed at run
time, and the list that joins them."""
STATIC = ("graph/HCLG.fst", WORDS)
"""The files of a model whose graph is fixed, so that it takes no grammar."""
CHECKSUMS = "SHA256SUMS"
"""The checksums of the folder's files, if it has any, as ``sha256sum`` prints them."""


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

        Some published models have no words.txt. In those, the grammar graph holds the table.

        Raises:
            ModelBroken: there is no table of words and ids, or it cannot be read.
        """
        file = self.path / WORDS
        try:
            if not file.exists():
                file = self.path / GRAPH
                return read_symbols(file)
            return read_words(file)
        except TextFileError as error:
            raise _broken(self, file, "not a table of words and ids", error) from error
        except (OSError, ValueError) as error:
            raise ModelBroken(f"{file}: not a table of words and ids; {_remedy(self)}") from error

    @cached_property
    def costs(self) -> dict[int, float]:
        """Each word's id with its cost, a negative natural logarithm; empty if there are none.

        Raises:
            ModelBroken: the grammar graph cannot be read.
        """
        if self.static:
            return {}
        file = self.path / GRAPH
        try:
            return read_unigram(file)
        except (OSError, ValueError) as error:
            raise ModelBroken(f"{file}: not a grammar graph; {_remedy(self)}") from error

    @cached_property
    def dither(self) -> float:
        """The noise that the model wants added: its root mean square, with full scale at 32768.

        Raises:
            ModelBroken: the options of the features cannot be read.
        """
        return self._features(read_dither)

    @property
    def options(self) -> list[str]:
        """The options with which the model wants its features computed, in Kaldi's form.

        Raises:
            ModelBroken: they cannot be read.
        """
        return self._features(read_options)

    @property
    def static(self) -> bool:
        """Whether the graph is fixed, so that the model hears any English, but takes no grammar."""
        return (self.path / STATIC[0]).exists() and not (self.path / LOOKAHEAD[0]).exists()

    @property
    def size(self) -> int:
        """The size in bytes of all its files together."""
        return sum(file.stat().st_size for file in self.files())

    def files(self) -> Iterator[Path]:
        """Yield every file in the folder, sorted by path."""
        return (file for file in sorted(self.path.rglob("*")) if file.is_file())

    def check(self) -> None:
        """Make sure that libvosk can load this folder.

        libvosk answers nearly all damage with "Failed to create a model". Therefore each file is
        examined first, and compared with the folder's checksums if it has any.

        Raises:
            ModelMissing: there is no such folder.
            ModelBroken: a file is missing, empty, or not the one that was published.
        """
        if not self.path.is_dir():
            raise ModelMissing(f"{self.path}: no model there; `floe models list` names those here")
        for name in REQUIRED + (STATIC if self.static else LOOKAHEAD):
            self._check_file(name)
        for name, digest in self._checksums().items():
            if sha256(self.path / name) != digest:
                raise ModelBroken(
                    f"{self.path / name}: damaged (checksum differs); {_remedy(self)}"
                )

    def write_checksums(self) -> None:
        """Write the file `CHECKSUMS` anew, from all files but the README."""
        lines = [
            f"{sha256(file)}  {file.relative_to(self.path).as_posix()}\n"
            for file in self.files()
            if file.name not in (CHECKSUMS, "README.md")
        ]
        (self.path / CHECKSUMS).write_text("".join(lines), encoding="utf-8")

    def _features(self, read: Callable[[Path], T]) -> T:
        """Return what ``read`` finds in the options of the features."""
        file = self.path / FEATURES
        try:
            return read(file)
        except TextFileError as error:
            raise _broken(self, file, "not a list of options", error) from error
        except OSError as error:
            raise ModelBroken(f"{file}: cannot be read; {_remedy(self)}") from error

    def _check_file(self, name: str) -> None:
        file = self.path / name
        if not file.is_file():
            raise ModelBroken(f"{file}: missing; {_remedy(self)}")
        if file.stat().st_size == 0:
            raise ModelBroken(f"{file}: empty; {_remedy(self)}")

    def _checksums(self) -> dict[str, str]:
        file = self.path / CHECKSUMS
        if not file.is_file():
            return {}
        try:
            sums = read_checksums(file)
        except TextFileError as error:
            raise _broken(self, file, "not a list of checksums", error) from error
        except OSError as error:
            raise ModelBroken(f"{file}: not a list of checksums; {_remedy(self)}") from error
        for name in sums:
            self._check_file(name)
        return sums


def inner_folder(path: Path) -> Path:
    """Return the folder of the model at ``path``: that itself, or the one folder inside that is it.

    Unpacking a published file often makes one folder more. Where none is found, or several are,
    ``path`` itself is returned.
    """
    if (path / REQUIRED[0]).exists():
        return path
    found = [file.parents[1] for depth in ("*/", "*/*/") for file in path.glob(depth + REQUIRED[0])]
    return found[0] if len(found) == 1 else path


def sha256(file: Path) -> str:
    """Return a file's SHA-256 in hexadecimal.

    Raises:
        OSError: it cannot be read.
    """
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _broken(folder: ModelFolder, file: Path, kind: str, error: TextFileError) -> ModelBroken:
    problem = f"{kind} ({one_line(str(error))})"
    return ModelBroken(f"{file}{error.place}: {problem}; {_remedy(folder)}")


def _remedy(folder: ModelFolder) -> str:
    return f"install {folder.name} again, or choose another with `floe models use`"
