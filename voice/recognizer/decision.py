"""When a partial result may be acted on: a whole command that stands and goes no further."""

from collections.abc import Callable

from intents.grammar import Grammar

Urgent = Callable[[str], bool]
"""Whether a text is a command that is acted on with less evidence than others."""

PAUSE_SECONDS = 0.2
"""The pause after a whole command that no longer one begins with."""
LONG_PAUSE_SECONDS = 0.4
"""The pause after one that may go on: "go on ... to the next step"."""
STEADY_SECONDS = 0.12
"""How long what stops a session must stand: a false one costs a pause, a late one costs skin."""
SHORT_PAUSE_SECONDS = 0.15
"""The pause after it: "i can't feel" is not yet "i can't feel my legs"."""
LONG_STEADY_SECONDS = 0.5
"""How long it must stand where a noisy room leaves no pause."""


class Decision:
    """Watches the partial results of one utterance after another."""

    def __init__(self, grammar: Grammar, urgent: Urgent) -> None:
        """Take the grammar, and which whole commands need less evidence than the others."""
        self._grammar = grammar
        self._urgent = urgent
        self._text = ""
        self._since = 0.0

    def reset(self) -> None:
        """Begin with a new utterance."""
        self._text = ""

    def stands(self, text: str, now: float, pause: float) -> bool:
        """Tell whether the partial ``text`` is decided.

        ``now`` is the second of audio at which it is seen, ``pause`` the seconds since speech.
        """
        if text != self._text:
            self._text, self._since = text, now
        words = text.split()
        if not words or not self._grammar.accepts(words):
            return False
        extends = self._grammar.extends(words)
        if self._urgent(text):
            steady = now - self._since
            return steady >= LONG_STEADY_SECONDS or (
                steady >= STEADY_SECONDS and pause >= SHORT_PAUSE_SECONDS
            )
        return pause >= (LONG_PAUSE_SECONDS if extends else PAUSE_SECONDS)
