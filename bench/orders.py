"""Coffee orders accepted: real people, another's intents, the same ear."""

from pathlib import Path

from audio import wave
from bench import corpus
from bench.table import row, share
from intents.library import Intents
from models.folder import ModelFolder
from voice.recognizer.ear import Ear


def measure(speech: Path, model: ModelFolder) -> None:
    """Print the share of orders of which intent and every slot are right."""
    ear = Ear(model, Intents.load(Path(__file__).parent / "coffee.yaml"))
    orders = corpus.orders(speech)
    right = {order.file: _right(ear, order) for order in orders}
    test = [order.file for order in orders if not corpus.is_development(order)]
    row("coffee orders accepted, clean, all", share(sum(right.values()), len(right)))
    row(
        "coffee orders accepted, clean, test half",
        share(sum(right[file] for file in test), len(test)),
    )


def _right(ear: Ear, order: corpus.Order) -> bool:
    found = [heard.intent for heard in ear.hear(wave.blocks(order.file)) if heard.intent]
    return len(found) == 1 and dict(found[0].slots) == order.slots
