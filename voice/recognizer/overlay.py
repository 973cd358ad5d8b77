"""The folder that libvosk is given: links to a model, and a strict grammar in its place.

libvosk's own run-time grammar is a bigram over the phrases' words, not the phrases
(vosk-api issues 740, 1339). A model folder with another ``Gr.fst`` gives whole commands.
"""

import contextlib
import hashlib
import os
import shutil
import tempfile
from pathlib import Path

import platformdirs

from intents.grammar import Grammar
from models.folder import GRAPH, ModelFolder
from voice.errors import GraphError
from voice.recognizer.graph import compile_graph

CONF = "conf/model.conf"
_VERSION = b"1"


def strict_model(model: ModelFolder, grammar: Grammar, cache: Path | None = None) -> Path:
    """Give a folder in which ``model`` hears ``grammar`` and nothing else.

    It is made once for each content of model, grammar and options, in the user's cache.

    Raises:
        GrammarWordsMissing: the model's lexicon lacks words of the grammar.
        GraphError: the folder cannot be written.
        ModelError: the model cannot be read.
    """
    graph = compile_graph(grammar, model.words)
    options = _options(model)
    root = cache or platformdirs.user_cache_path("floe", appauthor=False) / "graphs"
    folder = root / _key(model, graph, options)
    if folder.is_dir():
        return folder
    try:
        root.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(dir=root, prefix="."))
        _fill(scratch, model, graph, options)
        with contextlib.suppress(FileExistsError):
            scratch.rename(folder)
    except OSError as error:
        raise GraphError(f"{root}: the recogniser's graph cannot be written: {error}") from error
    return folder


def _options(model: ModelFolder) -> bytes:
    """The model's own decoding options: kept, so that each model has what it was tuned with."""
    return (model.path / CONF).read_bytes()


def _key(model: ModelFolder, graph: bytes, options: bytes) -> str:
    digest = hashlib.sha256(_VERSION)
    for part in (str(model.path.resolve()).encode(), graph, options):
        digest.update(hashlib.sha256(part).digest())
    for file in model.files():
        facts = file.stat()
        digest.update(f"{file.name} {facts.st_size} {facts.st_mtime_ns}".encode())
    return digest.hexdigest()[:32]


def _fill(folder: Path, model: ModelFolder, graph: bytes, options: bytes) -> None:
    own = {GRAPH: graph, CONF: options}
    for file in model.files():
        name = file.relative_to(model.path).as_posix()
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if name in own:
            target.write_bytes(own[name])
        else:
            _link(file.resolve(), target)


def _link(source: Path, target: Path) -> None:
    """Link where the platform lets us, copy where it does not (Windows without the right)."""
    try:
        target.symlink_to(source)
    except OSError:
        try:
            os.link(source, target)
        except OSError:
            shutil.copy2(source, target)
