"""Writes a trained model as the file that `intents.learnt.classifier` reads."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from intents.learnt.classifier import FACTS, SCALES
from intents.learnt.wordpiece import BEGINNING, CONTINUED, END, UNKNOWN, words_of
from intents.training.tuning import MeaningModel

_LONGEST = 48
"""Pieces of a sentence; what is longer is cut off."""
_FREQUENT = 9000
"""Pieces before this place are kept in any case: BERT has the frequent ones first."""
Array = NDArray[np.float32]


def save(model: MeaningModel, temperature: float, texts: Iterable[str], file: Path) -> None:
    """Save the model with frequent pieces, those of the words in ``texts``, and all letters."""
    vocabulary: Mapping[str, int] = model.tokenizer.get_vocab()
    kept = sorted(_pieces(model, vocabulary, texts), key=vocabulary.__getitem__)
    facts = {
        "labels": model.labels,
        "pieces": kept,
        "situations": model.situations,
        "heads": int(model.encoder.config.num_attention_heads),
        "temperature": temperature,
    }
    arrays: dict[str, NDArray[np.generic]] = {
        FACTS: np.frombuffer(json.dumps(facts).encode(), np.uint8)
    }
    for name, array in _weights(model, [vocabulary[piece] for piece in kept]).items():
        if array.ndim == 2:
            scales = np.abs(array).max(axis=1) / 127 + 1e-12
            arrays[name] = np.round(array / scales[:, None]).astype(np.int8)
            arrays[name + SCALES] = scales.astype(np.float32)
        else:
            arrays[name] = array
    np.savez_compressed(file, allow_pickle=False, **arrays)


def _pieces(model: MeaningModel, vocabulary: Mapping[str, int], texts: Iterable[str]) -> set[str]:
    words = {word for text in texts for word in words_of(text)}
    letters = [*"abcdefghijklmnopqrstuvwxyz'", *"0123456789"]
    kept = {UNKNOWN, BEGINNING, END}
    kept |= {
        piece for piece, number in vocabulary.items() if number < _FREQUENT and _is_word(piece)
    }
    kept |= {each for one in letters for each in (one, CONTINUED + one) if each in vocabulary}
    for word in words:
        kept.update(model.tokenizer.tokenize(word))
    return kept


def _is_word(piece: str) -> bool:
    return piece.removeprefix(CONTINUED).isalpha() and piece.isascii()


def _weights(model: MeaningModel, kept: list[int]) -> dict[str, Array]:
    parts = {name: tensor.detach().numpy() for name, tensor in model.encoder.named_parameters()}
    embeddings = "embeddings."
    types = parts[f"{embeddings}token_type_embeddings.weight"][0]
    found = {
        "pieces": parts[f"{embeddings}word_embeddings.weight"][kept],
        "positions": parts[f"{embeddings}position_embeddings.weight"][:_LONGEST] + types,
        "situations": model.where.weight.detach().numpy(),
        "labels": model.head.weight.detach().numpy().T,
        "labels.bias": model.head.bias.detach().numpy(),
        "embeddings": parts[f"{embeddings}LayerNorm.weight"],
        "embeddings.bias": parts[f"{embeddings}LayerNorm.bias"],
    }
    for number in range(len(model.encoder.encoder.layer)):
        theirs, ours = f"encoder.layer.{number}.", f"layers.{number}."
        joint = [f"{theirs}attention.self.{name}" for name in ("query", "key", "value")]
        found[f"{ours}query_key_value"] = np.concatenate(
            [parts[f"{one}.weight"].T for one in joint], 1
        )
        found[f"{ours}query_key_value.bias"] = np.concatenate(
            [parts[f"{one}.bias"] for one in joint]
        )
        for name, part in {
            "mixing": "attention.output.dense",
            "widening": "intermediate.dense",
            "narrowing": "output.dense",
        }.items():
            found[ours + name] = parts[f"{theirs}{part}.weight"].T
            found[f"{ours}{name}.bias"] = parts[f"{theirs}{part}.bias"]
        for name, part in {
            "attended": "attention.output.LayerNorm",
            "transformed": "output.LayerNorm",
        }.items():
            found[ours + name] = parts[f"{theirs}{part}.weight"]
            found[f"{ours}{name}.bias"] = parts[f"{theirs}{part}.bias"]
    return found
