"""Makes the first alignments, with pocketsphinx; the first network is trained on them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pocketsphinx

from models.training.data import TrainingRecording, load_audio
from models.training.errors import AlignmentError
from models.training.lexicon import Lexicon

SILENCE = "SIL"
"""The phone for everything that is no speech."""
_FILLER = re.compile(r"<|\[|\+")


@dataclass(frozen=True)
class Segment:
    """One phone in a recording."""

    phone: str
    start: int
    """Its first frame of 10 ms."""
    end: int
    """One past its last frame."""


class Aligner:
    """Aligns recordings with their words by pocketsphinx."""

    def __init__(self, lexicon: Lexicon, folder: Path) -> None:
        """Write the lexicon to `folder`, as a dictionary that pocketsphinx can read."""
        dictionary = folder / "aligner.dict"
        lines = []
        for word, pronunciations in lexicon.items():
            for index, phones in enumerate(pronunciations):
                variant = f"({index + 1})" if index else ""
                lines.append(f"{word}{variant} {' '.join(phones)}\n")
        dictionary.write_text("".join(lines), encoding="utf-8")
        self._decoder = pocketsphinx.Decoder(
            dict=str(dictionary), lm=None, loglevel="FATAL", beam=1e-60, wbeam=1e-40, pbeam=1e-60
        )

    def align(self, recording: TrainingRecording) -> list[Segment]:
        """Return the phones of a recording in their order, `SILENCE` for what is no speech.

        Raises:
            AlignmentError: pocketsphinx cannot align the recording.
            SpeechError: the recording cannot be read.
        """
        samples = np.clip(load_audio(recording.path) * 32767, -32768, 32767).astype(np.int16)
        decoder = self._decoder
        try:
            decoder.set_align_text(" ".join(recording.words))
            self._decode(samples.tobytes())
            decoder.set_alignment()
            self._decode(samples.tobytes())
            alignment = decoder.get_alignment()
        except RuntimeError as error:
            raise AlignmentError(f"pocketsphinx cannot align {recording.name}") from error
        if alignment is None:
            raise AlignmentError(f"pocketsphinx cannot align {recording.name}")
        segments = []
        for word in alignment:
            filler = _FILLER.match(word.name) is not None
            for phone in word:
                name = SILENCE if filler else phone.name
                segments.append(Segment(name, phone.start, phone.start + phone.duration))
        return segments

    def _decode(self, samples: bytes) -> None:
        self._decoder.start_utt()
        self._decoder.process_raw(samples, full_utt=True)
        self._decoder.end_utt()


def align_all(
    recordings: Sequence[TrainingRecording], lexicon: Lexicon, folder: Path
) -> dict[str, list[Segment]]:
    """Return the phones of those recordings that can be aligned, by the recordings' names.

    `folder` is where the dictionary for pocketsphinx is written.
    """
    aligner = Aligner(lexicon, folder)
    aligned = {}
    for recording in recordings:
        try:
            aligned[recording.name] = aligner.align(recording)
        except AlignmentError:
            continue
    return aligned
