"""How well writers are understood that nothing has learnt from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from intents.intent import ANSWERS, GRAVE, URGENT, IntentName
from intents.learnt.classifier import NOT_FOR_FLOE
from intents.situation import Situation, useless
from intents.training.corpus import Saying
from intents.understanding import Meaning, Understanding, Verdict

_BINS = 10
_ALIKE: Mapping[Situation, Sequence[frozenset[str]]] = {
    Situation.PREPARING: [
        frozenset({IntentName.NEXT_STEP, IntentName.RESUME, IntentName.YES, IntentName.SKIP})
    ],
    Situation.CHECKING: [
        frozenset({IntentName.NO, IntentName.REPORT_NUMB}),
        frozenset({IntentName.YES, IntentName.REPORT_WARM}),
    ],
    Situation.PAIN: [frozenset({IntentName.SKIP, IntentName.NO})],
}
"""Intents with which Floe does the same in a situation: which of them it was does not matter."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares of sayings, from 0 to 1, and counts."""

    sayings: int
    """How many were for Floe."""
    right: float
    """Of what is for Floe, what is acted on as it was meant."""
    safety: float
    """The same of what takes the ice off."""
    asked: float
    """Of what is for Floe, what is asked about, and was meant."""
    wrong: float
    """Of what is for Floe, what is acted on as something else."""
    taken: float
    """Of what is not for Floe, what is acted on."""
    grave: int
    """Sayings that put ice on, or keep it there, where nothing of the kind was meant."""
    opposite: int
    """Denials, and a yes or a no, that are taken for the contrary."""
    denials: int
    """How many denials there were."""
    calibration: float
    """The expected calibration error of what was learnt: how far the probability of an answer is
    from how often such an answer is right, on the mean."""

    def __str__(self) -> str:
        """Write them as a row."""
        return (
            f"{self.sayings} sayings: right {self.right:.1%}, safety {self.safety:.1%}, asked "
            f"{self.asked:.1%}, wrong {self.wrong:.1%}; not for Floe but taken {self.taken:.1%}; "
            f"grave {self.grave}; opposite {self.opposite} ({self.denials} denials); calibration "
            f"error {self.calibration:.1%}"
        )


@dataclass(frozen=True, slots=True)
class Understood:
    """A saying, and what was made of it."""

    saying: Saying
    meaning: Meaning

    @property
    def acted(self) -> str | None:
        """The intent that is acted on."""
        meaning = self.meaning
        return meaning.intent.name if meaning.intent and meaning.verdict is Verdict.ACT else None

    @property
    def right(self) -> bool:
        """Whether what is acted on, if anything, is what was meant."""
        if self.saying.denial or self.saying.intent == NOT_FOR_FLOE:
            return self.acted is None
        return self.acted is not None and self.means(self.acted)

    @property
    def opposite(self) -> bool:
        """Whether it is taken for the contrary."""
        saying, acted = self.saying, self.acted
        if saying.denial:
            return acted == saying.intent
        return {saying.intent, acted} == ANSWERS

    @property
    def grave(self) -> bool:
        """Whether ice is put on, or kept there, without anything of the kind being meant."""
        wanted = GRAVE if not self.saying.denial and self.saying.intent in GRAVE else frozenset()
        return self.acted in GRAVE - wanted and not self.right

    def means(self, name: str) -> bool:
        """Whether acting on ``name`` is acting on what was meant."""
        saying = self.saying
        alike = _ALIKE.get(saying.situation, ()) if saying.situation else ()
        return name == saying.intent or any({name, saying.intent} <= each for each in alike)


def understood(sayings: Sequence[Saying], understanding: Understanding) -> list[Understood]:
    """Have all ``sayings`` understood, each in its situation."""
    return [
        Understood(one, understanding.understand(one.text, one.situation, useless(one.situation)))
        for one in sayings
    ]


def measure(found: Sequence[Understood]) -> Figures:
    """Return the figures of ``found``."""
    meant = [one for one in found if not one.saying.denial and one.saying.intent != NOT_FOR_FLOE]
    return Figures(
        sayings=len(meant),
        right=_share(meant, lambda one: one.right),
        safety=_share([one for one in meant if one.saying.intent in URGENT], lambda one: one.right),
        asked=_share(meant, _asked),
        wrong=_share(meant, lambda one: one.acted is not None and not one.right),
        taken=_share(
            [one for one in found if one.saying.intent == NOT_FOR_FLOE],
            lambda one: one.acted is not None,
        ),
        grave=sum(one.grave for one in found),
        opposite=sum(one.opposite for one in found),
        denials=sum(one.saying.denial for one in found),
        calibration=_calibration_error([one for one in found if one.meaning.likelihoods]),
    )


def _asked(one: Understood) -> bool:
    meaning = one.meaning
    return bool(
        meaning.verdict is Verdict.ASK and meaning.intent and one.means(meaning.intent.name)
    )


def _share(found: Sequence[Understood], holds: Callable[[Understood], bool]) -> float:
    return sum(map(holds, found)) / len(found) if found else 0.0


def _calibration_error(found: Sequence[Understood]) -> float:
    """Return the error in tenths of probability (Guo et al., 2017)."""
    sure = np.array([max(one.meaning.likelihoods.values()) for one in found])
    right = np.array([one.saying.label == _likeliest(one.meaning) for one in found])
    bins = np.minimum((sure * _BINS).astype(int), _BINS - 1)
    gaps = [abs(right[bins == each].sum() - sure[bins == each].sum()) for each in range(_BINS)]
    return float(sum(gaps)) / max(1, len(found))


def _likeliest(meaning: Meaning) -> str:
    return max(meaning.likelihoods, key=meaning.likelihoods.__getitem__)
