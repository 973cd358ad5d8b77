"""``floe``: the assistant on the real microphone and loudspeaker."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace

from audio import device
from audio.errors import DeviceError, NoDevice, NoLoudspeaker, NoMicrophone, PortAudioMissing
from audio.quiet import quiet_stderr
from intents.library import Intents
from models.folder import ModelFolder
from models.store import Store
from voice.boot import boot
from voice.components import AssistantComponents
from voice.config import Config, household, journal_path
from voice.console import warn
from voice.display.address import Address, Entrance
from voice.display.command import Display
from voice.journal.household import Household
from voice.live.exit import ExitSignals
from voice.live.failure_log import log_failure
from voice.live.loop import LiveLoop
from voice.live.notification import Notifications
from voice.local_time import LocalTime
from voice.missed import MissedSayings
from voice.missed import path as missed_path
from voice.person import to_spoken, unknown_words
from voice.publisher import LivePublisher
from voice.recognizer.command_recognizer import CommandRecognizer
from voice.recording.command import recorded
from voice.rehearsal.command import rehearse
from voice.speaker.patience import LIVE
from voice.speaker.voice import Voice

_local_time = LocalTime()


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
    missing_device = _missing_device(config)
    if missing_device:
        print(f"Floe cannot listen here: {missing_device}.")
        _rehearse_instead(record=record, display=display, web=web)
        return
    model = Store().current()
    house = Household(journal_path(), person)
    # All is closed in the opposite order.
    with ExitSignals() as exits, contextlib.closing(house), contextlib.ExitStack() as stack:
        entrance = stack.enter_context(contextlib.closing(Entrance(web))) if web else None
        journal = house.claim(person)
        voice = stack.enter_context(Voice(config.voice, patience=LIVE))
        notifications = stack.enter_context(contextlib.closing(Notifications()))
        shown = Display(screen=display)
        intents = Intents.load(persons=_audible(config, model))
        recognizer = CommandRecognizer(model, intents)
        opened = AssistantComponents.open(
            recognizer, voice, house, wait=False, sound_recorded=record
        )
        parts = replace(opened, notify=notifications.show, boot=boot())
        stack.callback(parts.close)
        recording = None
        if record:
            beginning = recorded(model.name, config.wake, journal, _local_time())
            recording = stack.enter_context(beginning)
        publisher = stack.enter_context(_publisher())
        shown.subscribe(publisher)
        publisher.subscribe("the log", log_failure)
        if config.missed:
            publisher.subscribe("what was missed", MissedSayings(missed_path()))
        if recording:
            publisher.subscribe("the recording", recording, recording.close)
        with quiet_stderr():
            loop = LiveLoop(config, parts, publisher.publish, _local_time, voice)
            with shown.shown(entrance, intents, parts.pressed.put, publisher.publish):
                loop.run(exits)


def _rehearse_instead(*, record: bool, display: bool, web: Address | None) -> None:
    """Rehearse, and say which options of a session are of no use for that."""
    print("So here is a rehearsal, with nobody real in it.")
    wanted = {
        "No page is served: --web shows a real session, and needs sound.": web,
        "Nothing is recorded: --record keeps a real session, and needs sound.": record,
        "Nothing is shown in large type: --display shows a real session, and needs sound.": display,
    }
    for sentence, option in wanted.items():
        if option:
            print(sentence)
    rehearse("plain", None)


def _missing_device(config: Config) -> DeviceError | None:
    """Return why this machine can neither hear nor speak; None where it can.

    Raises:
        DeviceError: the settings name a device that there is not, or several.
    """
    try:
        device.choose("input", config.microphone)
        device.choose("output", config.loudspeaker)
    except (NoDevice, NoMicrophone, NoLoudspeaker, PortAudioMissing) as error:
        return error
    return None


@contextlib.contextmanager
def _publisher() -> Iterator[LivePublisher]:
    """Give a publisher; at the end, tell in the terminal what it could not tell any more."""
    publisher = LivePublisher()
    try:
        yield publisher
    finally:
        for problem in publisher.close():
            warn(problem)


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
