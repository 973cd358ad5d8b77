"""What somebody means by what was said: the templates are sure, and the rest is learnt.

What a template holds is meant as it stands. For everything else `intents.learnt` says how likely
each intent is, and what is at stake decides how likely is likely enough: a pause too many costs
little, ice on the skin much. In between there is one question, "Would you like a massage now?".
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from intents.intent import URGENT, Intent, IntentName, SlotValue
from intents.learnt.classifier import DENIAL, NOT_FOR_FLOE, Classifier
from intents.library import BUNDLED, Intents
from intents.situation import EXPECTED, Situation
from intents.slots import SAID, fill_in
from intents.stakes import Stakes

LEARNT = BUNDLED / "understanding.npz"
"""What `python -m intents.training` has made of the corpus."""
_SAID: Mapping[str, Mapping[str, SlotValue]] = {
    IntentName.START_SESSION: {"minutes": SAID},
    IntentName.SET_DURATION: {"minutes": SAID},
    IntentName.ADD_TIME: {"minutes": SAID},
    IntentName.REPORT_PAIN: {"level": SAID},
    IntentName.SET_REMINDER: {"minutes": SAID, "when": SAID},
}
"""What may be told with an intent, and stands in the words."""
_DONE = frozenset({"done", "finished", "did"})
_TEMPLATES_ONLY = frozenset({IntentName.SET_PERSON})
"""Intents with a name that the templates know, and nothing else does."""


class Verdict(StrEnum):
    """What is to be done about a meaning."""

    ACT = "act"
    ASK = "ask"
    """It is likely, but a mistake would cost too much: ask whether it was meant."""
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Bounds:
    """From which probability an intent is acted on, and from which it is asked about."""

    act: float
    ask: float


BOUNDS: Mapping[Stakes, Bounds] = MappingProxyType(
    {
        Stakes.URGENT: Bounds(0.4, 0.4),
        Stakes.ASKED: Bounds(0.6, 0.6),
        Stakes.PLAIN: Bounds(0.6, 0.6),
        Stakes.GRAVE: Bounds(0.98, 0.5),
    }
)
"""Chosen on the writers that are for that (`Subset.DEV`); docs/understanding.md has the figures."""
ICE_OFF = Bounds(0.3, 0.3)
"""The same for what is urgent while the ice is on the skin, whatever else is likelier."""
ALARM = Bounds(0.8, 0.5)
"""The same for what is urgent while there is no ice to be taken off."""
HEALTH = Bounds(0.9, 0.9)
"""The same for the answers about the person's health, which are kept."""
_ADDRESSED = 0.8
"""How likely it must be that Floe is spoken to at all, for what is not urgent."""
ON_ICE = frozenset({Situation.MASSAGING, Situation.CHECKING})
"""Situations in which the ice is on the skin."""
_NO_ICE = frozenset({Situation.IDLE, Situation.SCREENING, Situation.PAIN})
_HELD_BACK = frozenset(
    {
        "not", "no", "never", "nobody", "nothing", "without", "cannot", "yet", "until", "till",
        "before", "unless", "hold", "wait", "stop", "later", "last", "rather", "instead", "hardly",
        "would", "wish", "if", "when", "tomorrow", "too", "kill", "he", "friend", "supposed",
    }
)  # fmt: skip
"""Words with which somebody may mean the contrary, something else or somebody else; so does
whatever ends in "n't"."""
_NOT_YET_WARM = frozenset(
    {
        "half", "part", "parts", "but", "except", "almost", "nearly", "getting", "burning", "all",
        "wish", "when", "if", "supposed",
    }
)  # fmt: skip
"""Words with which skin is not yet warm that is spoken of as warm."""
_FINE = frozenset({"fine", "good", "well", "alright", "right", "perfect", "great", "comfortable"})
"""Words of a yes that tells how one is, and permits nothing."""
_ANEW = frozenset({"over", "restart", "top", "beginning", "scratch"})
"""Words of going on that may mean from the beginning."""
_HEDGED = frozenset(
    {
        "actually", "but", "only", "sometimes", "lying", "always", "except", "though", "sort",
        "kind", "well", "maybe", "and", "don't", "not", "bit", "little", "used", "guess", "winter",
    }
)  # fmt: skip
"""Words with which an answer is neither a yes nor a no; templates hold the plain ones."""
_TOLD: Mapping[tuple[str, str], frozenset[str]] = {
    (IntentName.YES, "fine"): _FINE,
    (IntentName.RESUME, "unsure"): _ANEW,
    (IntentName.NEXT_STEP, "done"): _DONE,
}
"""Slots that are true where one of the words is said, as the templates set them."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Something that was said, as it may have been heard."""

    text: str
    weight: float
    """How likely this reading is, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a text means in its situation."""

    verdict: Verdict
    intent: Intent | None
    """What is likeliest to be meant, whatever the verdict; None where nothing is meant for Floe."""
    certainty: float
    """How likely that is, from 0 to 1; 1 where a template holds the text."""
    likelihoods: Mapping[str, float] = field(default_factory=dict)
    """How likely each meaning is, by what was learnt; empty where a template holds the text."""

    @property
    def urgency(self) -> float:
        """How likely it is that the ice is to come off, whatever the reason."""
        if not self.likelihoods:
            return float(self.intent is not None and self.intent.name in URGENT)
        return _urgency(_by_name(self.likelihoods))


class Understanding:
    """Understands texts: by templates, and beyond them by what was learnt."""

    def __init__(self, intents: Intents, classifier: Classifier | None) -> None:
        """Understand by the templates of ``intents``, and beyond them by ``classifier`` if any."""
        self._intents = intents
        self._classifier = classifier

    @classmethod
    def load(cls, intents: Intents) -> "Understanding":
        """Take what was learnt of Floe's own intents; for those of another file there is nothing.

        Raises:
            LearntError: what was learnt is missing or damaged.
        """
        return cls(intents, Classifier.load(LEARNT) if intents.own else None)

    def understand(
        self, text: str, situation: Situation | None = None, useless: Collection[str] = ()
    ) -> Meaning:
        """Return what is meant by ``text``, which is said in ``situation``.

        ``useless`` names the intents that would do nothing just now: what is likeliest to be one of
        them needs no reaction.
        """
        exact = self._intents.match(text)
        if exact and exact.name not in useless:
            return Meaning(Verdict.ACT, exact, 1.0)
        return self.weigh([Reading(text, 1.0)], situation, useless)

    def weigh(
        self,
        readings: Sequence[Reading],
        situation: Situation | None = None,
        useless: Collection[str] = (),
    ) -> Meaning:
        """Return what is meant by something of which there are several ``readings``.

        What a template holds is not sure here, for the reading itself may be wrong.
        """
        likelihoods: defaultdict[str, float] = defaultdict(float)
        for reading in readings:
            for label, likelihood in self._likelihoods(reading.text, situation, useless).items():
                likelihoods[label] += reading.weight * likelihood
        by_name = _by_name(likelihoods)
        name = max(by_name, key=by_name.__getitem__, default=NOT_FOR_FLOE)
        if situation in ON_ICE and _urgency(by_name) >= ICE_OFF.act:
            name = max(URGENT, key=lambda each: by_name.get(each, 0.0))
        if name in (NOT_FOR_FLOE, DENIAL):
            return Meaning(Verdict.LEAVE, None, by_name.get(name, 0.0), likelihoods)
        intent = self._intent(name, readings, likelihoods)
        verdict = Verdict.LEAVE
        if name not in useless and name not in _TEMPLATES_ONLY:
            verdict = _verdict(intent, by_name, situation)
        return Meaning(verdict, intent, by_name[name], likelihoods)

    def _likelihoods(
        self, text: str, situation: Situation | None, useless: Collection[str]
    ) -> Mapping[str, float]:
        exact = self._intents.match(text)
        if exact and exact.name not in useless:
            look = exact.slots.get("look")
            return {f"{exact.name}.{look}" if look else exact.name: 1.0}
        spoken = self._intents.normalised(text)
        if self._classifier is None or not spoken:
            return {}
        return self._classifier.likelihoods(spoken, situation)

    def _intent(
        self, name: str, readings: Sequence[Reading], likelihoods: Mapping[str, float]
    ) -> Intent:
        """Return the intent with the slots that the first reading tells that has them."""
        texts = [self._intents.normalised(reading.text) for reading in readings]
        for text in texts:
            if (exact := self._intents.match(text)) and exact.name == name:
                return exact
        found = [Intent(name, _slots(name, text, likelihoods), text) for text in texts]
        return max(found, key=lambda each: len(each.slots))


def _by_name(likelihoods: Mapping[str, float]) -> dict[str, float]:
    """Return the likelihoods without the looks of skin."""
    found: dict[str, float] = {}
    for label, likelihood in likelihoods.items():
        name = label.partition(".")[0]
        found[name] = found.get(name, 0.0) + likelihood
    return found


def _urgency(by_name: Mapping[str, float]) -> float:
    """Return how likely it is that the ice is to come off, whatever the reason."""
    return sum(by_name.get(each, 0.0) for each in URGENT)


def _verdict(intent: Intent, by_name: Mapping[str, float], situation: Situation | None) -> Verdict:
    asked = EXPECTED.get(situation, frozenset()) if situation else frozenset()
    stakes = Stakes.of(intent.name, asked)
    bounds, certainty = BOUNDS[stakes], by_name[intent.name]
    if stakes is Stakes.URGENT:
        certainty = _urgency(by_name)
        if situation in _NO_ICE:
            bounds = ALARM
        elif situation in ON_ICE:
            bounds = ICE_OFF
    elif stakes is Stakes.ASKED and situation in (Situation.SCREENING, Situation.CHECKING):
        bounds = HEALTH if situation is Situation.SCREENING else bounds
        if not _HEDGED.isdisjoint(intent.text.split()):
            return Verdict.LEAVE
    elif by_name.get(NOT_FOR_FLOE, 0.0) + by_name.get(DENIAL, 0.0) > 1 - _ADDRESSED:
        return Verdict.LEAVE
    if certainty < bounds.ask or _is_about_health(intent, situation) or _is_not_yet_warm(intent):
        return Verdict.LEAVE
    # "No cut, nothing" is said of skin that is well; an emergency is told with such words.
    careful = stakes is Stakes.GRAVE or (bounds is ALARM and intent.name == IntentName.REPORT_SKIN)
    if certainty < bounds.act or (careful and _is_held_back(intent.text)):
        return Verdict.ASK
    return Verdict.ACT


def _is_about_health(intent: Intent, situation: Situation | None) -> bool:
    """Whether skin is spoken of because Floe has asked about the person's health."""
    return situation is Situation.SCREENING and intent.name == IntentName.REPORT_SKIN


def _is_not_yet_warm(intent: Intent) -> bool:
    warm = intent.name == IntentName.REPORT_WARM
    return warm and not _NOT_YET_WARM.isdisjoint(intent.text.split())


def _is_held_back(text: str) -> bool:
    return any(word in _HELD_BACK or word.endswith("n't") for word in text.split())


def _slots(name: str, text: str, likelihoods: Mapping[str, float]) -> dict[str, SlotValue]:
    if name == IntentName.REPORT_SKIN:
        looks = {
            label.partition(".")[2]: likelihood
            for label, likelihood in likelihoods.items()
            if label.startswith(f"{name}.")
        }
        return {"look": max(looks, key=looks.__getitem__)}
    for (told, slot), words in _TOLD.items():
        if name == told and not words.isdisjoint(text.split()):
            return {slot: True}
    return fill_in(_SAID.get(name, {}), text)
