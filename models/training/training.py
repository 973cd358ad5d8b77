"""Trains a network on batches, with checkpoints."""

import sys
import time
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader

from models.training.batches import SEQUENCE_FRAMES, Batches
from models.training.criteria import IGNORED, Criterion, frame_loss, labels
from models.training.features import FRAME_SHIFT, FloatArray
from models.training.network import AcousticNetwork

_WARM_UP = 100
"""Steps over which the learning rate rises."""
_SAVE_EVERY = 100
"""Steps between two checkpoints."""
_WORKERS = 1
"""Processes that make batches."""


@dataclass(frozen=True)
class Schedule:
    """How long and how fast a network learns."""

    steps: int
    """How many batches are seen."""
    peak: float = 2e-3
    """The highest learning rate."""
    final: float = 2e-5
    """The last learning rate."""

    def rate(self, step: int) -> float:
        """Return the learning rate of a step: a linear rise, then an exponential fall."""
        rise = min(1.0, (step + 1) / _WARM_UP)
        fall = (self.final / self.peak) ** (step / self.steps)
        return self.peak * float(rise * fall)


def train(
    network: AcousticNetwork, batches: Batches, schedule: Schedule, checkpoint: Path,
    criterion: Criterion = frame_loss,
) -> None:  # fmt: skip
    """Train `network` in place, from the checkpoint on if there is one, and save it there."""
    optimizer = torch.optim.AdamW(network.parameters(), lr=schedule.peak, weight_decay=1e-3)
    step = _restore(network, optimizer, checkpoint)
    if step >= schedule.steps:
        return
    loader = DataLoader(batches, batch_size=None, num_workers=_WORKERS, prefetch_factor=6)
    network.train()
    since, losses, hits = time.monotonic(), 0.0, 0.0
    for features, targets in loader:
        for group in optimizer.param_groups:
            group["lr"] = schedule.rate(step)
        optimizer.zero_grad()
        with torch.autocast("cpu", torch.bfloat16):
            logits = network(network.pad(features)).float()
        loss = criterion(logits, targets)
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 2.0)
        optimizer.step()
        losses += loss.item()
        hits += _accuracy(logits, labels(targets))
        step += 1
        if step % _SAVE_EVERY == 0 or step == schedule.steps:
            hours = step * len(features) * SEQUENCE_FRAMES * FRAME_SHIFT / 3600
            seconds = time.monotonic() - since
            count = step % _SAVE_EVERY or _SAVE_EVERY
            _report(
                f"step {step} of {schedule.steps}: {hours:.1f} h heard, "
                f"loss {losses / count:.3f}, right {hits / count:.3f}, {seconds:.0f} s"
            )
            state = {"network": network.state_dict(), "optimizer": optimizer.state_dict()}
            torch.save({**state, "step": step}, checkpoint)
            since, losses, hits = time.monotonic(), 0.0, 0.0
        if step == schedule.steps:
            return


def _restore(network: AcousticNetwork, optimizer: torch.optim.Optimizer, checkpoint: Path) -> int:
    if not checkpoint.exists():
        return 0
    state = torch.load(checkpoint, weights_only=True)
    network.load_state_dict(state["network"])
    optimizer.load_state_dict(state["optimizer"])
    return int(state["step"])


def _accuracy(logits: Tensor, aligned: Tensor) -> float:
    known = aligned != IGNORED
    return float((logits.argmax(2) == aligned)[known].float().mean())


def _report(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def average_posteriors(network: AcousticNetwork, batches: Batches, count: int) -> FloatArray:
    """Return the mean posterior of each output over `count` batches: (pdfs,).

    These are the priors that decoding divides the posteriors by.
    """
    network.eval()
    total = torch.zeros(network.shape.pdfs)
    loader = iter(batches)
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for _ in range(count):
            features, _targets = next(loader)
            logits = network(network.pad(features)).float()
            total += torch.softmax(logits, 2).mean((0, 1))
    priors: FloatArray = (total / count).numpy()
    return priors
