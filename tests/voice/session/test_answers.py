"""What is told when asked, how Floe speaks, and what it lets pass in silence."""

import pytest

from intents.intent import Intent
from intents.intent import IntentName as N
from tests.voice.session.talk import Talk
from voice.session.acts import Adjust, Leave, Say
from voice.session.event import EventKind
from voice.session.phase import Phase
from voice.session.questions.anyway import AnywayQuestion
from voice.session.questions.pain import PainQuestion


def adjusted(talk: Talk) -> list[Adjust]:
    return [act for act in talk.acts if isinstance(act, Adjust)]


def test_count_today() -> None:
    talk = Talk()
    assert talk.hear(N.COUNT_TODAY).keys == ["count.none"]
    talk.massage().hear(N.STOP_SESSION)
    assert talk.hear(N.COUNT_TODAY).keys == ["count.some", "time.due"]
    assert "One today. Four more are possible." in talk.text
    for _ in range(3):
        talk.massage().hear(N.STOP_SESSION)
    assert talk.hear(N.COUNT_TODAY).keys[0] == "count.last"
    talk.massage()
    assert talk.hear(N.COUNT_TODAY).keys == ["count.full"]
    talk.hear(N.STOP_SESSION)
    assert talk.hear(N.TIME_LEFT).keys == ["time.tomorrow"]


def test_when_the_next_is_due() -> None:
    talk = Talk()
    assert talk.hear(N.TIME_LEFT).keys == ["time.free"]
    talk.massage().hear(N.STOP_SESSION).away(90 * 60)
    assert talk.hear(N.TIME_LEFT).keys == ["time.due"]
    assert "In thirty minutes, at eleven o'clock in the morning" in talk.text


@pytest.mark.parametrize(
    ("name", "word"),
    [
        (N.ASK_PAIN_RELIEF, "acetaminophen"),
        (N.ASK_DOCTOR, "appointment"),
        (N.ASK_ICE, "three quarters"),
        (N.ASK_POSITION, "front of your chair"),
        (N.ASK_TECHNIQUE, "circles"),
    ],
)
def test_facts_in_every_phase(name: N, word: str) -> None:
    for talk in (Talk(), Talk().hear(N.START_SESSION), Talk().screened(), Talk().massage()):
        before = talk.phase
        assert word in talk.hear(name).text.lower()
        assert talk.phase is before


def test_history() -> None:
    talk = Talk()
    assert talk.hear(N.ASK_HISTORY).keys == ["history.none"]
    talk.hear(N.REPORT_PAIN, level=6).massage()
    talk.wait(60)
    talk.hear(N.STOP_SESSION).massage()
    talk.wait(120)
    talk.hear(N.STOP_SESSION).hear(N.REPORT_PAIN, level=3.5)
    assert talk.hear(N.ASK_HISTORY).keys == ["history.pain"]
    assert "two massages on one day, three minutes of ice" in talk.text
    assert "from six to 3.5" in talk.text
    talk.away(6 * 24 * 3600)
    assert talk.hear(N.ASK_HISTORY).keys == ["history.pain"]
    talk.away(24 * 3600)
    assert talk.hear(N.ASK_HISTORY).keys == ["history.none"]


def test_pain_is_noted_and_severe_pain_is_for_a_doctor() -> None:
    talk = Talk()
    assert talk.hear(N.REPORT_PAIN, level=7).keys == ["pain.noted"]
    assert talk.kinds == [EventKind.PAIN]
    assert talk.hear(N.REPORT_PAIN, level=8).keys == ["pain.noted", "judge.severe"]
    assert talk.kinds == [EventKind.PAIN, EventKind.ADVISED]
    assert "doctor" in talk.text
    assert [pain.level for pain in talk.record.pains] == [7, 8]


@pytest.mark.parametrize("level", [11, -1, "bad", "nan", "inf"])
def test_pain_off_the_scale(level: int | str) -> None:
    talk = Talk().hear(N.REPORT_PAIN, level=level)
    assert talk.keys == ["pain.unclear"]
    assert talk.record.pains == []
    assert Talk().hear(N.REPORT_PAIN).keys == ["pain.unclear"]


def test_volume_has_limits_and_is_remembered() -> None:
    talk = Talk().hear(N.LOUDER)
    assert talk.keys == ["voice.louder"]
    assert adjusted(talk) == [Adjust(1.0, 160)]
    assert talk.hear(N.LOUDER).keys == ["voice.loudest"]
    assert adjusted(talk.restart()) == [Adjust(1.0, 160)]
    for _ in range(4):
        assert talk.hear(N.QUIETER).keys == ["voice.quieter"]
    assert talk.hear(N.QUIETER).keys == ["voice.softest"]
    assert adjusted(talk.restart()) == [Adjust(0.2, 160)]


def test_rate_has_limits_and_is_remembered() -> None:
    talk = Talk()
    for _ in range(4):
        assert talk.hear(N.FASTER).keys == ["voice.faster"]
    assert talk.hear(N.FASTER).keys == ["voice.fastest"]
    for _ in range(7):
        assert talk.hear(N.SLOWER).keys == ["voice.slower"]
    assert talk.hear(N.SLOWER).keys == ["voice.slowest"]
    assert adjusted(talk.restart()) == [Adjust(0.8, 100)]


def test_help_depends_on_the_phase() -> None:
    talk = Talk()
    assert talk.hear(N.HELP).keys == ["help.idle"]
    assert talk.hear(N.START_SESSION).hear(N.HELP).keys == ["help.screening"]
    assert talk.hear(N.CANCEL).massage().hear(N.HELP).keys == ["help.massaging"]
    assert talk.hear(N.PAUSE).hear(N.HELP).keys == ["help.paused"]
    assert talk.hear(N.REPORT_NUMB).hear(N.HELP).keys == ["help.warming"]
    assert Talk().screened().hear(N.HELP).keys == ["help.preparing"]


def test_repeat_says_the_same_words() -> None:
    talk = Talk().hear(N.ASK_ICE)
    text = talk.text
    talk.wait(30)
    assert talk.hear(N.REPEAT).text == text
    assert talk.hear(N.REPEAT).text == text


def test_repeat_lifts_coaching_and_drops_its_end() -> None:
    talk = Talk().massage()
    talk.wait(40)
    talk.hear(N.REPEAT)
    (say,) = (act for act in talk.acts if isinstance(act, Say))
    assert (say.key, say.priority.name, say.expires) == ("coach.moving", "ANSWER", None)


@pytest.mark.parametrize("name", [N.YES, N.NO, N.CANCEL])
def test_silence_where_nothing_was_asked(name: N) -> None:
    talk = Talk()
    assert not talk.controller.hears(name)
    assert talk.hear(name).acts == []


def test_hears_answers_while_asking() -> None:
    talk = Talk().hear(N.START_SESSION)
    assert all(talk.controller.hears(name) for name in N if name is not N.SKIP)
    assert not talk.controller.hears("TurnOnTheLight")
    assert talk.hear(N.STOP_SESSION).phase is Phase.IDLE


def test_what_is_asked_is_what_would_answer() -> None:
    talk = Talk()
    assert talk.controller.asked == frozenset()
    talk.hear(N.START_SESSION)
    assert talk.controller.asked == {N.YES, N.NO}
    assert talk.hear(N.STOP_SESSION).controller.asked == frozenset()


def test_what_is_not_floes_is_ignored() -> None:
    talk = Talk()
    assert talk.controller.hear(Intent("OrderCoffee"), talk.moment) == []


@pytest.mark.parametrize(
    ("name", "key"),
    [
        (N.NEXT_STEP, "massage.none"),
        (N.PREVIOUS_STEP, "massage.none"),
        (N.RESUME, "massage.none"),
        (N.PAUSE, "massage.over"),
        (N.STOP_SESSION, "massage.over"),
        (N.TIME_ELAPSED, "massage.over"),
        (N.REPORT_NUMB, "numb.idle"),
        (N.REPORT_WARM, "numb.warm_idle"),
        (N.REPORT_EMERGENCY, "emergency.now"),
    ],
)
def test_idle_answers(name: N, key: str) -> None:
    assert Talk().hear(name).keys == [key]


def test_goodbye_leaves_after_the_words() -> None:
    talk = Talk().hear(N.GOODBYE)
    assert talk.keys == ["goodbye"]
    assert talk.acts[-1] == Leave()
    assert Talk().screened().hear(N.GOODBYE).keys == ["step.left", "goodbye"]


def test_noise_is_met_with_silence() -> None:
    talk = Talk()
    assert talk.miss().acts == []
    talk.massage()
    assert talk.miss().acts == []


def test_a_missed_answer_is_owned_up_to_rarely_and_never_twice_in_a_row() -> None:
    talk = Talk().hear(N.START_SESSION)
    assert talk.miss().keys == ["miss"]
    talk.away(40)
    assert talk.miss().acts == []
    talk.hear(N.NO)
    assert talk.miss().keys == ["miss"]
    talk.away(10).hear(N.NO)
    assert talk.miss().acts == []


def test_questions_are_seen_from_outside() -> None:
    talk = Talk().massage().hear(N.STOP_SESSION).hear(N.START_SESSION)
    assert talk.controller.snapshot().question == AnywayQuestion.name


def finished() -> Talk:
    return Talk().massage().until(lambda talk: talk.phase is Phase.IDLE)


def test_pain_is_asked_for_at_the_end() -> None:
    talk = finished()
    assert talk.keys[-1] == "pain.ask"
    assert talk.controller.snapshot().question == PainQuestion.name
    assert talk.hear(N.REPORT_PAIN, level=3, bare=True).keys == ["pain.noted"]
    assert talk.hear(N.REPORT_PAIN, level=3, bare=True).acts == []
    (pain,) = talk.record.pains_of(talk.record.sessions[-1])
    assert pain.level == 3
    talk.away(3600).hear(N.REPORT_PAIN, level=2)
    assert talk.record.pains[-1].session is None


def test_the_question_for_pain_needs_no_answer() -> None:
    assert finished().hear(N.YES).keys == ["pain.unclear"]
    assert finished().miss().keys == ["pain.unclear"]
    for name in (N.NO, N.CANCEL, N.STOP_SESSION):
        talk = finished().hear(name)
        assert talk.keys == ["all_right"]
        assert talk.controller.snapshot().question is None
    talk = finished()
    assert talk.wait(60) == []
    assert talk.controller.snapshot().question is None
    assert finished().hear(N.START_SESSION).keys == ["limit.soon"]


def test_a_mere_number_is_no_report() -> None:
    talk = Talk().massage()
    assert talk.hear(N.REPORT_PAIN, level=5, bare=True).acts == []


def test_being_fine_permits_nothing() -> None:
    talk = Talk().massage().hear(N.STOP_SESSION).hear(N.START_SESSION)
    assert talk.hear(N.YES, fine=True).acts == []
    assert talk.at(Phase.IDLE)
    assert talk.controller.snapshot().question == AnywayQuestion.name
