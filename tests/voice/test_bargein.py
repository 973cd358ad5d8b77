from audio.echo.canceller import CleanedBlock
from audio.sound import BLOCK, SILENCE
from voice.bargein import _LONGEST, BargeIn

PROMPT = b"\1\0" * BLOCK


def block(number: int) -> bytes:
    """Return a block that is known again."""
    return number.to_bytes(2, "little") * BLOCK


class FakeEar:
    """What the ear was given, block for block."""

    def __init__(self) -> None:
        self.bargein = BargeIn()
        self.given: list[bytes] = []
        self.fed = 0

    def hear(
        self,
        count: int,
        played: bytes = SILENCE,
        *,
        talking: bool = False,
        sure: bool = True,
        reliable: bool = True,
    ) -> None:
        for _ in range(count):
            self.fed += 1
            cleaned = CleanedBlock(block(self.fed), talking, talking and sure, reliable)
            self.given += self.bargein.feed(cleaned, played)

    @property
    def numbers(self) -> list[int]:
        """Which blocks these are; 0 for noise."""
        known = {block(number): number for number in range(1, self.fed + 1)}
        return [known.get(each, 0) for each in self.given]


def test_while_floe_is_silent_all_goes_through_at_once() -> None:
    ear = FakeEar()
    ear.hear(50)
    assert ear.numbers == list(range(1, 51))


def test_floes_own_words_are_silence() -> None:
    ear = FakeEar()
    ear.hear(200, PROMPT)
    assert len(ear.given) == 200 - 35
    assert not any(ear.numbers)


def test_who_talks_over_it_is_heard_from_before_that_was_noticed() -> None:
    ear = FakeEar()
    ear.hear(100, PROMPT)
    ear.hear(40, talking=True)
    assert len(ear.given) == 140, "nothing twice, nothing left out"
    assert not any(ear.numbers[:65])
    assert ear.numbers[65:] == list(range(66, 141))


def test_a_slip_of_the_detector_lets_nothing_through() -> None:
    ear = FakeEar()
    ear.hear(100, PROMPT)
    ear.hear(8, talking=True, sure=False)
    ear.hear(100, PROMPT)
    assert not any(ear.numbers)


def test_it_catches_up_in_small_steps() -> None:
    ear = FakeEar()
    ear.hear(100, PROMPT)
    before = len(ear.given)
    ear.hear(1, talking=True)
    assert 1 < len(ear.given) - before <= 4


def test_half_a_command_is_silence_until_the_person_pauses() -> None:
    ear = FakeEar()
    ear.hear(100, PROMPT, reliable=False)
    ear.hear(5, PROMPT, talking=True, reliable=False)
    ear.hear(40, talking=True)
    ear.hear(_LONGEST)
    assert not any(ear.numbers[: 145 + _LONGEST - 1])
    ear.hear(40, talking=True)
    assert ear.numbers[-40:] == list(range(ear.fed - 39, ear.fed + 1))


def test_what_was_not_reliable_long_before_does_no_harm() -> None:
    ear = FakeEar()
    ear.hear(100, PROMPT, reliable=False)
    ear.hear(20, PROMPT)
    ear.hear(40, talking=True)
    assert ear.numbers[100:] == list(range(101, 161))


def test_who_begins_as_floe_ends_loses_no_word() -> None:
    ear = FakeEar()
    ear.hear(100, PROMPT)
    ear.hear(60)
    assert len(ear.given) == 160
    begun = next(number for number in ear.numbers if number)
    assert begun <= 100 + 30 - 15, "0.3 s before Floe's echo is over"
    assert begun > 100, "but nothing of Floe's"
    assert ear.numbers[begun - 1 :] == list(range(begun, 161))


def test_after_a_reset_nothing_is_held_back() -> None:
    ear = FakeEar()
    ear.hear(20, PROMPT)
    ear.bargein.reset()
    ear.hear(1)
    assert ear.numbers == [21]
