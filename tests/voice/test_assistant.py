"""The assistant's own small print; whole conversations are rehearsed elsewhere."""

from audio.level import LevelFault
from voice.assistant import ADVICE
from voice.session.trouble import ADVICE_PROMPTS


def test_every_fault_of_the_level_has_its_advice() -> None:
    assert ADVICE.keys() == {*LevelFault}
    assert {fault.value: advice.value for fault, advice in ADVICE.items()} == {
        fault.value: fault.value for fault in LevelFault
    }
    assert {*ADVICE.values()} == ADVICE_PROMPTS.keys()
