"""What the terminal shows of a session: who said what, and what fails."""

import sys

from floe.errors import FloeError
from intents.intent import Intent
from voice.observer import Observer


class Console(Observer):
    """Prints the conversation, for who looks at the screen afterwards or helps."""

    def heard(self, intent: Intent) -> None:
        """Show a command and what it was taken for."""
        print(f"  you   {intent.text}  [{intent.name}]", flush=True)

    def pressed(self, intent: Intent) -> None:
        """Show a command that came by hand."""
        print(f"  hand  {intent.text}  [{intent.name}]", flush=True)

    def said(self, key: str, text: str, clock: float) -> None:
        """Show what Floe says."""
        print(f"  floe  {text}", flush=True)

    def failed(self, error: FloeError) -> None:
        """Show what fails, where the voice may not be able to say it."""
        print(f"  !     {error}", file=sys.stderr, flush=True)

    def unspoken(self, text: str) -> None:
        """Show what cannot be heard."""
        print(f"  floe  {text}", flush=True)

    def noted(self, text: str) -> None:
        """Show it."""
        print(text, flush=True)
