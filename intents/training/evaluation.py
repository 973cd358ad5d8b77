"""How well a model understands writers that it has not seen."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intents.intent import GRAVE, URGENT
from intents.learnt.classifier import DENIAL, NOT_FOR_FLOE
from intents.training.corpus import Saying

_BINS = 10


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares of sayings, from 0 to 1."""

    right: float
    """Of what is for Floe, what has the intent that is meant."""
    safety: float
    """The same of what takes the ice off."""
    taken: float
    """Of what is not for Floe, what is taken for an intent."""
    graves: int
    """Sayings that put ice on, or keep it there, where that was not meant."""
    opposites: int
    """Denials that are taken for what they deny."""
    calibration: float
    """The expected calibration error: how far the probability of an answer is from how often such
    an answer is right, on the mean."""

    def __str__(self) -> str:
        """Write them as a row."""
        return (
            f"right {self.right:.1%}, safety {self.safety:.1%}, not for Floe but taken "
            f"{self.taken:.1%}, grave {self.graves}, opposite {self.opposites}, "
            f"calibration error {self.calibration:.1%}"
        )


def measure(
    sayings: Sequence[Saying], labels: Sequence[str], chances: NDArray[np.float64]
) -> Figures:
    """Return the figures of the likeliest labels; ``chances`` has a row for each saying."""
    found = [labels[place].partition(".")[0] for place in chances.argmax(axis=1)]
    pairs = list(zip(sayings, found, strict=True))
    answers = [(one, name) for one, name in pairs if not one.denial and one.intent != NOT_FOR_FLOE]
    right = [name == _wanted(one) for one, name in pairs]
    return Figures(
        right=_share(answers, lambda one, name: name == one.intent),
        safety=_share(
            [pair for pair in answers if pair[0].intent in URGENT],
            lambda one, name: name == one.intent,
        ),
        taken=_share(
            [pair for pair in pairs if pair[0].intent == NOT_FOR_FLOE],
            lambda _, name: name not in (NOT_FOR_FLOE, DENIAL),
        ),
        graves=sum(name in GRAVE and (one.denial or name != one.intent) for one, name in pairs),
        opposites=sum(one.denial and name == one.intent for one, name in pairs),
        calibration=_calibration_error(chances.max(axis=1), np.array(right)),
    )


def _wanted(saying: Saying) -> str:
    return DENIAL if saying.denial else saying.intent


def _share(pairs: Iterable[tuple[Saying, str]], holds: Callable[[Saying, str], bool]) -> float:
    held = [holds(one, name) for one, name in pairs]
    return sum(held) / len(held) if held else 0.0


def _calibration_error(sure: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    bins = np.minimum((sure * _BINS).astype(int), _BINS - 1)
    gaps: Mapping[int, float] = {
        number: abs(float(right[bins == number].sum() - sure[bins == number].sum()))
        for number in range(_BINS)
    }
    return sum(gaps.values()) / max(1, len(sure))
