"""False commands: speech that is not for Floe, and how often it is taken for a command."""

from collections import Counter
from pathlib import Path

from audio import wave
from audio.sound import BLOCK_SECONDS
from bench import corpus
from bench.table import row
from intents.library import Intents
from models.folder import ModelFolder
from voice.recognizer.ear import Ear


def measure(speech: Path, model: ModelFolder) -> None:
    """Print the false commands per hour of each source, and which they were."""
    ear = Ear(model, Intents.load())
    total = hours = 0.0
    for source, files in corpus.other_speech(speech).items():
        blocks = [block for file in files for block in wave.blocks(file)]
        taken = Counter(heard.intent.text for heard in ear.hear(blocks) if heard.intent)
        length = len(blocks) * BLOCK_SECONDS / 3600
        total, hours = total + taken.total(), hours + length
        which = ", ".join(f"{text} ({n})" for text, n in taken.most_common(4)) or "none"
        row(f"false commands, {source}, {60 * length:.0f} min", f"{taken.total()}: {which}")
    row("false commands per hour, all of it", f"{total / hours:.1f} in {hours:.1f} h")
