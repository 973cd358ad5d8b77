"""The linear branch: takes the echo away by what was played, and leaves whoever talks whole."""

from collections import deque

import numpy as np
from numpy.typing import NDArray

from audio.echo.delay import LONGEST_DELAY, WINDOW, find_delay
from audio.echo.delayline import DelayLine
from audio.echo.drift import ClockDrift
from audio.echo.kalman import LENGTH, KalmanFilter
from audio.sound import BLOCK

Samples = NDArray[np.float32]

_LOOK = 5
"""Blocks from one search of the delay to the next, 0.1 s, while it is not known; ..."""
_LOOK_AGAIN = 10
"""... and when it is."""
_BEFORE = 64
"""Samples of the response before its loudest way, 4 ms."""
_SAME = 2
"""Samples within which two delays are the same."""
_LATEST = 960
"""Samples: the loudest way's place in the response up to which enough of it is left."""
_REPLAY = 48
"""Blocks that are learnt from at once when the delay was found, nearly 1 s."""
_RECENT = WINDOW // 2
"""Samples by which a response is judged at a delay, 0.25 s."""
_LITTLE = 0.1
"""Of the energy heard that is left, -10 dB, where the response is right as it is."""
_GAIN = 0.7
"""Of the error's energy: with no more left than that another delay or response is believed."""
_BELIEVED = 0.9
"""Of what was heard: a response that leaves more than that is none. Two sounds that begin at once
have a delay in common, though neither is the other's echo."""
_SUSPICIOUS = 0.25
"""Of what was heard: with more left, 6 dB of ERLE, the response may have changed."""
_TRIAL = 30
_JUDGED = 12
"""Blocks that another response is learnt from, 0.6 s, and the last of them that it is judged by."""


class LinearCanceller:
    """Delay, drift and response of the echo, each followed by itself."""

    def __init__(self) -> None:
        self._filter = KalmanFilter()
        self._drift = ClockDrift()
        self._played = DelayLine()
        self._heard = DelayLine()
        self.reset()

    def reset(self) -> None:
        """Know nothing: another room, or another device."""
        self._filter.reset()
        self._drift.reset()
        self._drift.delay = 0.0
        self._played.reset()
        self._heard.reset()
        self.echo_found = False
        """Whether there is an echo, and where."""
        self._place = 0.0
        self._seen: int | None = None
        self._until_look = _LOOK
        self._until_trial = _TRIAL
        self._energies: deque[tuple[float, float]] = deque(maxlen=_JUDGED)

    def keep(self, heard: Samples, played: Samples) -> None:
        """Take the next `BLOCK` samples of both sides."""
        self._heard.add(heard)
        self._played.add(played)
        self._drift.wait()

    def reference(self) -> Samples:
        """Return what was played at the time of the block kept last: late, and by its clock."""
        return self._read(BLOCK)

    def echo(self) -> Samples:
        """Return the echo in the block kept last, and learn from it."""
        self._until_look -= 1
        if not self._until_look:
            self._look()
        if not self.echo_found:
            return np.zeros(BLOCK, np.float32)
        heard = self._heard.last(BLOCK)
        echo = self._filter.predict(self._read(BLOCK))
        error = heard - echo
        self._drift.follow(echo, error)
        self._filter.learn(heard, error)
        self._watch(heard, error)
        return echo

    def _read(self, count: int) -> Samples:
        rate = self._drift.rate
        return self._played.read(self._drift.delay, rate, count)

    def _look(self) -> None:
        self._until_look = _LOOK_AGAIN if self.echo_found else _LOOK
        lag = find_delay(self._heard.last(WINDOW), self._played.last(WINDOW + LONGEST_DELAY))
        before, self._seen = self._seen, lag
        if lag is None:
            return
        again = before is not None and abs(lag - before) <= _SAME
        if not self.echo_found:
            if again:
                self._begin(lag)
            return
        moved = lag - self._drift.delay - self._place
        if abs(moved) < _SAME:
            return
        recent = self._heard.last(_RECENT)
        left = self._left(self._drift.delay)
        if self._left(self._drift.delay + moved) < _GAIN * left:
            self._drift.delay += moved
            self._rehearse(self._filter, 0, 1)
        elif again and left >= _LITTLE * float(recent @ recent):
            self._replace(lag)

    def _begin(self, lag: int) -> None:
        """Put the response where an echo may be, and keep it there if that explains anything."""
        self._drift.delay = float(max(lag - _BEFORE, 0))
        self._place = lag - self._drift.delay
        left = self._rehearse(self._filter, _REPLAY, 1)
        recent = self._heard.last((_JUDGED + 1) * BLOCK)[:-BLOCK]
        self.echo_found = sum(left[-_JUDGED:]) < _BELIEVED * float(recent @ recent)
        if not self.echo_found:
            self._filter.reset()

    def _replace(self, lag: int) -> None:
        """Another way is the loudest now: keep the response where it holds that one early."""
        place = lag - self._drift.delay
        if not 0 <= place <= _LATEST:
            delay = float(max(lag - _BEFORE, 0))
            self._filter.shift(round(self._drift.delay - delay))
            self._drift.delay = delay
            self._filter = self._filter.doubted()
            self._rehearse(self._filter, _REPLAY, 1)
        self._place = lag - self._drift.delay

    def _left(self, delay: float) -> float:
        """Return the energy that the response leaves of the last 0.25 s, at another delay."""
        heard = self._heard.last(_RECENT)
        played = self._played.read(max(delay, 0.0), self._drift.rate, _RECENT + LENGTH)
        error = heard - self._filter.echo_of(played)
        return float(error @ error)

    def _watch(self, heard: Samples, error: Samples) -> None:
        """Notice a response that has changed: a microphone that was moved, another volume."""
        self._energies.append((float(error @ error), float(heard @ heard)))
        left = sum(error for error, _ in self._energies)
        if self._filter.new or left < _SUSPICIOUS * sum(heard for _, heard in self._energies):
            self._until_trial = _TRIAL
            return
        self._until_trial -= 1
        if self._until_trial > 0:
            return
        # Whoever talks leaves as much: only a filter that does better tells the two apart.
        self._until_trial = _TRIAL
        other = self._filter.doubted()
        if sum(self._rehearse(other, _TRIAL, 0)[-_JUDGED:]) < _GAIN * left:
            self._filter = other

    def _rehearse(self, learner: KalmanFilter, blocks: int, ago: int) -> list[float]:
        """Have ``learner`` go through the blocks up to ``ago`` ones before the newest.

        Gives the energy of what it left of each.
        """
        count = blocks + ago
        before = self._read(count * BLOCK + LENGTH + BLOCK)[: LENGTH + BLOCK]
        learner.recall(before)
        played = self._read(count * BLOCK).reshape(-1, BLOCK)
        heard = self._heard.last(count * BLOCK).reshape(-1, BLOCK)
        left = []
        for each in range(blocks):
            error = heard[each] - learner.predict(played[each])
            learner.learn(heard[each], error)
            left.append(float(error @ error))
        return left
