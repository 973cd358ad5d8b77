"""When a partial result may be acted on: a whole command that stands and goes no further."""

from collections.abc import Callable

from intents.grammar import Grammar

Urgent = Callable[[str], bool]

STEADY_SECONDS = 0.24
"""How long a partial must stand: transient wrong ones were measured to last up to 180 ms."""
URGENT_STEADY_SECONDS = 0.12
"""The same for what stops a session: a false one costs a pause, a late one costs skin."""


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

    def stands(self, text: str, now: float) -> bool:
        """Tell whether the partial ``text``, seen at ``now`` seconds of audio, is decided."""
        if text != self._text:
            self._text, self._since = text, now
        words = text.split()
        if not words or not self._grammar.accepts(words):
            return False
        if self._urgent(text):
            return now - self._since >= URGENT_STEADY_SECONDS
        return now - self._since >= STEADY_SECONDS and not self._grammar.extends(words)
