"""Aligns recordings with their phones: the form of an alignment, and the Viterbi search for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.training.bootstrap import SILENCE as ALIGNER_SILENCE
from models.training.bootstrap import Segment
from models.training.errors import AlignmentError
from models.training.lexicon import PHONES, Lexicon, Pronunciation

SILENCE = len(PHONES)
"""The number of the phone for silence; the phones of `PHONES` are numbered from 0."""
GARBAGE = SILENCE + 1
"""The number of a phone for sounds that are no speech; no recording is labelled with it."""
UNKNOWN = -1
"""The number for speech whose words are not known; nothing is learned from it."""
BOUNDARY = GARBAGE + 1
"""The number that stands for the neighbour of a word's first and last phone."""
MIN_FRAMES = 3
"""A phone lasts at least three feature frames, which are one output frame of the network."""

PHONE_INDEX = {phone: index for index, phone in enumerate(PHONES)}
"""The number of each phone."""

Alignment = NDArray[np.int32]
"""A row for each phone: its number, those of its left and right neighbour, its first feature frame
of 10 ms, and one past its last."""

SILENCE_CONTEXT = (SILENCE, BOUNDARY, BOUNDARY)
"""The context of silence."""

Context = tuple[int, int, int]
"""The numbers of a phone and of its neighbours in the word: phone, left, right."""


def word_contexts(pronunciation: Pronunciation) -> list[Context]:
    """Return each phone of a word with its neighbours within the word."""
    phones = [PHONE_INDEX[phone] for phone in pronunciation]
    padded = [BOUNDARY, *phones, BOUNDARY]
    return [(padded[i + 1], padded[i], padded[i + 2]) for i in range(len(phones))]


def from_segments(segments: Sequence[Segment], words: Sequence[str], lexicon: Lexicon) -> Alignment:
    """Return the alignment that the phones found by pocketsphinx make with their words.

    Raises:
        AlignmentError: the phones do not spell the words.
    """
    spoken = [segment.phone for segment in segments if segment.phone != ALIGNER_SILENCE]
    contexts: list[Context] = []
    for word in words:
        rest = spoken[len(contexts) :]
        fitting = [p for p in lexicon[word] if list(p) == rest[: len(p)]]
        if not fitting:
            raise AlignmentError(f"the aligned phones do not spell {word!r}")
        contexts += word_contexts(max(fitting, key=len))
    if len(contexts) != len(spoken):
        raise AlignmentError("the aligned phones do not spell the words")
    found = iter(contexts)
    rows = [
        (*(SILENCE_CONTEXT if s.phone == ALIGNER_SILENCE else next(found)), s.start, s.end)
        for s in segments
        if s.end > s.start
    ]
    return np.array(rows, np.int32)


@dataclass
class _Graph:
    """The phones of all pronunciations of a recording's words, and which may follow which."""

    contexts: list[Context]
    before: list[list[int]]
    """For each phone the phones that may precede it; -1 is the start."""
    last: list[int]
    """The phones that the recording may end with."""


def _build_graph(words: Iterable[str], lexicon: Lexicon) -> _Graph:
    graph = _Graph([SILENCE_CONTEXT], [[-1]], [])
    open_ends = [-1, 0]
    for word in words:
        ends = []
        for pronunciation in lexicon[word]:
            previous = open_ends
            for context in word_contexts(pronunciation):
                graph.contexts.append(context)
                graph.before.append(list(previous))
                previous = [len(graph.contexts) - 1]
            ends += previous
        graph.contexts.append(SILENCE_CONTEXT)
        graph.before.append(list(ends))
        open_ends = [*ends, len(graph.contexts) - 1]
    graph.last = open_ends
    return graph


def align(
    scores: NDArray[np.float32],
    words: Sequence[str],
    lexicon: Lexicon,
    pdfs: dict[Context, tuple[int, int]],
) -> tuple[Alignment, float]:
    """Return the likeliest alignment, and the mean score of its frames.

    `scores` are log likelihoods up to a constant, (frames of 10 ms, pdfs); `pdfs` gives the
    output (pdf) for entering and for staying in a phone. Entering takes `MIN_FRAMES` frames.

    Raises:
        AlignmentError: the recording is too short for its words, or does not fit them.
    """
    graph = _build_graph(words, lexicon)
    phones = len(graph.contexts)
    if len(scores) < MIN_FRAMES * len(words):
        raise AlignmentError("the recording is shorter than its words")
    enter = np.array([pdfs[context][0] for context in graph.contexts])
    stay = np.array([pdfs[context][1] for context in graph.contexts])
    width = max(len(before) for before in graph.before)
    # Column `phones` of the table of ends is the start, column `phones + 1` is never reached.
    before = np.full((phones, width), phones + 1)
    for index, previous in enumerate(graph.before):
        before[index, : len(previous)] = [phones if p < 0 else p for p in previous]
    ends, choices, stays = _search(scores, enter, stay, before)
    best = max(graph.last, key=lambda phone: float(ends[len(scores), phone]))
    total = float(ends[len(scores), best])
    if not np.isfinite(total):
        raise AlignmentError("the recording does not fit its words")
    rows = _trace(best, len(scores), choices, stays, graph.contexts)
    return np.array(rows, np.int32), total / len(scores)


def _search(
    scores: NDArray[np.float32], enter: NDArray[np.int64], stay: NDArray[np.int64],
    before: NDArray[np.int64],
) -> tuple[NDArray[np.float32], NDArray[np.int32], NDArray[np.bool_]]:  # fmt: skip
    """Return the tables of a Viterbi search: ends, choices and stays.

    `ends[t, p]` is the best score of phone p ending before frame t, `choices[t, p]` the phone
    before it, and `stays[t, p]` whether it was already being said a frame earlier.
    """
    frames, phones = len(scores), len(enter)
    entering = scores[:, enter]
    opening = np.full((frames + 1, phones), -np.inf, np.float32)
    if frames >= MIN_FRAMES:
        opening[MIN_FRAMES:] = sum(
            entering[k : frames - MIN_FRAMES + 1 + k] for k in range(MIN_FRAMES)
        )
    staying = scores[:, stay]
    ends = np.full((frames + 1, phones + 2), -np.inf, np.float32)
    ends[0, phones] = 0
    choices = np.zeros((frames + 1, phones), np.int32)
    stays = np.zeros((frames + 1, phones), np.bool_)
    rows = np.arange(phones)
    for t in range(MIN_FRAMES, frames + 1):
        arriving = ends[t - MIN_FRAMES][before]
        pick = arriving.argmax(axis=1)
        fresh = arriving[rows, pick] + opening[t]
        longer = ends[t - 1, :phones] + staying[t - 1]
        stays[t] = longer > fresh
        ends[t, :phones] = np.where(stays[t], longer, fresh)
        choices[t] = before[rows, pick]
    return ends, choices, stays


def _trace(
    phone: int, end: int, choices: NDArray[np.int32], stays: NDArray[np.bool_],
    contexts: Sequence[Context],
) -> list[tuple[int, ...]]:  # fmt: skip
    rows: list[tuple[int, ...]] = []
    while phone < len(contexts):
        start = end
        while stays[start, phone]:
            start -= 1
        previous = int(choices[start, phone])
        start -= MIN_FRAMES
        rows.append((*contexts[phone], start, end))
        phone, end = previous, start
    return rows[::-1]
