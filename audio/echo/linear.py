"""The linear canceller: predicts the echo from what was played, and leaves a talker untouched.

It follows three properties of the echo, each with an estimator of its own: the delay
(`audio.echo.delay`), the drift of the two clocks (`audio.echo.drift`) and the impulse response of
the room (`audio.echo.kalman`). The filter's response begins at the delay that is known, so that it
need not be long enough for the delay as well.
"""

from collections import deque

import numpy as np
from numpy.typing import NDArray

from audio.echo.delay import LONGEST_DELAY, WINDOW, find_delay
from audio.echo.delayline import DelayLine
from audio.echo.drift import ClockDrift
from audio.echo.kalman import LENGTH, KalmanFilter
from audio.sound import BLOCK

Samples = NDArray[np.float32]

_SEARCH_INTERVAL = 5
"""Blocks, 0.1 s, between two searches for the delay while no echo has been found."""
_CHECK_INTERVAL = 10
"""Blocks, 0.2 s, between two searches for the delay once an echo has been found."""
_LEAD = 64
"""Samples, 4 ms, by which the response begins before the strongest echo in it."""
_SAME = 2
"""Samples: two delays that differ by no more are the same, one that moved by less has not moved."""
_LATEST_PEAK = 960
"""Samples, 60 ms: the place in the response up to which the strongest echo may lie. Later, too
little of the response would be left for the reverberation after it."""
_RELEARN_BLOCKS = 48
"""Blocks, nearly 1 s, of the past from which the filter learns at once when the delay is found."""
_RECENT = WINDOW // 2
"""Samples, nearly 0.26 s, by which a response is judged at another delay."""
_LITTLE = 0.1
"""The share of the energy heard, -10 dB: with less left, the response is right as it is."""
_BETTER = 0.7
"""The share of the energy left: another delay or response is believed if it leaves no more of it
than this."""
_BELIEVED = 0.9
"""The share of the energy heard: a response that leaves more than this explains nothing and is
dropped. Two sounds that begin at the same time have a delay in common, though neither is the
other's echo."""
_SUSPICIOUS = 0.25
"""The share of the energy heard, an ERLE of 6 dB: with more left, the response may have changed."""
_TRIAL_BLOCKS = 30
"""Blocks, 0.6 s, that much must be left for before another response is tried; it learns from as
many."""
_JUDGED_BLOCKS = 12
"""Blocks, 0.24 s, by whose energies a response is judged."""


class LinearCanceller:
    """Predicts the echo in each block heard, wherever the echo comes from and when it changes."""

    def __init__(self) -> None:
        self._filter = KalmanFilter()
        self._drift = ClockDrift()
        self._played = DelayLine()
        self._heard = DelayLine()
        self.reset()

    def reset(self) -> None:
        """Forget the echo, because the room or a device is another now."""
        self._filter.reset()
        self._drift.reset()
        self._drift.delay = 0.0
        self._played.reset()
        self._heard.reset()
        self.echo_found = False
        """Whether there is an echo, and its delay is known."""
        self.searched = False
        """Whether the echo was searched for in the newest block."""
        self._peak = 0.0
        """The place in the response, in samples, at which the strongest echo lies."""
        self._last_found: int | None = None
        """The delay that the last search has found."""
        self._until_search = _SEARCH_INTERVAL
        self._until_trial = _TRIAL_BLOCKS
        self._energies: deque[tuple[float, float]] = deque(maxlen=_JUDGED_BLOCKS)
        """The energy left and the energy heard in each of the last blocks."""

    def keep(self, heard: Samples, played: Samples) -> None:
        """Take the next block heard and the next block played, `BLOCK` samples each."""
        self._heard.add(heard)
        self._played.add(played)
        self._drift.advance()

    @property
    def search_found(self) -> bool:
        """Whether the last search has found an echo."""
        return self._last_found is not None

    def searched_powers(self) -> tuple[float, float]:
        """Return the mean squares of what was heard in the last search, and played meanwhile."""
        heard, played = self._heard.last(WINDOW), self._read_played(WINDOW)
        return float(heard @ heard) / WINDOW, float(played @ played) / WINDOW

    def reference(self) -> Samples:
        """Return what was played when the newest block was heard, by the microphone's clock."""
        return self._read_played(BLOCK)

    def echo(self) -> Samples:
        """Return the echo predicted in the newest block, and learn from that block.

        It is zeros while no echo has been found. Call it once after each `keep`.
        """
        self._until_search -= 1
        self.searched = not self._until_search
        if self.searched:
            self._search()
        if not self.echo_found:
            return np.zeros(BLOCK, np.float32)
        heard = self._heard.last(BLOCK)
        echo = self._filter.predict(self._read_played(BLOCK))
        error = heard - echo
        self._drift.follow(echo, error)
        self._filter.learn(heard, error)
        self._watch(heard, error)
        return echo

    def _read_played(self, count: int) -> Samples:
        return self._played.read(self._drift.delay, self._drift.rate, count)

    def _search(self) -> None:
        """Search for the delay, and follow it where it has changed."""
        self._until_search = _CHECK_INTERVAL if self.echo_found else _SEARCH_INTERVAL
        found = find_delay(self._heard.last(WINDOW), self._played.last(WINDOW + LONGEST_DELAY))
        before, self._last_found = self._last_found, found
        if found is None:
            return
        confirmed = before is not None and abs(found - before) <= _SAME
        if not self.echo_found:
            if confirmed:
                self._begin(found)
            return
        moved = found - self._drift.delay - self._peak
        if abs(moved) < _SAME:
            return
        recent = self._heard.last(_RECENT)
        left = self._energy_left(self._drift.delay)
        if self._energy_left(self._drift.delay + moved) < _BETTER * left:
            self._drift.delay += moved
            self._learn_past(self._filter, 0, 1)
        elif confirmed and left >= _LITTLE * float(recent @ recent):
            self._follow_peak(found)

    def _begin(self, found: int) -> None:
        """Learn a response at the delay found, and keep it if it explains what was heard."""
        self._drift.delay = float(max(found - _LEAD, 0))
        self._peak = found - self._drift.delay
        left = self._learn_past(self._filter, _RELEARN_BLOCKS, 1)
        recent = self._heard.last((_JUDGED_BLOCKS + 1) * BLOCK)[:-BLOCK]
        self.echo_found = sum(left[-_JUDGED_BLOCKS:]) < _BELIEVED * float(recent @ recent)
        if not self.echo_found:
            self._filter.reset()

    def _follow_peak(self, found: int) -> None:
        """Take note that the strongest echo comes by another way through the room now.

        The response stays where it is if that echo lies early enough in it; otherwise it is moved.
        """
        peak = found - self._drift.delay
        if not 0 <= peak <= _LATEST_PEAK:
            delay = float(max(found - _LEAD, 0))
            self._filter.shift(round(self._drift.delay - delay))
            self._drift.delay = delay
            self._filter = self._filter.relearning_copy()
            self._learn_past(self._filter, _RELEARN_BLOCKS, 1)
        self._peak = found - self._drift.delay

    def _energy_left(self, delay: float) -> float:
        """Return the energy that the response would leave of `_RECENT` samples at ``delay``."""
        heard = self._heard.last(_RECENT)
        played = self._played.read(max(delay, 0.0), self._drift.rate, _RECENT + LENGTH)
        error = heard - self._filter.echo_of(played)
        return float(error @ error)

    def _watch(self, heard: Samples, error: Samples) -> None:
        """Notice that the response has changed: the microphone was moved, or the volume changed."""
        self._energies.append((float(error @ error), float(heard @ heard)))
        left = sum(error for error, _ in self._energies)
        if self._filter.new or left < _SUSPICIOUS * sum(heard for _, heard in self._energies):
            self._until_trial = _TRIAL_BLOCKS
            return
        self._until_trial -= 1
        if self._until_trial > 0:
            return
        # Somebody who talks leaves as much. Only a filter that does better tells the two apart.
        self._until_trial = _TRIAL_BLOCKS
        other = self._filter.relearning_copy()
        if sum(self._learn_past(other, _TRIAL_BLOCKS, 0)[-_JUDGED_BLOCKS:]) < _BETTER * left:
            self._filter = other

    def _learn_past(self, learner: KalmanFilter, blocks: int, ago: int) -> list[float]:
        """Have ``learner`` predict ``blocks`` past blocks again and learn from them.

        The last of them lies ``ago`` blocks before the newest. Returns the energy that was left of
        each.
        """
        count = blocks + ago
        before = self._read_played(count * BLOCK + LENGTH + BLOCK)[: LENGTH + BLOCK]
        learner.recall(before)
        played = self._read_played(count * BLOCK).reshape(-1, BLOCK)
        heard = self._heard.last(count * BLOCK).reshape(-1, BLOCK)
        left = []
        for each in range(blocks):
            error = heard[each] - learner.predict(played[each])
            learner.learn(heard[each], error)
            left.append(float(error @ error))
        return left
