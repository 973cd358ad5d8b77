"""The steps of the preparations."""

from collections.abc import Mapping
from enum import StrEnum

from voice.session.prompt import Prompt, prompt


class Step(StrEnum):
    """A step of the preparations, in order."""

    ICE = "ice"
    HELPER = "helper"
    POSITION = "position"
    PEEL = "peel"
    WET = "wet"


STEP_PROMPTS: Mapping[Step, Prompt] = {
    Step.ICE: prompt("step.ice"),
    Step.HELPER: prompt("step.helper"),
    Step.POSITION: prompt("step.position"),
    Step.PEEL: prompt("step.peel"),
    Step.WET: prompt("step.wet"),
}
"""What to do in each step."""
