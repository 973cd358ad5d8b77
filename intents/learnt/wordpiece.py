"""Splits words into the pieces that the encoder knows."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

UNKNOWN = "[UNK]"
BEGINNING = "[CLS]"
END = "[SEP]"
CONTINUED = "##"
"""How a piece begins that goes on within a word."""


class WordPiece:
    """The longest pieces first, as in BERT: "icing" is "ic" and "##ing"."""

    def __init__(self, pieces: Sequence[str]) -> None:
        """Take all pieces, the special ones included; the place of each is its number."""
        self._numbers = {piece: number for number, piece in enumerate(pieces)}
        self._split = lru_cache(maxsize=10_000)(self._word)

    def encode(self, text: str, most: int) -> list[int]:
        """Return the numbers of the pieces of a text in lower case, ``most`` of them at the most.

        They begin with the number of `BEGINNING` and end with that of `END`.
        """
        pieces = [number for word in words_of(text) for number in self._split(word)]
        ends = self._numbers[BEGINNING], self._numbers[END]
        return [ends[0], *pieces[: most - 2], ends[1]]

    def _word(self, word: str) -> tuple[int, ...]:
        found: list[int] = []
        place = 0
        while place < len(word):
            start = CONTINUED if place else ""
            ends = range(len(word), place, -1)
            end = next((end for end in ends if start + word[place:end] in self._numbers), None)
            if end is None:
                return (self._numbers[UNKNOWN],)
            found.append(self._numbers[start + word[place:end]])
            place = end
        return tuple(found)


def words_of(text: str) -> Iterator[str]:
    """Yield the words of a text, with apostrophes as words of their own, as BERT has them."""
    yield from text.replace("'", " ' ").split()
