"""How likely each meaning of a text is, learnt from what people say."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from intents.errors import LearntError
from intents.learnt.encoder import Encoder, Vector
from intents.learnt.wordpiece import WordPiece
from intents.situation import Situation

NOT_FOR_FLOE = "NotForFloe"
"""The label of what is said to somebody else."""
DENIAL = "Denial"
"""The label of what must not be taken for what it resembles: "don't start yet"."""
FACTS = "facts"
"""The array that holds, as JSON, what is known of the others."""
SCALES = ".scales"
"""Behind the name of a matrix of small whole numbers: by what each row is multiplied."""


class Classifier:
    """Tells meanings apart: intents, `NOT_FOR_FLOE` and `DENIAL`."""

    def __init__(self, weights: Mapping[str, Vector], facts: Mapping[str, Any]) -> None:
        """Take the weights by name, and what is known of them, as `intents.training` saves them."""
        self.labels: tuple[str, ...] = tuple(facts["labels"])
        """The meanings; that of skin goes with its look, "ReportSkin.white"."""
        self._pieces = WordPiece(facts["pieces"])
        self._situations = {name: number for number, name in enumerate(facts["situations"])}
        self._temperature = float(facts["temperature"])
        self._encoder = Encoder(weights, facts["heads"])
        self._weights = weights

    @classmethod
    def load(cls, path: Path) -> "Classifier":
        """Read what `intents.training` has saved.

        Raises:
            LearntError: the file is missing or damaged.
        """
        try:
            with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
                arrays = {name: file[name] for name in file.files}
            return cls(_restored(arrays), json.loads(arrays[FACTS].tobytes()))
        except (OSError, EOFError, ValueError, KeyError, BadZipFile) as error:
            raise LearntError(
                f"{path}: what was learnt cannot be read ({error}); install Floe anew"
            ) from error

    def likelihoods(self, text: str, situation: Situation | None = None) -> dict[str, float]:
        """Return the probability of each label for a text in lower case; they add up to 1."""
        pieces = self._pieces.encode(text, self._encoder.longest)
        where = 0 if situation is None else self._situations[situation.value]
        encoded = self._encoder(pieces, where)
        scores = (encoded @ self._weights["labels"] + self._weights["labels.bias"]).astype(float)
        chances = np.exp((scores - scores.max()) / self._temperature)
        chances /= chances.sum()
        return dict(zip(self.labels, chances.tolist(), strict=True))


def _restored(arrays: Mapping[str, NDArray[np.generic]]) -> dict[str, Vector]:
    """Return the weights as they were before each row was made whole numbers."""
    found = {}
    for name, array in arrays.items():
        if name == FACTS or name.endswith(SCALES):
            continue
        found[name] = array.astype(np.float32, order="C")
        if name + SCALES in arrays:
            found[name] *= arrays[name + SCALES].astype(np.float32)[:, None]
    return found
