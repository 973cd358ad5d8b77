"""``--display`` and ``--web``: what is shown while Floe runs."""

import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from intents.intent import Intent
from intents.library import Intents
from voice import console, prompts
from voice.display import words
from voice.display.address import Entrance
from voice.display.board import DisplayBoard
from voice.display.buttons import Buttons
from voice.notice import Publish
from voice.publisher import LivePublisher

if TYPE_CHECKING:
    from voice.display.screen import Screen

# What draws and what serves is loaded only where it is asked for.


class Display:
    """What a run of Floe shows: a screen of large type, a page, or the conversation in lines."""

    def __init__(self, *, screen: bool) -> None:
        """Make ready; nothing is shown yet, and nobody tells it what happens.

        Raises:
            DocumentError: the words cannot be read.
        """
        self._prompts = prompts.load()
        self._words = words.load()
        self._board = DisplayBoard(self._prompts)
        self._screen = self._terminal() if screen else None

    def subscribe(self, publisher: LivePublisher) -> None:
        """Be told what happens, from now on."""
        if not self._screen:
            publisher.subscribe("the terminal", console.show)
        publisher.subscribe("the display", self._board)

    @contextlib.contextmanager
    def shown(
        self,
        entrance: Entrance | None,
        intents: Intents,
        press: Callable[[Intent], None],
        publish: Publish,
    ) -> Iterator[None]:
        """Show it, on a page too if there is an ``entrance``, and hand on what is pressed.

        ``publish`` is told if the page cannot be reached any more.
        """
        with contextlib.ExitStack() as stack:
            if entrance:
                from voice.display.page_process import PageContent, PageProcess

                content = PageContent(self._words, Buttons(self._prompts, intents))
                page = PageProcess(entrance, self._board, content, press, publish)
                stack.enter_context(page)
                _announce(entrance)
            if self._screen:
                stack.enter_context(self._screen)
            yield

    def _terminal(self) -> "Screen | None":
        """Return what draws in this terminal; None, and that said, where it cannot."""
        from voice.display.screen import Screen

        screen = Screen(self._board, self._words)
        if screen.possible:
            return screen
        print(self._words["plain"], flush=True)
        return None


def _announce(entrance: Entrance) -> None:
    print(f"The page is at {' and '.join(entrance.urls)}", flush=True)
    if entrance.open:
        print(
            "Whoever is told the address can watch and press its buttons, from any computer that "
            "reaches this one, and the way there is not encrypted.",
            file=sys.stderr,
            flush=True,
        )
