import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.speaker.text import PART, split_text, to_speakable


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("  two\n words ", "two words"),
        ("a\0b\x1b[0m", "a b [0m"),
        ("\ud800x", "x"),
        ("na\u00efve \U0001f642", "na\u00efve \U0001f642"),
        ("\t\r\n", ""),
    ],
)
def test_what_cannot_be_said_is_left_out(text: str, said: str) -> None:
    assert to_speakable(text) == said


def test_a_short_text_is_one_part_and_none_is_none() -> None:
    assert split_text("Stop. Now.") == ["Stop. Now."]
    assert split_text("") == []


def test_a_long_text_is_cut_between_sentences() -> None:
    sentence = "Move the ice in circles, slowly."
    assert {part[-1] for part in split_text(" ".join([sentence] * 100))} == {"."}


@given(st.text("ab ., ", max_size=3000))
def test_no_letter_is_lost_and_no_part_is_long(text: str) -> None:
    cut = split_text(to_speakable(text))
    assert "".join(cut).replace(" ", "") == text.replace(" ", "")
    assert all(0 < len(part) <= PART for part in cut)
