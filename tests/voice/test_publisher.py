"""Whatever happens reaches every subscriber; one that fails or is stuck harms nobody else."""

import threading
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.patience import PATIENCE, wait_for
from voice.errors import VoiceLost
from voice.notice import FailureReported, Notice, PromptEnded, Remark
from voice.publisher import LivePublisher, Publisher

FIRST, SECOND, THIRD = (PromptEnded(key) for key in ("first", "second", "third"))


class Faulty:
    """A subscriber that raises at the second notice."""

    def __init__(self, error: Exception) -> None:
        self.told: list[Notice] = []
        self._error = error

    def __call__(self, notice: Notice) -> None:
        self.told.append(notice)
        if len(self.told) == 2:
            raise self._error


class Stuck:
    """A subscriber that does not return until it is let go."""

    def __init__(self) -> None:
        self.entered = threading.Event()
        self.told: list[Notice] = []
        self._go_on = threading.Event()

    def __call__(self, notice: Notice) -> None:
        self.told.append(notice)
        self.entered.set()
        self._go_on.wait()

    def let_go(self) -> None:
        self._go_on.set()


@pytest.fixture
def stuck() -> Iterator[Stuck]:
    subscriber = Stuck()
    yield subscriber
    subscriber.let_go()


def test_at_once_and_in_order() -> None:
    one: list[Notice] = []
    other: list[Notice] = []
    publisher = Publisher(one.append, other.append)
    for notice in (FIRST, SECOND):
        publisher.publish(notice)
        assert one[-1] is other[-1] is notice
    assert one == other == [FIRST, SECOND]


def test_in_a_rehearsal_nothing_is_hushed_up() -> None:
    publisher = Publisher(Faulty(VoiceLost("hoarse")))
    publisher.publish(FIRST)
    with pytest.raises(VoiceLost):
        publisher.publish(SECOND)


def test_live_all_that_was_published_is_told_by_the_end_and_on_other_threads() -> None:
    one: list[Notice] = []
    threads: set[threading.Thread] = set()
    ended: list[int] = []
    publisher = LivePublisher()
    publisher.subscribe("one", one.append, lambda: ended.append(len(one)))
    publisher.subscribe("other", lambda _: threads.add(threading.current_thread()))
    notices = [Remark(str(number)) for number in range(5_000)]
    for notice in notices:
        publisher.publish(notice)
    assert publisher.close() == []
    assert one == notices
    assert ended == [5_000], "it is closed after its last notice"
    assert threads
    assert threading.current_thread() not in threads
    assert publisher.close() == []


@pytest.mark.parametrize(
    ("error", "reported"),
    [
        (VoiceLost("hoarse"), FailureReported("VoiceLost", "hoarse")),
        (KeyError("x"), FailureReported("SubscriberLost", "the faulty has failed: KeyError('x')")),
    ],
)
def test_one_that_raises_is_told_nothing_more_and_the_others_are_told_why(
    error: Exception, reported: FailureReported
) -> None:
    faulty, told = Faulty(error), list[Notice]()
    with closing(LivePublisher()) as publisher:
        publisher.subscribe("the faulty", faulty, lambda: told.append(Remark("closed")))
        publisher.subscribe("another", told.append)
        publisher.publish(FIRST)
        publisher.publish(SECOND)
        wait_for(lambda: reported in told)
        publisher.publish(THIRD)
    assert faulty.told == [FIRST, SECOND]
    assert told == [FIRST, SECOND, reported, THIRD]


def test_one_that_is_stuck_waits_alone_and_is_named_once(stuck: Stuck) -> None:
    told: list[Notice] = []
    with closing(LivePublisher(backlog=10)) as publisher:
        publisher.subscribe("the stuck", stuck)
        publisher.subscribe("another", told.append)
        publisher.publish(FIRST)
        assert stuck.entered.wait(PATIENCE)
        for number in range(30):
            publisher.publish(SECOND)
            wait_for(lambda: told.count(SECOND) == number + 1)  # noqa: B023 (waits here)
        stuck.let_go()
    lost = FailureReported("SubscriberLost", "the stuck is too slow: it ends here")
    assert told.count(lost) == 1
    assert told.index(lost) == 1 + 10, "after as many as may wait"
    assert [one for one in told if one != lost] == [FIRST, *[SECOND] * 30]
    assert stuck.told == [FIRST]


def test_at_the_end_one_that_is_stuck_is_not_waited_for_and_named(stuck: Stuck) -> None:
    told: list[Notice] = []
    publisher = LivePublisher(patience=0.2)
    publisher.subscribe("the stuck", stuck)
    publisher.subscribe("another", told.append)
    publisher.publish(FIRST)
    wait_for(lambda: told == [FIRST])
    assert publisher.close() == ["the stuck is too slow: its end is missing"]
    assert told == [FIRST]


def test_what_fails_at_the_end_is_told_to_whoever_closes() -> None:
    def fail() -> None:
        raise VoiceLost("hoarse")

    told: list[Notice] = []
    publisher = LivePublisher()
    publisher.subscribe("the failing", told.append, fail)
    publisher.publish(FIRST)
    assert publisher.close() == ["hoarse"]
    assert told == [FIRST]
