"""Words are split as BERT splits them."""

import pytest

from intents.learnt.wordpiece import WordPiece

PIECES = ["[UNK]", "[CLS]", "[SEP]", "ice", "i", "##c", "##ing", "'", "m", "cold", "##s"]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("ice", ["ice"]),
        ("icing", ["i", "##c", "##ing"]),
        ("i'm cold", ["i", "'", "m", "cold"]),
        ("colds", ["cold", "##s"]),
        ("zebra", ["[UNK]"]),
        ("", []),
    ],
)
def test_the_longest_pieces_first(text: str, pieces: list[str]) -> None:
    numbers = WordPiece(PIECES).encode(text, 20)
    assert [PIECES[each] for each in numbers] == ["[CLS]", *pieces, "[SEP]"]


def test_what_is_too_long_is_cut_off() -> None:
    assert len(WordPiece(PIECES).encode("ice " * 50, 20)) == 20
