"""The conditions that rule ice massage out, and what was answered about each."""

from collections.abc import Mapping
from enum import StrEnum

from voice.session.prompt import Prompt, prompt


class HealthCondition(StrEnum):
    """A condition that rules ice massage out until a doctor has agreed; in the order asked."""

    RAYNAUD = "raynaud"
    COLD = "cold"
    CIRCULATION = "circulation"
    CRYOGLOBULIN = "cryoglobulin"
    NERVE = "nerve"
    BROKEN = "broken"


SCREEN_PROMPTS: Mapping[HealthCondition, Prompt] = {
    HealthCondition.RAYNAUD: prompt("screen.raynaud"),
    HealthCondition.COLD: prompt("screen.cold"),
    HealthCondition.CIRCULATION: prompt("screen.circulation"),
    HealthCondition.CRYOGLOBULIN: prompt("screen.cryoglobulin"),
    HealthCondition.NERVE: prompt("screen.nerve"),
    HealthCondition.BROKEN: prompt("screen.broken"),
}
"""The question for each condition."""
CONDITION_PROMPTS: Mapping[HealthCondition, Prompt] = {
    HealthCondition.RAYNAUD: prompt("condition.raynaud"),
    HealthCondition.COLD: prompt("condition.cold"),
    HealthCondition.CIRCULATION: prompt("condition.circulation"),
    HealthCondition.CRYOGLOBULIN: prompt("condition.cryoglobulin"),
    HealthCondition.NERVE: prompt("condition.nerve"),
    HealthCondition.BROKEN: prompt("condition.broken"),
}
"""What each condition is called within a sentence."""


class SkinLook(StrEnum):
    """What the skin under the ice looks like, where that is not usual; see docs/safety.md."""

    RED = "red"
    WHITE = "white"
    BLUE = "blue"
    BLISTER = "blister"
    RASH = "rash"
    BROKEN = "broken"


PINK = "pink"
"""How the skin looks that has had ice, and is well."""
SKIN_PROMPTS: Mapping[SkinLook, Prompt] = {
    SkinLook.RED: prompt("skin.red"),
    SkinLook.WHITE: prompt("skin.white"),
    SkinLook.BLUE: prompt("skin.blue"),
    SkinLook.BLISTER: prompt("skin.blister"),
    SkinLook.RASH: prompt("skin.rash"),
    SkinLook.BROKEN: prompt("skin.broken"),
}
"""What is advised about each."""


class Screened(StrEnum):
    """What was answered about a condition."""

    NO = "no"
    YES = "yes"
    CLEARED = "cleared"
    """The answer was yes, and later a doctor agreed."""
