"""Guesses transcripts for recordings of which it is not known what is said.

pocketsphinx guesses the words. The network then aligns them, and words that it finds unlikely are
kept out of the training.
"""

from collections.abc import Sequence

import numpy as np
import pocketsphinx

from models.training.alignment import BOUNDARY, SILENCE, UNKNOWN, Alignment
from models.training.data import TrainingRecording, load_audio
from models.training.features import FloatArray
from models.training.lexicon import VARIANT, Lexicon

_FAST = {"fwdflat": False, "maxhmmpf": 6000, "maxwpf": 10, "beam": 1e-40, "wbeam": 1e-24, "topn": 3}
"""Settings of pocketsphinx for a narrower search, which halves the time."""
_MARGIN = 20
"""Feature frames around an unlikely word that are kept out too."""


def guess(recordings: Sequence[TrainingRecording], lexicon: Lexicon) -> dict[str, list[str]]:
    """Return the words that are probably said, by the recordings' names."""
    decoder = pocketsphinx.Decoder(loglevel="FATAL", **_FAST)
    guessed = {}
    for recording in recordings:
        samples = np.clip(load_audio(recording.path) * 32767, -32768, 32767).astype(np.int16)
        decoder.start_utt()
        decoder.process_raw(samples.tobytes(), full_utt=True)
        decoder.end_utt()
        words = (VARIANT.sub("", segment.word) for segment in decoder.seg())
        guessed[recording.name] = [word for word in words if word in lexicon]
    return guessed


def doubt(alignment: Alignment, likelihoods: FloatArray, least: float) -> Alignment:
    """Return an alignment in which words with a mean log likelihood below `least` are unknown.

    `likelihoods` holds the log likelihood of the aligned phone for each frame: (frames,).
    """
    doubted = alignment.copy()
    starts = np.flatnonzero((alignment[:, 1] == BOUNDARY) & (alignment[:, 0] != SILENCE))
    for row in starts:
        last = row
        while alignment[last, 2] != BOUNDARY:
            last += 1
        start, end = int(alignment[row, 3]), int(alignment[last, 4])
        if likelihoods[start:end].mean() < least:
            near = (alignment[:, 3] < end + _MARGIN) & (alignment[:, 4] > start - _MARGIN)
            doubted[near, 0] = UNKNOWN
    return doubted
