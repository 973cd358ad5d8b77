"""Grammars that allow whole sentences only, and models that obey them.

libvosk's run-time grammar is a bigram; here the sentences are compiled to a `Gr.fst`, which
is put beside links to the model's other files.
"""

from collections.abc import Iterable
from pathlib import Path

from models.training.graph import GARBAGE_WORD, run_fst

_OPENERS = (
    "brew", "can i get", "can i have", "i want", "get me", "give me", "i'd like", "make me",
    "may i have",
)  # fmt: skip
_DRINKS = (
    "coffee", "mocha", "drip coffee", "iced mocha", "iced coffee", "house coffee", "americano",
    "cappuccino", "latte", "espresso",
)  # fmt: skip
_SIZES = ("small", "medium", "large", "eight ounce", "twelve ounce", "sixteen ounce",
          "twenty ounce")  # fmt: skip
_ROASTS = ("light roast", "medium roast", "dark roast")
_SHOTS = ("single shot", "double shot", "triple shot")
_AMOUNTS = ("", "some", "lots of", "a lot of", "a bit of", "a little bit of")
_MILKS = ("milk", "cream", "skim milk", "whole milk", "soy milk", "almond milk")
_SUGARS = ("sugar", "brown sugar", "sweetener")

Slots = dict[str, str]
Parts = tuple[tuple[str, str], ...]
"""Text pieces in order, each with the slot that it fills or an empty name."""


class _Acceptor:
    """States and arcs of a grammar."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._states = 1

    def new(self) -> int:
        self._states += 1
        return self._states - 1

    def phrases(self, start: int, end: int, phrases: Iterable[str]) -> None:
        for phrase in phrases:
            words = phrase.split() or ["<eps>"]
            state = start
            for index, word in enumerate(words):
                following = end if index == len(words) - 1 else self.new()
                self._lines.append(f"{state} {following} {word}")
                state = following

    def text(self, final: int, garbage: bool) -> str:
        if garbage:
            self.phrases(0, final, [GARBAGE_WORD])
        # The start is final too, or else silence would have to be some sentence.
        return "\n".join([*self._lines, f"{final}", "0", ""])


def coffee_grammar(garbage: bool) -> str:
    """Acceptor of all orders of the speech-to-intent benchmark, and of garbage if wanted."""
    acceptor = _Acceptor()
    article, drink, end = acceptor.new(), acceptor.new(), acceptor.new()
    acceptor.phrases(0, article, _OPENERS)
    slots = (_SIZES, _ROASTS, _SHOTS)
    states = {0: acceptor.new()}
    acceptor.phrases(article, states[0], ("", "a", "an"))
    for used in range(8):
        for index, phrases in enumerate(slots):
            if used in states and not used & 1 << index:
                following = states.setdefault(used | 1 << index, acceptor.new())
                acceptor.phrases(states[used], following, phrases)
    served = acceptor.new()
    for state in states.values():
        acceptor.phrases(state, drink, [""])
    acceptor.phrases(drink, served, _DRINKS)
    acceptor.phrases(served, end, [""])
    extra = acceptor.new()
    acceptor.phrases(served, extra, ["with"])
    milks = [f"{amount} {milk}" for amount in _AMOUNTS for milk in _MILKS]
    sugars = [f"{amount} {sugar}" for amount in _AMOUNTS for sugar in _SUGARS]
    for first, second in ((milks, sugars), (sugars, milks)):
        done, joined = acceptor.new(), acceptor.new()
        acceptor.phrases(extra, done, first)
        acceptor.phrases(done, end, [""])
        acceptor.phrases(done, joined, ["and"])
        acceptor.phrases(joined, end, second)
    return acceptor.text(end, garbage)


def sentence_grammar(sentences: Iterable[str]) -> str:
    """Acceptor of whole sentences, or of garbage."""
    acceptor = _Acceptor()
    end = acceptor.new()
    acceptor.phrases(0, end, sentences)
    return acceptor.text(end, garbage=True)


def order_slots(text: str) -> Slots:
    """What is ordered in an order of the benchmark's grammar."""
    found: Slots = {}
    order, _, extras = text.partition(" with ")
    words = f" {order} "
    for name, phrases in (("numberOfShots", _SHOTS), ("roast", _ROASTS), ("size", _SIZES)):
        for phrase in phrases:
            if f" {phrase} " in words:
                found[name] = phrase
                words = words.replace(f" {phrase} ", " ", 1)
    drinks = [drink for drink in _DRINKS if words.endswith(f" {drink} ")]
    if drinks:
        found["coffeeDrink"] = max(drinks, key=len)
    for extra in extras.split(" and ") if extras else []:
        sugar = any(extra.endswith(name) for name in _SUGARS)
        found["sugarAmount" if sugar else "milkAmount"] = extra
    return found


def strict_model(model: Path, acceptor: str, folder: Path) -> Path:
    """A model folder whose grammar is `acceptor`, in fstcompile's text form over words."""
    folder.mkdir(parents=True)
    for name in ("am", "conf"):
        (folder / name).symlink_to((model / name).resolve())
    graph = folder / "graph"
    graph.mkdir()
    for path in (model / "graph").resolve().iterdir():
        if path.name != "Gr.fst":
            (graph / path.name).symlink_to(path)
    symbols = f"--isymbols={model / 'graph' / 'words.txt'}"
    outputs = f"--osymbols={model / 'graph' / 'words.txt'}"
    compiled = run_fst(["fstcompile", "--acceptor", symbols, outputs], acceptor.encode())
    for tool in ("fstrmepsilon", "fstdeterminize", "fstminimize"):
        compiled = run_fst([tool], compiled)
    (graph / "Gr.fst").write_bytes(run_fst(["fstarcsort", "--sort_type=ilabel"], compiled))
    return folder
