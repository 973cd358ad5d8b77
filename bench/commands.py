"""Own commands accepted, in voices that trained nothing, and how soon each was decided."""

import json
import statistics
from pathlib import Path

from bench import corpus
from bench.table import row, share
from floe.document import Document
from intents.library import Intents
from models.folder import ModelFolder
from voice.recognizer.ear import URGENT, Ear


def measure(model: ModelFolder) -> None:
    """Print the share of `commands.yaml` that is understood, voice by voice, and the delays."""
    ear = Ear(model, Intents.load())
    commands = Document.load(Path(__file__).parent / "commands.yaml").data
    pairs = [(name, text) for name, texts in commands.items() for text in texts]
    delays: dict[bool, list[float]] = {True: [], False: []}
    wrong: list[str] = []
    hits = 0
    for synthesiser, voice in corpus.HELD_OUT:
        right = 0
        for name, text in pairs:
            blocks, end = corpus.framed(corpus.synthesise(synthesiser, voice, text))
            found = [heard.intent for heard in ear.hear(blocks) if heard.intent]
            if [intent.name for intent in found] == [name]:
                right += 1
                delays[name in URGENT].append(found[0].decided - end)
            else:
                wrong.append(f"{voice}: {text} -> {json.dumps([i.text for i in found])}")
        hits += right
        row(f"own commands, {synthesiser} {voice}", share(right, len(pairs)))
    row("own commands, all held-out voices", share(hits, len(pairs) * len(corpus.HELD_OUT)))
    row("decided after the last word, median / 95th", _delays(delays[True] + delays[False]))
    row("the same for stop, pause, numb and emergency", _delays(delays[True]))
    for line in wrong:
        print(f"<!-- {line} -->")


def _delays(seconds: list[float]) -> str:
    if len(seconds) < 2:
        return "none measured"
    high = statistics.quantiles(seconds, n=20)[-1]
    return f"{1000 * statistics.median(seconds):.0f} / {1000 * high:.0f} ms"
