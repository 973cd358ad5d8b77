"""Writes the decoding graph, which says which transitions spell which words.

The graph consists of chains, one for each pronunciation, with the word on its first arc. So it
needs neither determinisation nor disambiguation symbols. Chains share their ends.
"""

import math
import shutil
import subprocess
import sysconfig
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from models.training.alignment import SILENCE_CONTEXT, Context, word_contexts
from models.training.errors import ExportError, MissingToolError
from models.training.lexicon import Lexicon, word_log_probabilities
from models.training.units import Transitions, word_boundaries

GARBAGE_WORD = "[unk]"
"""The word for sounds that are no word."""
_TOOLS = ("fstcompile", "fstconnect", "fstarcsort", "fstconvert")
"""The programs of OpenFst that are needed."""
_SPLIT_COST = 0.69
"""Cost of a pause after a word, and of none, in negative natural logarithms: half the probability
each."""
_STAY_COST = 0.1
"""Cost of staying in a phone for another frame."""
_GARBAGE_COST = 2.0
"""Cost of entering garbage, which takes what fits no command well."""
_FILLER_COST = 0.6
"""Cost of each phone of garbage."""
_FILLERS = (1, 3, 1)
"""In how many contexts garbage has each phone: beginning a word, within one, ending one."""
_GARBAGE_WORD_COST = 6.0
"""Cost of garbage in the language model."""
_START, _LOOP, _SILENCE, _GARBAGE = 0, 1, 2, 3
"""The numbers of the graph's first states."""


@dataclass
class _Arcs:
    """Collects arcs in fstcompile's text form."""

    silence: int
    """The transition that enters silence."""
    lines: list[str] = field(default_factory=list)
    states: dict[tuple[tuple[int, int], ...], int] = field(default_factory=dict)
    free: int = _GARBAGE + 1
    """The first number for the states of words."""

    def add(self, start: int, end: int, label: int, word: int, cost: float) -> None:
        self.lines.append(f"{start} {end} {label} {word} {cost:g}")

    def end_word(self, state: int) -> None:
        self.add(state, _LOOP, 0, 0, _SPLIT_COST)
        self.add(state, _SILENCE, self.silence, 0, _SPLIT_COST)

    def add_garbage(self, word: int, fillers: Sequence[Sequence[tuple[int, int]]]) -> None:
        """Add any string of phones as a word: its first phones, those within, its last."""
        first, within, last = fillers
        state = _GARBAGE
        for entering, staying in first:
            state += 1
            self.add(_LOOP, state, entering, word, _GARBAGE_COST + _FILLER_COST)
            self.add(state, state, staying, 0, _STAY_COST)
            self.add(state, _GARBAGE, 0, 0, 0)
        for entering, staying in within:
            state += 1
            self.add(_GARBAGE, state, entering, 0, _FILLER_COST)
            self.add(state, state, staying, 0, _STAY_COST)
            self.add(state, _GARBAGE, 0, 0, 0)
        for entering, staying in last:
            state += 1
            self.add(_GARBAGE, state, entering, 0, _FILLER_COST)
            self.add(state, state, staying, 0, _STAY_COST)
            self.end_word(state)
        self.free = state + 1

    def rest(self, chain: tuple[tuple[int, int], ...]) -> int:
        """Return the state in which the first phone of `chain` is being said; the others follow.

        `chain` holds the entering and the staying transition of each.
        """
        if chain in self.states:
            return self.states[chain]
        state = len(self.states) + self.free
        self.states[chain] = state
        self.add(state, state, chain[0][1], 0, _STAY_COST)
        if len(chain) == 1:
            self.end_word(state)
        else:
            self.add(state, self.rest(chain[1:]), chain[1][0], 0, 0)
        return state


def common_phones(
    words: Iterable[str], lexicon: Lexicon, pair: Callable[[Context], tuple[int, int]]
) -> list[list[tuple[int, int]]]:
    """Return the commonest transitions of each phone: beginning a word, within one, ending one."""
    counts: list[dict[int, Counter[tuple[int, int]]]] = [{}, {}, {}]
    for word in words:
        for pronunciation in lexicon.get(word, []):
            contexts = word_contexts(pronunciation)
            for index, context in enumerate(contexts if len(contexts) > 1 else []):
                place = 0 if index == 0 else 2 if index == len(contexts) - 1 else 1
                counts[place].setdefault(context[0], Counter())[pair(context)] += 1
    return [
        [
            transitions
            for _, counter in sorted(counts[place].items())
            for transitions, _ in counter.most_common(_FILLERS[place])
        ]
        for place in range(3)
    ]


def _build_arcs(words: Sequence[str], lexicon: Lexicon, transitions: Transitions) -> list[str]:
    """Return the arcs of the graph; word i of `words` has the label i + 1."""

    def pair(context: Context) -> tuple[int, int]:
        return transitions.entering(context), transitions.staying(context)

    silence = pair(SILENCE_CONTEXT)
    fillers = common_phones(words, lexicon, pair)
    arcs = _Arcs(silence[0])
    arcs.add(_START, _LOOP, 0, 0, _SPLIT_COST)
    arcs.add(_START, _SILENCE, silence[0], 0, _SPLIT_COST)
    arcs.add(_SILENCE, _SILENCE, silence[1], 0, _STAY_COST)
    arcs.add(_SILENCE, _LOOP, 0, 0, 0)
    arcs.add_garbage(words.index(GARBAGE_WORD) + 1, fillers)
    for number, word in enumerate(words, 1):
        if word == GARBAGE_WORD:
            continue
        for pronunciation in lexicon[word]:
            chain = tuple(pair(context) for context in word_contexts(pronunciation))
            arcs.add(_LOOP, arcs.rest(chain), chain[0][0], number, 0)
    return [*arcs.lines, f"{_LOOP} 0", ""]


def run_fst(
    command: Sequence[str], content: bytes | None = None, library: Path | None = None
) -> bytes:
    """Run one of OpenFst's programs, and return its output.

    `content` is its input, `library` a folder in which it looks for libraries.

    Raises:
        ExportError: it failed.
    """
    environment = {"LD_LIBRARY_PATH": str(library)} if library else None
    result = subprocess.run(
        command, input=content, capture_output=True, check=False, env=environment
    )
    if result.returncode != 0:
        raise ExportError(f"{command[0]} failed: {result.stderr.decode(errors='replace')[-300:]}")
    return result.stdout


def _lookahead_library(folder: Path) -> None:
    """Link Debian's look-ahead library into `folder` under the name that OpenFst looks for.

    Raises:
        MissingToolError: the library is not installed.
    """
    multiarch = sysconfig.get_config_var("MULTIARCH") or ""
    for candidate in sorted(Path("/usr/lib", multiarch).glob("libfstlookahead.so.*")):
        (folder / "olabel_lookahead-fst.so").symlink_to(candidate)
        return
    raise MissingToolError("libfstlookahead is missing: install the package libfst-tools")


def check_tools() -> None:
    """Raise MissingToolError where a program of OpenFst is not installed."""
    for tool in _TOOLS:
        if shutil.which(tool) is None:
            raise MissingToolError(f"{tool} is missing: install the package libfst-tools")


def write_graph(
    folder: Path, words: Iterable[str], lexicon: Lexicon, transitions: Transitions
) -> None:
    """Write the folder `graph` of a model in `folder`.

    Raises:
        ExportError, MissingToolError: OpenFst failed or is not installed.
    """
    check_tools()
    graph = folder / "graph"
    (graph / "phones").mkdir(parents=True, exist_ok=True)
    (graph / "phones" / "word_boundary.int").write_text(word_boundaries(), encoding="ascii")
    (graph / "disambig_tid.int").write_text(f"{transitions.unused}\n", encoding="ascii")
    names = [GARBAGE_WORD, *words]
    numbers = _write_lookahead(graph, "\n".join(_build_arcs(names, lexicon, transitions)))
    entries = sorted((numbers[index], name) for index, name in enumerate(names, 1))
    lines = ["<eps> 0", *(f"{name} {number}" for number, name in entries), ""]
    (graph / "words.txt").write_text("\n".join(lines), encoding="utf-8")
    _write_unigram(graph, {name: number for number, name in entries})


def _write_lookahead(graph: Path, text: str) -> dict[int, int]:
    """Write HCLr.fst, and return the number that each word's label has become."""
    compiled = run_fst(["fstcompile"], text.encode("ascii"))
    connected = run_fst(["fstconnect"], compiled)
    sorted_arcs = run_fst(["fstarcsort", "--sort_type=olabel"], connected)
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        _lookahead_library(scratch)
        plain, pairs = scratch / "HCL.fst", scratch / "pairs"
        plain.write_bytes(sorted_arcs)
        command = ["fstconvert", "--fst_type=olabel_lookahead", f"--save_relabel_opairs={pairs}"]
        run_fst([*command, str(plain), str(graph / "HCLr.fst")], library=scratch)
        rows = (line.split() for line in pairs.read_text(encoding="ascii").splitlines())
        return {int(old): int(new) for old, new in rows}


def _write_unigram(graph: Path, numbers: dict[str, int]) -> None:
    """Write Gr.fst: any word at any time, as likely as in pocketsphinx's language model."""
    chances = word_log_probabilities(name for name in numbers if name != GARBAGE_WORD)
    scale = math.log(1.0001)
    costs = {name: -scale * chance for name, chance in chances.items()}
    costs[GARBAGE_WORD] = _GARBAGE_WORD_COST
    lines = [f"0 0 {n} {n} {costs[name]:.3f}" for name, n in numbers.items()]
    compiled = run_fst(["fstcompile"], "\n".join([*lines, "0 0", ""]).encode("ascii"))
    (graph / "Gr.fst").write_bytes(run_fst(["fstarcsort", "--sort_type=ilabel"], compiled))
