"""Turning to another person of the house: outside a session alone."""

import pytest

from intents.intent import IntentName as N
from tests.voice.session.talk import MORNING, PLAN, PROMPTS, Talk
from voice.session.acts import Act, Say, Switch
from voice.session.controller import Controller
from voice.session.moment import Moment
from voice.session.phase import Phase
from voice.session.record import Record
from voice.session.script import Script


def switches(talk: Talk) -> list[Switch]:
    return [act for act in talk.acts if isinstance(act, Switch)]


def said(acts: list[Act]) -> list[str]:
    return [act.text for act in acts if isinstance(act, Say)]


def test_this_is_anna() -> None:
    talk = Talk().hear(N.SET_PERSON, name="Anna")
    assert switches(talk) == [Switch("Anna")]
    assert talk.keys == []


def test_this_is_whom_floe_serves() -> None:
    talk = Talk().hear(N.SET_PERSON, name="")
    assert talk.keys == ["person.already"]
    assert switches(talk) == []


@pytest.mark.parametrize("phase", [Phase.PREPARING, Phase.MASSAGING, Phase.PAUSED, Phase.WARMING])
def test_not_in_a_session(phase: Phase) -> None:
    talk = Talk().screened()
    if phase is not Phase.PREPARING:
        talk.massage()
    if phase is Phase.PAUSED:
        talk.hear(N.PAUSE)
    if phase is Phase.WARMING:
        talk.hear(N.REPORT_NUMB)
    assert talk.at(phase)
    assert talk.hear(N.SET_PERSON, name="Anna").keys == ["person.later"]
    assert switches(talk) == []


def test_questions_are_dropped() -> None:
    talk = Talk().hear(N.START_SESSION).hear(N.SET_PERSON, name="Anna")
    assert switches(talk) == [Switch("Anna")]
    assert talk.hushed
    assert talk.at(Phase.IDLE)


def test_a_greeting_by_name() -> None:
    moment = Moment(0.0, MORNING)
    for record, words in ((Record(), "Hello to Anna. I am Floe"), (Talk().massage().record, "")):
        if record.open:
            record.open.stage = record.open.stage.__class__("ended")
        controller = Controller(PLAN, Script(PROMPTS), record, person="Anna")
        [text] = said(controller.start(moment))
        assert words in text
        assert "Anna" in text


def test_a_journal_out_of_reach_changes_nothing() -> None:
    talk = Talk()
    assert said(talk.controller.stay(talk.moment)) == [PROMPTS["person.failed"][0]]
