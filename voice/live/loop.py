"""The loop that moves the sound of a live run, whatever becomes of the devices."""

import logging
import time
from collections.abc import Callable
from datetime import datetime
from itertools import chain, repeat

from audio.errors import Asleep, DeviceError, DeviceLost
from audio.tone import tone
from voice.assistant import Assistant
from voice.components import AssistantComponents
from voice.config import Config
from voice.console import warn
from voice.errors import RecognizerError
from voice.live.sound import LiveSound
from voice.live.watchdog import Watchdog
from voice.notice import Publish, Remark
from voice.session.context import Component

_LOG = logging.getLogger(__name__)
_RETRY_SECONDS = (0.2, 0.5, 1.0)
"""Waits before the sound is opened again; the last one is repeated for ever."""
_HELD_UP = RecognizerError("Floe was held up, and heard nothing meanwhile")


class LiveLoop:
    """The assistant on sound devices that may come and go."""

    def __init__(
        self,
        config: Config,
        parts: AssistantComponents,
        publish: Publish,
        date: Callable[[], datetime],
    ) -> None:
        """Open the devices.

        Raises:
            audio.errors.DeviceError: one of its leaves.
        """
        self._sound = LiveSound(config)
        self._watchdog = Watchdog(self._alarm)
        self._publish = publish
        self._assistant = Assistant(self._sound.stream, parts, publish, date, config.wake)

    def run(self) -> None:
        """Run until Floe leaves."""
        self._publish(Remark(f"Floe hears {self._sound.devices}"))
        latency = self._sound.stream.latency
        _LOG.info("the sound is open, %.2f s from loudspeaker to microphone", latency)
        try:
            while self._step():
                pass
        finally:
            _LOG.info("the sound ends, %d blocks were lost", self._sound.stream.xruns)
            self._sound.close()
            self._watchdog.close()

    def _step(self) -> bool:
        try:
            on = self._assistant.step()
        except Asleep as error:
            self._wake(error)
            return True
        except DeviceLost as error:
            self._lose(error)
            return True
        self._follow()
        self._examine()
        if self._watchdog.beat():
            self._assistant.fail(Component.RECOGNISER, _HELD_UP)
        return on

    def _alarm(self) -> None:
        """Tell by tone and terminal what the voice cannot: it waits for the same loop.

        The tone comes first, for a terminal may be what holds the loop up.
        """
        self._sound.interject(tone("trouble"))
        _LOG.warning("the loop that moves the sound is held up")
        warn("Floe is held up; take the ice off your skin")

    def _follow(self) -> None:
        """Go on with other devices that the sound server has given to the stream."""
        devices = self._sound.rerouted()
        if devices:
            self._publish(Remark(f"Floe now hears {devices}"))
            # The echo's way is another one.
            self._assistant.regain_sound(self._sound.stream)

    def _examine(self) -> None:
        """Say once what is wrong with devices that are open, and when it is no more."""
        for component, problem in self._sound.problems().items():
            if problem is None:
                self._assistant.mend(component)
            elif component not in self._assistant.failing:
                self._assistant.fail(component, problem)

    def _lose(self, error: DeviceLost) -> None:
        """Say that the sound has gone, before anything that takes time, and get it back."""
        self._assistant.lose_sound(error)
        self._watchdog.beat()
        self._sound.let_go()
        waits = chain(_RETRY_SECONDS, repeat(_RETRY_SECONDS[-1]))
        told: set[type[DeviceError]] = set()
        while failure := self._reopen():
            if type(failure) not in told:
                told.add(type(failure))
                self._assistant.fail(Component.MICROPHONE, failure)
            time.sleep(next(waits))
            self._wait()

    def _wake(self, error: Asleep) -> None:
        """Say that the computer was asleep, with a voice if the devices are awake, too."""
        self._sound.let_go()
        if self._reopen():
            self._lose(error)
        self._assistant.fail(Component.SLEEP, error)

    def _reopen(self) -> DeviceError | None:
        """Open the sound and go on with it once it moves; return why it does not."""
        self._watchdog.beat()
        failure = self._sound.reopen(self._wait)
        if failure is None:
            _LOG.warning("the sound is back")
            self._assistant.regain_sound(self._sound.stream)
        return failure

    def _wait(self) -> None:
        """Let the session see the time pass while no sound moves."""
        self._watchdog.beat()
        self._assistant.tick()
