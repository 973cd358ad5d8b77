"""Makes the folder that libvosk loads: links to a model's files, but with Floe's strict grammar.

libvosk's own run-time grammar is a bigram over the phrases' words, not the phrases themselves
(vosk-api issues 740 and 1339). A model folder with another ``Gr.fst`` gives whole commands.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Collection
from pathlib import Path

from floe import place
from intents.grammar import Grammar
from models.folder import FEATURES, GRAPH, STATIC, WORDS, ModelFolder
from models.listing import DITHER, without_dither
from voice.errors import GraphError
from voice.recognizer import graph as graph_module
from voice.recognizer.graph import COSTS, Costs, compile_graph


def strict_model(
    model: ModelFolder, grammar: Grammar, cache: Path | None = None, costs: Costs = COSTS,
    favoured: Collection[str] = (),
) -> Path:  # fmt: skip
    """Return a folder in which ``model`` hears ``grammar`` and nothing else.

    The folder is made once for each model and grammar, below ``cache``, by default in the user's
    cache. ``costs`` and ``favoured`` are those of `compile_graph`. A model with a static graph
    takes no grammar: its own folder is returned, and it hears any English.

    Raises:
        GrammarWordsMissing: the model's lexicon lacks words of the grammar.
        GraphError: the folder cannot be written.
        ModelError: the model cannot be read.
    """
    root = cache or place.cached() / "graphs"
    folder = root / _key(model, grammar, costs, favoured)
    if folder.is_dir():
        return folder
    graph = compile_graph(grammar, model, costs, favoured)
    if model.static:
        return model.path
    try:
        root.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(dir=root, prefix="."))
        _fill(scratch, model, graph)
        _publish(scratch, folder)
    except OSError as error:
        raise GraphError(f"{root}: the recogniser's graph cannot be written: {error}") from error
    return folder


def _publish(scratch: Path, folder: Path) -> None:
    """Rename the finished folder to its final name, unless another process was faster."""
    try:
        scratch.rename(folder)
    except OSError:
        if not folder.is_dir():
            raise
        shutil.rmtree(scratch)


def _key(model: ModelFolder, grammar: Grammar, costs: Costs, favoured: Collection[str]) -> str:
    """Return a name for the folder: a digest of all that it is made of, the compiler's code too."""
    digest = hashlib.sha256(Path(graph_module.__file__).read_bytes())
    arcs = [sorted(ways.items()) for ways in grammar.arcs]
    digest.update(repr((arcs, sorted(grammar.finals), costs, sorted(favoured))).encode())
    digest.update(str(model.path.resolve()).encode())
    for file in model.files():
        facts = file.stat()
        digest.update(f"{file.name} {facts.st_size} {facts.st_mtime_ns}".encode())
    return digest.hexdigest()[:32]


def _fill(folder: Path, model: ModelFolder, graph: bytes) -> None:
    for file in model.files():
        target = folder / file.relative_to(model.path)
        if target == folder / STATIC[0]:
            continue  # libvosk would take it before the two halves
        target.parent.mkdir(parents=True, exist_ok=True)
        _link(file.resolve(), target)
    (folder / GRAPH).unlink()
    (folder / GRAPH).write_bytes(graph)
    # The recogniser adds the dither itself, because libvosk's is a different one each time.
    kept = without_dither(model.options)
    (folder / FEATURES).unlink()
    (folder / FEATURES).write_text("\n".join([*kept, f"{DITHER}0\n"]), encoding="utf-8")
    # Some published models keep their words inside the graph that is replaced here.
    if not (folder / WORDS).exists():
        lines = [f"{word} {number}\n" for word, number in model.words.items()]
        (folder / WORDS).write_text("".join(lines), encoding="utf-8")


def _link(source: Path, target: Path) -> None:
    """Link ``target`` to ``source``, or copy it where links are not allowed, as on some Windows."""
    try:
        target.symlink_to(source)
    except OSError:
        try:
            os.link(source, target)
        except OSError:
            shutil.copy2(source, target)
