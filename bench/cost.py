"""What the ear costs: real-time factor on one core, memory, and the time to the first block."""

import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

from audio import wave
from audio.sound import BLOCK_SECONDS
from bench import corpus
from bench.table import row
from intents.library import Intents
from models.folder import ModelFolder
from voice.recognizer.ear import Ear

_STARTS = 5
_START = """
import sys
from intents.library import Intents
from models.store import Store
from voice.recognizer.ear import Ear
Ear(Store().find(sys.argv[1]), Intents.load()).feed(bytes(640))
"""


def measure(speech: Path, model: ModelFolder) -> None:
    """Print the three figures, on speech and in processes of their own."""
    ear = Ear(model, Intents.load())
    files = corpus.other_speech(speech)["librispeech"]
    blocks = [block for file in files for block in wave.blocks(file)]
    before = time.process_time()
    for _ in ear.hear(blocks):
        pass
    factor = (time.process_time() - before) / (len(blocks) * BLOCK_SECONDS)
    row("real-time factor of the ear, one core", f"{factor:.3f}")
    starts = []
    for _ in range(_STARTS):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", _START, str(model.path)], check=True)
        starts.append(time.perf_counter() - began)
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    row("resident memory of the ear", f"{memory:.0f} MB")
    row("process start to listening, median", f"{statistics.median(starts):.2f} s")
