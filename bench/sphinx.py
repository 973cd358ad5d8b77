"""Runs PocketSphinx with the same grammar as Floe, its own English model and endpointer."""

import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from intents.grammar import Grammar
from intents.intent import Intent
from intents.library import Intents

_STRICTEST = 3
"""The endpointer's mode that keeps the least noise. With `_WINDOW` it was the best of four settings
on the coffee orders that may be tuned on. Without an endpointer a third of them is lost, because
what follows the last word is taken for words."""
_WINDOW = 0.6
"""The endpointer's window in seconds."""


class PocketSphinx:
    """Decodes each stretch of speech that the endpointer finds."""

    def __init__(self, intents: Intents) -> None:
        """Load the model with the grammar of ``intents``; ImportError if it is not installed."""
        import pocketsphinx

        self._intents = intents
        self._endpointer = pocketsphinx.Endpointer
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "grammar.fsg"
            file.write_text(word_graph(intents.grammar), encoding="utf-8")
            self._decoder = pocketsphinx.Decoder(lm=None, fsg=str(file), loglevel="FATAL")

    def hear(self, samples: NDArray[np.int16], asked: Collection[str] = ()) -> list[Intent]:
        """Return the commands in one recording, int16 mono at 16 kHz; ``asked`` is not used."""
        found = [self._decoded(speech) for speech in self._stretches(samples.tobytes())]
        return [intent for intent in found if intent]

    def _stretches(self, sound: bytes) -> Iterator[bytes]:
        endpointer = self._endpointer(window=_WINDOW, vad_mode=_STRICTEST)
        size, speech = endpointer.frame_bytes, b""
        last = (len(sound) - 1) // size * size
        for start in range(0, last, size):
            speech += endpointer.process(sound[start : start + size]) or b""
            if speech and not endpointer.in_speech:
                yield speech
                speech = b""
        speech += endpointer.end_stream(sound[last:]) or b""
        if speech:
            yield speech

    def _decoded(self, speech: bytes) -> Intent | None:
        self._decoder.start_utt()
        self._decoder.process_raw(speech, full_utt=True)
        self._decoder.end_utt()
        best = self._decoder.hyp()
        return self._intents.match(best.hypstr) if best else None


def word_graph(grammar: Grammar) -> str:
    """Return ``grammar`` in Sphinx's FSG format, with all arcs from a state equally likely.

    Sphinx makes the same of a JSGF grammar without weights.
    """
    end = len(grammar.arcs)
    lines = ["FSG_BEGIN floe", f"NUM_STATES {end + 1}", "START_STATE 0", f"FINAL_STATE {end}"]
    for state, arcs in enumerate(grammar.arcs):
        ends = state in grammar.finals
        likely = f"{1 / max(1, len(arcs) + ends):.7f}"
        lines += [f"TRANSITION {state} {to} {likely} {word}" for word, to in arcs.items()]
        lines += [f"TRANSITION {state} {end} {likely}"] * ends
    return "\n".join([*lines, "FSG_END", ""])
