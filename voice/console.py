"""What the terminal shows of a session: who said what, and what fails."""

import sys

from voice.errors import SubscriberLost
from voice.notice import (
    CommandHeard,
    CommandPressed,
    FailureReported,
    Notice,
    PromptStarted,
    PromptUnspoken,
    Remark,
)
from voice.stdio import DetachedStream


def show(notice: Notice) -> None:
    """Print what belongs to the conversation, for who looks on, or looks it up afterwards.

    Raises:
        SubscriberLost: nothing can be printed any more.
    """
    if isinstance(sys.stdout, DetachedStream) and sys.stdout.writer.problem:
        raise SubscriberLost(f"the terminal is gone, {sys.stdout.writer.problem}")
    match notice:
        case CommandHeard(intent):
            print(f"  you   {intent.text}  [{intent.name}]", flush=True)
        case CommandPressed(intent):
            print(f"  hand  {intent.text}  [{intent.name}]", flush=True)
        case PromptStarted(text=text) | PromptUnspoken(text=text):
            print(f"  floe  {text}", flush=True)
        case FailureReported(text=text):
            warn(text)
        case Remark(text):
            print(text, flush=True)
        case _:
            pass


def warn(text: str) -> None:
    """Print what is wrong, where the voice may not be able to say it."""
    print(f"  !     {text}", file=sys.stderr, flush=True)
