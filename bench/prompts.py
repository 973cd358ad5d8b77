"""Lists everything that Floe says, with an example filled in for each value."""

from voice import prompts
from voice.session.dialogue import HELP
from voice.session.phase import OFFERS
from voice.session.prompt import PROMPTS
from voice.session.script import Prompts, Script

_SPAN = "three minutes and twenty seconds"
_VALUES = {
    **dict.fromkeys(("left", "ice", "elapsed", "planned", "wait", "longest", "shortest"), _SPAN),
    "due": "two fifteen in the afternoon",
    "condition": "poor circulation",
    "sessions": "four massages",
}
_NUMBER = "four"
"""The example for every other value."""
_PARTS = ("change.", "condition.", "offer.", "spoken.")
"""What the keys of parts of sentences begin with. Of these only the numbers are spoken alone, too,
when Floe counts."""


def texts() -> list[str]:
    """Return every variant of every prompt, and every number that is counted aloud."""
    written = prompts.load()
    spoken = [
        text.format_map(
            {name: _VALUES.get(name, _NUMBER) for name in PROMPTS[key]} | _commands(written, key)
        )
        for key, variants in written.items()
        if not key.startswith(_PARTS)
        for text in variants
    ]
    return list(dict.fromkeys([*spoken, *written["spoken.numbers"][:11]]))


def _commands(written: Prompts, key: str) -> dict[str, str]:
    """Return the list of commands that the help prompt ``key`` names; empty for other prompts."""
    script = Script(written)
    offers = next((OFFERS[phase] for phase, one in HELP.items() if one == key), None)
    return {"commands": script.listing(script.offers(offers))} if offers else {}
