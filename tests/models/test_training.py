"""The pure parts of the recipe; the rest is tried by training the model."""

import random
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="the training group is not installed")
pytest.importorskip("pocketsphinx", reason="the training group is not installed")
pytest.importorskip("kaldi_native_fbank", reason="the training group is not installed")
pytest.importorskip("scipy", reason="the training group is not installed")

import torch

from models.training import kaldi
from models.training.alignment import (
    BOUNDARY,
    PHONE_INDEX,
    SILENCE,
    SILENCE_CONTEXT,
    align,
    from_segments,
    word_contexts,
)
from models.training.augmentation import Augmenter
from models.training.bootstrap import Segment
from models.training.corpus import needed_words
from models.training.criteria import IGNORED, MutualInformation, PhoneGraph, labels
from models.training.data import plain_words
from models.training.errors import AlignmentError, PronunciationError, SentenceError
from models.training.features import (
    GLOBAL_FRAMES,
    LOG_FLOOR,
    MEL_BINS,
    cepstral_transform,
    log_mel,
    normalise,
)
from models.training.lexicon import PHONES, Lexicon, choose_words, full_lexicon, read_dictionary
from models.training.network import SUBSAMPLING, AcousticNetwork, NetworkShape, log_posteriors
from models.training.texts import Templates, group_words
from models.training.tree import GARBAGE_CONTEXT, gather, grow, plain_tree
from models.training.units import Transitions, phone_number, word_boundaries
from models.training.voices import PLAIN, TRAINED, cast

CHANCE = random.Random(0)  # noqa: S311 - no secret
LEXICON: Lexicon = {"ice": [("AY", "S")], "numb": [("N", "AH", "M")], "a": [("AH",), ("EY",)]}


def test_transcripts_become_plain_words() -> None:
    assert plain_words("Don\u2019t stop, 'now'!") == ("don't", "stop", "now")


def test_templates_only_say_what_they_hold() -> None:
    templates = Templates({"n": ["one", "two"]}, {"s": ["(add|give) <n> [more]"]})
    drawn = templates.draw("s", 100, CHANCE)
    verbs, numbers = ("add", "give"), ("one", "two")
    assert sorted(drawn) == sorted(
        f"{verb} {number}{more}" for verb in verbs for number in numbers for more in ("", " more")
    )


def test_unbalanced_templates_are_refused() -> None:
    for template in ("(add", "add)", "[add"):
        with pytest.raises(SentenceError):
            Templates({}, {"s": [template]}).draw("s", 1, CHANCE)


def test_all_words_get_into_groups() -> None:
    lines = group_words(["a", "b", "c", "d"], 3, CHANCE)
    assert sorted(" ".join(lines).split()) == ["a", "b", "c", "d"]


def test_every_template_and_every_needed_word_can_be_pronounced() -> None:
    words = Templates.load().words().union(needed_words())
    assert words - full_lexicon().keys() == set()


def test_held_out_voices_are_never_cast() -> None:
    lines = cast(["stop"] * 3000, 1, 0) + cast(["stop"] * 100, 1, 0, TRAINED)
    for line in lines:
        assert line.voice not in ("slt", "rms", "cmu_us_slt_arctic_hts")
        assert "scotland" not in line.voice
        assert line.voice.partition("+")[2] not in ("f3", "m6")
    assert {line.engine for line in lines} == {*PLAIN, *TRAINED}


def test_dictionaries_are_read_with_variants(tmp_path: Path) -> None:
    path = tmp_path / "words.dict"
    path.write_text("a AH\na(2) EY\nice AY S\n", encoding="utf-8")
    assert read_dictionary(path) == {"a": [("AH",), ("EY",)], "ice": [("AY", "S")]}


def test_a_needed_word_without_pronunciation_is_named() -> None:
    with pytest.raises(PronunciationError, match="xyzzy"):
        choose_words(["ice", "xyzzy"], LEXICON, 2)


def test_phones_know_their_neighbours() -> None:
    ah, n, m = PHONE_INDEX["AH"], PHONE_INDEX["N"], PHONE_INDEX["M"]
    assert word_contexts(("N", "AH", "M")) == [(n, BOUNDARY, ah), (ah, n, m), (m, ah, BOUNDARY)]


def test_segments_are_spelled_with_the_words() -> None:
    segments = [Segment("SIL", 0, 5), Segment("AY", 5, 9), Segment("S", 9, 20)]
    rows = from_segments(segments, ["ice"], LEXICON)
    assert rows[:, 0].tolist() == [SILENCE, PHONE_INDEX["AY"], PHONE_INDEX["S"]]
    with pytest.raises(AlignmentError):
        from_segments(segments, ["numb"], LEXICON)


def test_alignment_finds_phones_and_the_better_pronunciation() -> None:
    tree = plain_tree()
    contexts = [SILENCE_CONTEXT, *word_contexts(("EY",)), *word_contexts(("AY", "S"))]
    pdfs = {
        context: tree.pair(context)
        for pronunciation in [("AH",), ("EY",), ("AY", "S")]
        for context in [*word_contexts(pronunciation), SILENCE_CONTEXT]
    }
    scores = np.full((40, tree.pdfs), -5.0, np.float32)
    for index, start in enumerate((0, 10, 20, 30)):
        scores[start : start + 10, list(tree.pair(contexts[index]))] = 0.0
    rows, score = align(scores, ["a", "ice"], LEXICON, pdfs)
    assert rows[:, 0].tolist() == [context[0] for context in contexts]
    assert rows[:, 3].tolist() == [0, 10, 20, 30]
    assert score == 0.0


def test_a_recording_too_short_cannot_be_aligned() -> None:
    tree = plain_tree()
    pdfs = {c: tree.pair(c) for c in [*word_contexts(("AY", "S")), SILENCE_CONTEXT]}
    with pytest.raises(AlignmentError):
        align(np.zeros((4, tree.pdfs), np.float32), ["ice"], LEXICON, pdfs)


def test_the_cepstral_transform_loses_nothing() -> None:
    transform = cepstral_transform()
    np.testing.assert_allclose(transform @ transform.T, np.eye(MEL_BINS), atol=1e-5)


def test_digital_silence_is_at_the_floor() -> None:
    np.testing.assert_allclose(log_mel(np.zeros(1600, np.float32)), LOG_FLOOR, atol=1e-3)


def test_normalisation_starts_from_the_global_mean() -> None:
    features = np.ones((3, MEL_BINS), np.float32)
    got = normalise(features, np.zeros(MEL_BINS, np.float32))
    wanted = [1 - count / (count + GLOBAL_FRAMES) for count in (1, 2, 3)]
    np.testing.assert_allclose(got[:, 0], wanted, rtol=1e-5)


def test_the_tree_splits_what_differs() -> None:
    phone, left, other = PHONE_INDEX["AH"], PHONE_INDEX["N"], PHONE_INDEX["S"]
    rng = np.random.default_rng(0)
    features = rng.normal(0, 1, (4000, MEL_BINS)).astype(np.float32)
    features[2000:] += 20
    alignment = np.array(
        [(phone, left if t < 2000 else other, BOUNDARY, t, t + 10) for t in range(0, 4000, 10)],
        np.int32,
    )
    plain = plain_tree().pdfs
    tree = grow(gather([(features, alignment)]), plain + 2)
    assert tree.pdfs == plain + 2
    for staying in (0, 1):
        pair = {tree.pdf((phone, context, BOUNDARY), staying) for context in (left, other)}
        assert len(pair) == 2


def test_kaldi_phones_know_their_position() -> None:
    numbers = [phone_number(context) for context in word_contexts(("N", "AH", "M"))]
    lines = word_boundaries().splitlines()
    assert len(lines) == 2 + 4 * len(PHONES)
    assert [lines[number - 1].split()[1] for number in numbers] == ["begin", "internal", "end"]
    assert lines[phone_number(SILENCE_CONTEXT) - 1] == "1 nonword"
    assert lines[phone_number(GARBAGE_CONTEXT) - 1] == "2 singleton"


def test_transitions_are_numbered_from_one_without_gaps() -> None:
    transitions = Transitions.of(LEXICON, LEXICON, plain_tree())
    assert transitions.tuples == sorted(transitions.tuples)
    entering = transitions.entering(SILENCE_CONTEXT)
    assert (entering, transitions.staying(SILENCE_CONTEXT)) == (2, 1)
    assert transitions.unused == 2 * len(transitions.tuples) + 1


def test_numbers_are_written_as_kaldi_reads_them() -> None:
    assert kaldi.integer(258) == b"\x04\x02\x01\x00\x00"
    assert kaldi.vector([]) == b"FV \x04\x00\x00\x00\x00"
    assert kaldi.enclosed("Tuples", kaldi.integer(0)) == b"<Tuples> \x04\0\0\0\0</Tuples> "
    written = kaldi.matrix(np.array([[0.0, 1.0]], np.float32))
    assert written[:4] == b"CM2 "
    assert np.frombuffer(written[20:], "<u2").tolist() == [0, 65535]


def test_the_network_gives_an_output_for_every_third_frame() -> None:
    shape = NetworkShape(pdfs=7, width=8, bottleneck=4, prefinal=4)
    network = AcousticNetwork(shape).eval()
    features = torch.zeros(1, 30, MEL_BINS)
    assert network(network.pad(features)).shape == (1, 10, 7)
    assert shape.right * 0.01 <= 0.15


def test_posteriors_are_given_for_every_frame() -> None:
    network = AcousticNetwork(NetworkShape(pdfs=7, width=8, bottleneck=4, prefinal=4))
    found = log_posteriors(network, np.zeros((31, MEL_BINS), np.float32))
    assert found.shape == (31, 7)
    np.testing.assert_allclose(np.exp(found).sum(1), 1, atol=1e-3)
    assert SUBSAMPLING == 3


def _targets(generator: np.random.Generator) -> torch.Tensor:
    """Two sequences of twelve outputs: phones of up to three, some of it unknown."""
    rows = []
    for _ in range(2):
        lengths = generator.integers(1, 4, 12)
        row = [(i > 0, 2 * k, 2 * k + 1) for k, n in enumerate(lengths) for i in range(n)]
        rows.append([(begun, enter % 8, stay % 8) for begun, enter, stay in row[:12]])
    targets = torch.tensor(rows, dtype=torch.long)
    begins = targets[1, :, 0].logical_not().nonzero().flatten()
    targets[1, begins[1] : begins[2], 1:] = IGNORED
    return targets


def test_mutual_information_falls_as_its_gradient_says() -> None:
    generator = np.random.default_rng(0)
    targets = _targets(generator)
    criterion = MutualInformation(PhoneGraph.count([targets]), np.zeros(9, np.float32), 0.7)
    logits = torch.tensor(generator.normal(size=(2, 12, 9)), dtype=torch.float32)
    logits.requires_grad_()
    criterion(logits, targets).backward()
    assert logits.grad is not None
    for place in [(0, 0, 0), (0, 3, 1), (0, 5, 2), (1, 2, 4), (1, 5, 3), (1, 11, 8)]:
        step = torch.zeros_like(logits)
        step[place] = 0.01
        with torch.no_grad():
            slope = (criterion(logits + step, targets) - criterion(logits - step, targets)) / 0.02
        assert float(logits.grad[place]) == pytest.approx(float(slope), abs=1e-3)


def test_the_right_words_have_the_least_loss() -> None:
    targets = _targets(np.random.default_rng(1))
    criterion = MutualInformation(PhoneGraph.count([targets]), np.zeros(9, np.float32), 1.0)
    right = torch.zeros(2, 12, 9).scatter(2, labels(targets).clamp(min=0)[..., None], 5.0)
    assert criterion(right, targets) < criterion(right.roll(1, 2), targets)


def test_another_speaker_keeps_the_phones_in_order() -> None:
    augmenter = Augmenter(np.random.default_rng(0))
    alignment = np.array([(0, BOUNDARY, 1, 0, 40), (1, 0, BOUNDARY, 40, 100)], np.int32)
    features, changed = augmenter.another_speaker(np.zeros((100, MEL_BINS), np.float32), alignment)
    assert changed[1, 4] == len(features)
    assert changed[0, 4] == changed[1, 3]


def test_digital_silence_stays_silent_in_a_quiet_room() -> None:
    augmenter = Augmenter(np.random.default_rng(0))
    sequence = np.full((60, MEL_BINS), LOG_FLOOR, np.float32)
    sequence[20:30] = 15.0
    quietest = min(float(augmenter.place(sequence, []).min()) for _ in range(40))
    assert quietest == pytest.approx(LOG_FLOOR)
