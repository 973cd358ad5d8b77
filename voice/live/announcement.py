"""Words that are ready before they are needed, for when nothing can be waited for."""

import logging
import threading

import numpy as np
from numpy.typing import NDArray

from audio.sound import RATE
from audio.tone import tone
from floe.errors import FloeError
from voice import prompts
from voice.session.prompt import Prompt
from voice.speaker.voice import Voice

_LOG = logging.getLogger(__name__)
_RETRY = 10.0
"""Seconds after which a voice that failed is tried again."""
_GAP = np.zeros(RATE // 10, np.int16)
"""The silence between tone and words: 0.1 s."""


class Announcement:
    """The tone of trouble, and a prompt behind it as soon as the voice has rendered it."""

    def __init__(self, voice: Voice, words: Prompt) -> None:
        """Have ``words``, a prompt without values, rendered on a thread of its own."""
        self.sound: NDArray[np.int16] = tone("trouble")
        """What to play: int16 mono samples at `audio.sound.RATE`."""
        self._voice = voice
        self._text = prompts.load()[words.key][0]
        self._ended = threading.Event()
        threading.Thread(target=self._render, name="announcement", daemon=True).start()

    def close(self) -> None:
        """Try no more to render it."""
        self._ended.set()

    def _render(self) -> None:
        while not self._ended.is_set():
            try:
                words = self._voice.render(self._text)
            except FloeError as error:
                _LOG.warning("an announcement has no words yet: %s", type(error).__name__)
                self._ended.wait(_RETRY)
            else:
                self.sound = np.concatenate([tone("trouble"), _GAP, words])
                return
