"""The loop that moves the sound of a live run, whatever becomes of the devices."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime
from itertools import chain, repeat

from audio.errors import Asleep, DeviceError, DeviceLost, SoundLate
from audio.tone import tone
from voice.assistant import Assistant
from voice.components import AssistantComponents
from voice.config import Config
from voice.console import warn
from voice.live.announcement import Announcement
from voice.live.exit import ExitSignals, SignalReceived
from voice.live.sound import LiveSound
from voice.live.watchdog import Watchdog
from voice.notice import Publish, Remark
from voice.session.context import Component
from voice.session.trouble import EXIT_PROMPT, TROUBLE_PROMPTS
from voice.speaker.voice import Voice

_LOG = logging.getLogger(__name__)
_RETRY_SECONDS = (0.2, 0.5, 1.0)
"""Waits before the sound is opened again; the last one is repeated for ever."""
_LAST_WORDS = 3.0
"""Seconds that the tone and the words may take when Floe ends with the ice on the skin."""
_CLOSING = 20.0
"""Seconds from Floe's last word to the end of the process, whatever hangs then: a recording has ten
of them, and the journal five."""


class LiveLoop:
    """The assistant on sound devices that may come and go."""

    def __init__(
        self,
        config: Config,
        parts: AssistantComponents,
        publish: Publish,
        date: Callable[[], datetime],
        voice: Voice,
    ) -> None:
        """Open the devices.

        ``voice`` renders what must be said at once in the worst moments, before they come.

        Raises:
            audio.errors.DeviceError: one of its leaves.
        """
        self._sound = LiveSound(config)
        self._watchdog = Watchdog(self._alarm)
        self._publish = publish
        self._assistant = Assistant(self._sound.stream, parts, publish, date, config.wake)
        self._late = False
        """Whether the newest block was late."""
        self._check: Callable[[], None] = lambda: None
        """Raises what is to end the loop."""
        self._held_up = Announcement(voice, TROUBLE_PROMPTS[Component.LAG])
        self._last_words = Announcement(voice, EXIT_PROMPT)
        self._unsaid = threading.Lock()
        """Free until the last words are begun."""

    def run(self, exits: ExitSignals) -> None:
        """Run until Floe leaves.

        Whatever else ends it, with the ice on the skin that is said first.

        Raises:
            SignalReceived: a signal has ended it.
        """
        self._publish(Remark(f"Floe hears {self._sound.devices}"))
        latency = self._sound.stream.latency
        _LOG.info("the sound is open, %.2f s from loudspeaker to microphone", latency)
        self._check = exits.check
        exits.on_signal = self._say_last_words
        exits.polled = True
        try:
            while self._step():
                self._check()
                if exits.stop_asked:
                    self._stand_still(exits)
        except SignalReceived as received:
            self._cut_off(received.name)
            raise
        except Exception as error:
            self._cut_off(type(error).__name__)
            raise
        finally:
            exits.end_within(_CLOSING)
            self._held_up.close()
            self._last_words.close()
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
        self._keep_up(held_up=self._watchdog.beat())
        return on

    def _keep_up(self, *, held_up: bool) -> None:
        """Say once that Floe cannot keep up with the sound, and when it can again."""
        stream, lagging = self._sound.stream, Component.LAG in self._assistant.failing
        if self._late and not stream.late:
            self._assistant.realign()
        self._late = stream.late
        if (held_up or stream.late) and not lagging:
            error = SoundLate(
                f"Floe is held up: {stream.lag:.1f} s of sound came too late or were lost; "
                "end other programs that keep the computer busy"
            )
            self._assistant.fail(Component.LAG, error)
        elif lagging and not (held_up or stream.lagging):
            self._assistant.mend(Component.LAG)

    def _say_last_words(self) -> None:
        """Have the ice taken off where it is on, once; any thread may call this."""
        if self._assistant.massaging and self._unsaid.acquire(blocking=False):
            self._sound.interject(self._last_words.sound)
            warn("Floe ends; take the ice off your skin")

    def _cut_off(self, why: str) -> None:
        """End in the middle of a massage, because of ``why``: it is said, and in the journal."""
        if not self._assistant.massaging:
            return
        self._say_last_words()
        try:
            self._assistant.cut_off(why)
        except Exception:  # noqa: BLE001 (what ended Floe may be in the session itself)
            _LOG.critical("the session could not be told that Floe ends", exc_info=True)
        self._sound.play_out(_LAST_WORDS)

    def _stand_still(self, exits: ExitSignals) -> None:
        """Stop as Ctrl-Z wants it, once the ice is off; after that, what was missed is a lag."""
        self._cut_off("SIGTSTP")
        exits.stop()
        if self._unsaid.locked():
            self._unsaid.release()

    def _alarm(self) -> None:
        """Tell at once what the speaker cannot: it waits for the same loop."""
        massaging = self._assistant.massaging
        self._sound.interject(self._held_up.sound if massaging else tone("trouble"))
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
            self._wait()
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
        """Let the session see the time pass while no sound moves.

        Raises:
            SignalReceived: a signal is to end Floe.
        """
        self._check()
        self._watchdog.beat()
        self._assistant.tick()
