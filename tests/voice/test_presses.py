"""Commands by hand: few at a time, the urgent ones first, and none of those is lost."""

import threading

from intents.intent import Intent
from intents.intent import IntentName as N
from voice.presses import MOST, Presses


def press(presses: Presses, *names: str) -> None:
    for name in names:
        presses.put(Intent(name))


def names(taken: list[Intent]) -> list[str]:
    return [intent.name for intent in taken]


def test_one_at_a_time_in_their_order_and_none_twice() -> None:
    presses = Presses()
    press(presses, N.NEXT_STEP, N.HELP, N.NEXT_STEP)
    assert names(presses.take(1.0)) == [N.NEXT_STEP]
    assert presses.take(1.1) == []
    assert names(presses.take(1.3)) == [N.HELP]
    assert presses.take(9.0) == []


def test_the_same_with_another_value_is_another() -> None:
    presses = Presses()
    presses.put(Intent(N.REPORT_PAIN, {"level": 3}, "three"))
    presses.put(Intent(N.REPORT_PAIN, {"level": 4}, "four"))
    presses.put(Intent(N.REPORT_PAIN, {"level": 4}, "my pain is four"))
    taken = [presses.take(float(now)) for now in range(1, 5)]
    assert [one.slots["level"] for each in taken for one in each] == [3, 4]


def test_urgent_ones_come_at_once_and_make_those_before_void() -> None:
    presses = Presses()
    press(presses, N.RESUME, N.REPORT_NUMB, N.STOP_SESSION, N.HELP)
    assert names(presses.take(1.0)) == [N.REPORT_NUMB, N.STOP_SESSION]
    assert names(presses.take(1.02)) == [N.HELP]


def test_what_was_pressed_while_floe_was_held_up_has_passed_unless_it_is_urgent() -> None:
    presses = Presses()
    press(presses, N.REPORT_NUMB, N.RESUME)
    assert names(presses.take(1.0, late=True)) == [N.REPORT_NUMB]
    assert presses.take(9.0) == []


def test_a_flood_is_a_trickle_and_the_urgent_one_in_it_comes_with_the_next_block() -> None:
    presses = Presses()
    flood = [Intent(N.ADD_TIME, {"minutes": number % 60}) for number in range(3000)]
    taken: list[str] = []
    for at, block in enumerate(range(0, 3000, 60)):
        for intent in flood[block : block + 60]:
            presses.put(intent)
        taken += names(presses.take(1.0 + at / 50))
    assert len(taken) in (4, 5), "within a second"
    assert len(presses._waiting) <= MOST
    press(presses, N.REPORT_NUMB)
    for intent in flood:
        presses.put(intent)
    assert names(presses.take(3.0)) == [N.REPORT_NUMB]
    for at in range(50):
        press(presses, *[N.REPORT_NUMB] * 60)
        assert N.REPORT_NUMB not in names(presses.take(3.0 + at / 51)), "it was obeyed already"
    press(presses, N.REPORT_NUMB)
    assert names(presses.take(5.0)) == [N.REPORT_NUMB]


def test_nothing_is_lost_between_threads() -> None:
    presses, taken = Presses(), list[str]()
    fingers = [threading.Thread(target=press, args=(presses, *[N.HELP] * 2000)) for _ in range(4)]
    for finger in fingers:
        finger.start()
    now = 0.0
    while any(finger.is_alive() for finger in fingers):
        now += 0.02
        taken += names(presses.take(now))
    press(presses, N.STOP_SESSION)
    assert names(presses.take(now)) == [N.STOP_SESSION]
    assert set(taken) <= {N.HELP}
