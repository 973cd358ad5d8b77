"""Whether the loudspeaker, which the microphone has heard clearly, is heard no more.

An amplifier that is switched off, a knob that is turned down and a plug that is pulled are unknown
to the computer; what tells of them is that Floe no longer hears itself. `audio.echo.canceller`
feeds an `EchoPresence` with each search for the echo that `audio.echo.linear` makes.

It must be sure, so it goes by two signs that have nothing to do with each other: no delay at all
stands out in the correlation, which finds an echo far below the noise, and what is heard is much
softer than the echo alone used to be, so that no noise and no talker can cover it. With headphones,
or where the microphone hardly hears the loudspeaker, nothing is ever concluded.
"""

from collections import deque

import numpy as np

_LOUD = 3e-5
"""The mean square of what is played in a window, -45 dBFS, from which on its echo is expected:
Floe's speech has -21 dBFS, and 20 dB less at its lowest volume."""
_KNOWN_WINDOWS = 75
"""Windows, at least 15 s of speech, by which the loudspeaker is known. An echo canceller inside a
speakerphone takes some seconds to remove the echo, and must not look like a loudspeaker that is
switched off."""
_STEADY = 0.9
"""The share of those windows in which the echo must have been found."""
_SOFTEST = 0.1
"""The share of those windows in which the echo may have been softer than it is expected to be."""
_MISSING = 0.03
"""The share of the expected power, -15 dB, below which what is heard has no echo in it: a talker or
a noise in the echo's place are louder, and then nothing is concluded. A loudspeaker that is turned
down is still found by the correlation until it is some 20 dB below the noise; it must have lost 35
dB by then, and speech at 60 dB has become softer than a whisper."""
_UNHEARD_WINDOWS = 20
"""Windows without an echo, at least 4 s of speech, after which it is sure."""
_BACK_WINDOWS = 3
"""Windows with an echo, at least 0.6 s, after which the loudspeaker is heard again."""


class EchoPresence:
    """Learns how loud the echo is, and notices when there is none any more."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget the loudspeaker, for it is another one now."""
        self._gains: deque[float | None] = deque(maxlen=_KNOWN_WINDOWS)
        """For each window, the power heard as a share of that played; None: no echo was found."""
        self._unheard_windows = 0
        self._back_windows = 0
        self.lost = False
        """Whether the loudspeaker was heard clearly once, and is heard no more."""

    def feed(self, found: bool, heard: float, played: float) -> None:
        """Take the next window of sound: whether an echo was found in it, and its mean squares.

        ``heard`` is what the microphone delivered in it, ``played`` what the loudspeaker played at
        that time, both with full scale at 1.0. Digital silence tells nothing of a loudspeaker.
        """
        if played < _LOUD or not heard:
            return
        if self.lost:
            self._back_windows = self._back_windows + 1 if found else 0
            if self._back_windows >= _BACK_WINDOWS:
                self.reset()
            return
        if found:
            self._unheard_windows = 0
        elif self._is_missing(heard, played):
            self._unheard_windows += 1
            self.lost = self._unheard_windows >= _UNHEARD_WINDOWS
            self._back_windows = 0
            return
        self._gains.append(heard / played if found else None)

    def _is_missing(self, heard: float, played: float) -> bool:
        """Whether the echo that is expected of ``played`` cannot be in ``heard``."""
        if len(self._gains) < _KNOWN_WINDOWS:
            return False
        gains = [gain for gain in self._gains if gain is not None]
        if len(gains) < _STEADY * _KNOWN_WINDOWS:
            return False
        expected = float(np.quantile(gains, _SOFTEST)) * played
        return heard < _MISSING * expected
