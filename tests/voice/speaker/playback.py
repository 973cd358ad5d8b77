"""Plays what a speaker says, block by block, and keeps what came out."""

import numpy as np

from audio.sound import BLOCK, BLOCK_SECONDS
from voice.speaker.patience import Patience
from voice.speaker.speaker import Speaker
from voice.speaker.voice import Voice

LONG = "Move the ice in small circles over the sore place."
HANGS = Patience(render=3.0, start=20.0, total=60.0)
"""How long an engine that hangs is waited for; more than live, for a busy machine."""


class SpeakerPlayback:
    """Turns the crank and keeps what came out, and who spoke when."""

    def __init__(self, speaker: Speaker) -> None:
        self.speaker = speaker
        self.now = 0.0
        self.sound = b""
        self.spoken: list[str | None] = []
        self.ended: list[str] = []

    def run(self, seconds: float) -> None:
        for _ in range(round(seconds / BLOCK_SECONDS)):
            block = self.speaker.next_block(self.now)
            assert len(block) == 2 * BLOCK
            self.sound += block
            self.now += BLOCK_SECONDS
            self.ended += self.speaker.ended()
            if not self.spoken or self.spoken[-1] != self.speaker.speaking:
                self.spoken.append(self.speaker.speaking)

    def finish(self) -> None:
        for _ in range(100):
            if self.speaker.idle:
                return
            self.run(0.2)
        raise AssertionError("it never ends")


def heard(playback: SpeakerPlayback, text: str, voice: Voice, rate: int = 160) -> bool:
    """Whether the sound has the whole of a text in it, at full volume."""
    whole = voice.render(text, rate).astype(int)
    sound = np.frombuffer(playback.sound, np.int16).astype(int)
    starts = range(0, len(sound) - len(whole) + 1, BLOCK)
    return any(np.abs(sound[at : at + len(whole)] - whole).max() <= 1 for at in starts)
