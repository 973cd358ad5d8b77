"""What can be pressed: offers, each of which means the same as when it is said."""

from collections.abc import Mapping
from typing import get_args

from intents.intent import Intent, IntentName
from intents.library import Intents
from voice.session.prompt import OfferKey
from voice.session.script import Prompts

_URGENT: OfferKey = "offer.urgent"


class Buttons:
    """Every offer that there is, with its meaning."""

    def __init__(self, prompts: Prompts, intents: Intents) -> None:
        self.urgent = tuple(prompts[_URGENT])
        """Those which are always there."""
        texts = {text for key in get_args(OfferKey) for text in prompts[key]}
        matched = {text: intents.match(text) for text in texts}
        self.intents: Mapping[str, Intent] = {
            text: intent for text, intent in matched.items() if intent
        }

    def among(self, offers: tuple[str, ...]) -> tuple[list[str], list[str]]:
        """Return those of which there are buttons just now, and those that are but examples.

        The urgent ones are in neither.
        """
        others = [one for one in offers if one not in self.urgent]
        whole = [one for one in others if self._is_whole(one)]
        return whole, [one for one in others if one not in whole]

    def _is_whole(self, offer: str) -> bool:
        """Whether the words can be pressed as they are: "my pain is four" is an example."""
        intent = self.intents.get(offer)
        if intent is None:
            return False
        return intent.name != IntentName.REPORT_PAIN or bool(intent.slots.get("bare"))
