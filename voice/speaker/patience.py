"""How long the speech engine may take."""

import sys
from dataclasses import dataclass

_ESPEAK = sys.platform.startswith("linux")


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds that are waited for the speech engine before its process is started anew."""

    render: float
    """For one part of a text."""
    start: float
    """For a new process to import pyttsx3 and open the engine."""
    total: float
    """For all attempts together."""


PATIENT = Patience(render=20.0, start=20.0, total=60.0)
"""Where nobody waits: on a busy machine, a rehearsal is to go the same way as ever."""
LIVE = Patience(render=1.0 if _ESPEAK else 4.0, start=1.4, total=2.9 if _ESPEAK else 6.9)
"""While somebody lies there with ice on the skin. espeak needs some 10 ms for a part of a text, and
0.2 s for its start; of two starts that hang, the second is given up within 3 s."""
RECOVERY = 10.0
"""Seconds that a process may take to start once the voice is lost: on a cold disk or a busy machine
it needs them, and tones and terminal stand in for it meanwhile."""
