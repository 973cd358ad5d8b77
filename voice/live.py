"""``floe``: the assistant on the real microphone and loudspeaker."""

import contextlib
import signal
import sys
import threading
import time
from dataclasses import replace
from datetime import datetime
from itertools import chain, repeat

from audio import device
from audio.errors import (
    Asleep,
    DeviceError,
    DeviceLost,
    MicrophoneSilent,
    NoDevice,
    NoLoudspeaker,
    NoMicrophone,
    PortAudioMissing,
)
from audio.server import Server
from audio.sound import SILENCE
from audio.stream import Stream
from audio.tone import tone
from intents.library import Intents
from models.folder import ModelFolder
from models.store import Store
from voice.assistant import Assistant, AssistantComponents
from voice.config import Config, household, journal_path
from voice.display.address import Address, Entrance
from voice.display.command import Display
from voice.errors import RecognizerError
from voice.journal.household import Household
from voice.notification import Notifications
from voice.observer import Observer
from voice.person import to_spoken, unknown_words
from voice.recognizer.command_recognizer import CommandRecognizer
from voice.recording.command import recorded
from voice.rehearsal.command import rehearse
from voice.session.context import Component
from voice.speaker.voice import Voice
from voice.watchdog import Watchdog

_ENDED = 128
"""What a shell adds to the number of the signal that ended a program."""
_RETRY_SECONDS = (0.2, 0.5, 1.0)
"""Waits before the sound is opened again, the last one for ever."""
_TICK_SECONDS = 0.5
"""How often the session sees the time pass while no sound moves."""
_HELD_UP = RecognizerError("Floe was held up, and heard nothing meanwhile")


def listen(
    *, record: bool = False, display: bool = False, web: Address | None = None, person: str = ""
) -> None:
    """Listen and coach until the person says goodbye; with no sound devices, rehearse.

    With ``record`` the session is recorded for a bug report, and says so; with ``display`` the
    terminal shows it in large type, and with ``web`` a page that is served there. ``person`` is
    served first; empty, it is whom Floe serves when no name is given.

    Raises:
        FloeError: the settings, the model, the journal, the chosen devices or the address of the
            page cannot be used, or the recording cannot be begun.
    """
    config = Config.load()
    try:
        device.choose("input", config.microphone)
        device.choose("output", config.loudspeaker)
    except (NoDevice, NoMicrophone, NoLoudspeaker, PortAudioMissing) as error:
        print(f"Floe cannot listen here: {error}.\nSo here is a rehearsal, with nobody real in it.")
        rehearse("plain", None)
        return
    signal.signal(signal.SIGTERM, _leave)
    model = Store().current()
    house = Household(journal_path(), person)
    with contextlib.closing(house), contextlib.ExitStack() as stack:
        entrance = stack.enter_context(contextlib.closing(Entrance(web))) if web else None
        journal = house.claim(person)
        voice = stack.enter_context(Voice(config.voice))
        notifications = stack.enter_context(contextlib.closing(Notifications()))
        shown = Display(screen=display)
        intents = Intents.load(persons=_audible(config, model))
        ear = CommandRecognizer(model, intents)
        parts = replace(
            AssistantComponents.open(ear, voice, house, wait=False, recorded=record),
            notify=notifications.show,
        )
        observer = shown.observer
        try:
            if record:
                recording = recorded(observer, model.name, config.wake, journal, _local_time)
                observer = stack.enter_context(recording)
            with device.python_only():
                live = _Live(config, parts, observer)
                with shown.shown(entrance, intents, parts.pressed.put):
                    live.run()
        finally:
            parts.close()


def _audible(config: Config, model: ModelFolder) -> dict[str, str]:
    """Return the names of the house as they are spoken; say which the speech model cannot hear."""
    names = {}
    for name in household(config):
        words = unknown_words(name, model.words)
        if words:
            print(
                f'The speech model does not know "{words[0]}", so "this is {name}" will not be '
                f'heard; start Floe with --person "{name}" instead.'
            )
        else:
            names[to_spoken(name)] = name
    return names


class _Live:
    """The assistant on sound devices that may come and go."""

    def __init__(self, config: Config, parts: AssistantComponents, observer: Observer) -> None:
        self._config = config
        self._stream = self._opened()
        self._server = Server()
        self._watchdog = Watchdog(self._alarm)
        self._observer = observer
        self._devices: tuple[str, str] | None = None
        """What the sound server called the microphone and the loudspeaker last."""
        self._ailing = False
        self._assistant = Assistant(self._stream, parts, observer, _local_time, config.wake)

    def run(self) -> None:
        """Run until Floe leaves."""
        stream = self._stream
        self._observer.noted(
            f"Floe hears {stream.microphone} and speaks through {stream.loudspeaker}."
        )
        try:
            while self._step():
                pass
        finally:
            self._stream.close()
            self._server.close()
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
            self._assistant.trouble(Component.RECOGNISER, _HELD_UP)
        return on

    def _alarm(self) -> None:
        """Tell by tone and terminal what the voice cannot: it waits for the same loop."""
        print("  !     Floe is held up; take the ice off your skin", file=sys.stderr, flush=True)
        self._stream.interject(tone("trouble"))

    def _follow(self) -> None:
        """Take note of other devices that the sound server has given to the stream."""
        route = self._server.route
        # A monitor gives what Floe itself says, and who else plays something.
        self._stream.deaf = route is not None and route.monitor
        if route is None or route.monitor:
            return
        before, self._devices = self._devices, route.names
        if before and before != self._devices:
            devices = f"{route.microphone} and speaks through {route.loudspeaker}"
            self._observer.noted(f"Floe now hears {devices}.")
            # The echo's way is another one.
            self._assistant.regain_sound(self._stream)
            self._ailing = False

    def _examine(self) -> None:
        """Say once what is wrong with a microphone that is open, and when it is no more."""
        ailment = self._ailment()
        if ailment and not self._ailing:
            self._assistant.trouble(Component.MICROPHONE, ailment)
        elif self._ailing and not ailment:
            self._assistant.mended(Component.MICROPHONE)
        self._ailing = ailment is not None

    def _ailment(self) -> DeviceError | None:
        route = self._server.route
        if route and route.ailment:
            return route.ailment
        if self._stream.dead:
            return MicrophoneSilent(
                f"{self._stream.microphone} gives perfect silence; is it muted or unplugged?"
            )
        return None

    def _lose(self, error: DeviceLost) -> None:
        """Say that the sound has gone, before anything that takes time, and get it back."""
        self._ailing = False
        self._assistant.lose_sound(error)
        self._watchdog.beat()
        self._stream.close()
        waits = chain(_RETRY_SECONDS, repeat(_RETRY_SECONDS[-1]))
        told: set[type[DeviceError]] = set()
        while failure := self._reopen():
            if type(failure) not in told:
                told.add(type(failure))
                self._assistant.trouble(Component.MICROPHONE, failure)
            time.sleep(next(waits))
            self._watchdog.beat()
            self._assistant.tick()

    def _wake(self, error: Asleep) -> None:
        """Say that the computer was asleep, with a voice if the devices are awake, too."""
        self._stream.close()
        if self._reopen():
            self._lose(error)
        self._assistant.trouble(Component.SLEEP, error)
        self._assistant.mended(Component.SLEEP)

    def _reopen(self) -> DeviceError | None:
        """Open the sound and go on with it once it moves; give why it does not.

        In a thread, for a sound server that hangs keeps who opens it waiting; the session
        sees the time pass meanwhile.
        """
        self._watchdog.beat()
        outcome: list[Stream | DeviceError] = []
        opening = threading.Thread(target=self._try, args=(outcome,), daemon=True)
        opening.start()
        while opening.is_alive():
            opening.join(_TICK_SECONDS)
            self._watchdog.beat()
            self._assistant.tick()
        (result,) = outcome
        if isinstance(result, DeviceError):
            return result
        self._stream = result
        self._assistant.regain_sound(self._stream)
        return None

    def _try(self, outcome: list[Stream | DeviceError]) -> None:
        try:
            stream = self._opened()
        except DeviceError as error:
            outcome.append(error)
            return
        try:
            stream.exchange(SILENCE)
        except DeviceError as error:
            stream.close()
            outcome.append(error)
        else:
            outcome.append(stream)

    def _opened(self) -> Stream:
        return Stream(self._config.microphone, self._config.loudspeaker)


def _leave(number: int, _: object) -> None:
    """End as on Ctrl-C: the parts are closed, and the session waits for the next start."""
    sys.exit(_ENDED + number)


def _local_time() -> datetime:
    return datetime.now().astimezone()
