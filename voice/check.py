"""``floe check``: microphone, loudspeaker, voice, model and journal, each tried for real."""

from collections.abc import Callable, Sequence

import numpy as np

from audio.block import to_blocks
from audio.device import list_devices
from audio.errors import MicrophoneSilent
from audio.gain import GainControl
from audio.level import LevelFault, level_fault
from audio.quiet import python_only_stderr
from audio.server import SoundServer
from audio.sound import BLOCK, BLOCK_SECONDS, RATE, SILENCE
from audio.stream import Stream
from audio.tone import tone
from floe.errors import FloeError
from intents.library import Intents
from models.store import Store
from voice.config import Config, journal_path
from voice.errors import CheckFailed
from voice.journal.journal import Journal
from voice.journal.lock import Lock
from voice.recognizer.command_recognizer import CommandRecognizer
from voice.speaker.voice import Voice

_SAID = "what's next"
"""A command that the voice says and the model hears."""
_LISTEN_SECONDS = 3.0
"""How long the microphone is listened to."""
_WORDS_SHOWN = 5
"""How many of the words that a model lacks are named."""
_DULL = "Floe hears much worse with it; take another if you can"
_ADVICE = {
    LevelFault.FAINT: "; too faint: move the microphone nearer, or raise its level",
    LevelFault.LOUD: "; too loud: move the microphone away, or lower its level",
    LevelFault.NOISY: "; hardly above the noise: move the microphone nearer",
}


def check() -> None:
    """Try the journal, the voice, the model and the sound, and print a line for each.

    Raises:
        CheckFailed: at least one of them does not work.
    """
    config = Config.load()
    with Voice(config.voice) as voice:
        trials: dict[str, Callable[[], str]] = {
            "journal": _journal,
            "voice": lambda: _voice(voice),
            "model": lambda: _model(voice),
            "sound": lambda: _sound(config),
        }
        failed = [name for name, trial in trials.items() if not _try(name, trial)]
    if failed:
        raise CheckFailed(f"not working: {', '.join(failed)}")


def _try(name: str, trial: Callable[[], str]) -> bool:
    """Print how a trial went, and return whether it went well."""
    try:
        print(f"{name:<8} ok      {trial()}", flush=True)
    except FloeError as error:
        print(f"{name:<8} FAILED  {error}", flush=True)
        return False
    return True


def _journal() -> str:
    path = journal_path()
    with Lock(path):
        journal = Journal(path)
        sessions = len(journal.record().sessions)
        journal.close()
    if journal.problem:
        raise journal.problem
    return f"{path}, {sessions} sessions"


def _voice(voice: Voice) -> str:
    seconds = len(voice.render(_SAID)) * BLOCK_SECONDS / BLOCK
    return f'said "{_SAID}" in {seconds:.1f} s of sound'


def _model(voice: Voice) -> str:
    folder = Store().current()
    recognizer = CommandRecognizer(folder, Intents.load())
    pause = np.zeros(50 * BLOCK, np.int16)
    sound = np.concatenate([pause, voice.render(_SAID), pause])
    heard = [each.utterance.text for each in recognizer.hear(to_blocks(sound))]
    lacking = recognizer.lacking
    without = f", and lacks {_some(lacking)} of Floe's commands" if lacking else ""
    return f'{folder.name}, {len(folder.words)} words{without}, heard it as "{" / ".join(heard)}"'


def _some(words: Sequence[str]) -> str:
    shown = ", ".join(words[:_WORDS_SHOWN]) + (", ..." if len(words) > _WORDS_SHOWN else "")
    return f"{len(words)} words ({shown})"


def _sound(config: Config) -> str:
    with python_only_stderr():
        return _tried(config)


def _tried(config: Config) -> str:
    for device in list_devices():
        print(f"         device  {device}, {device.inputs} in, {device.outputs} out")
    stream, server = Stream(config.microphone, config.loudspeaker), SoundServer()
    for doubt in stream.doubts:
        print(f"         note    {doubt}")
    if stream.rate < RATE:
        print(f"         note    the microphone gives {stream.rate} Hz, as a telephone: {_DULL}")
    try:
        print(f"         speak   for {_LISTEN_SECONDS:g} seconds, after the tone ...", flush=True)
        heard = _exchanged(stream)
        route = server.route
        problem = route and (route.microphone_problem or route.loudspeaker_problem)
    finally:
        stream.close()
        server.close()
    if problem:
        raise problem
    if all(block == SILENCE for block in heard):
        raise MicrophoneSilent(f"{stream.microphone} is perfectly silent: muted or unplugged?")
    return f"{stream.microphone} with {stream.loudspeaker}, {_loudness(heard)}"


def _exchanged(stream: Stream) -> list[bytes]:
    """Play the tone and return the blocks that are heard in the `_LISTEN_SECONDS` after it."""
    for block in to_blocks(tone("heard")):
        stream.exchange(block)
    return [stream.exchange(SILENCE) for _ in range(round(_LISTEN_SECONDS / BLOCK_SECONDS))]


def _loudness(heard: list[bytes]) -> str:
    """Return how loud the speech and the noise were, with advice where that is not good enough."""
    level = GainControl()
    for block in heard:
        level.feed(block)
    noise = f"noise {level.noise:.0f} dBFS"
    if level.speech is None:
        return f"{noise}; nobody spoke, or hardly: try again, and speak as you will to Floe"
    fault = level_fault(level.speech, level.noise, level.clipped)
    return f"speech {level.speech:.0f} dBFS, {noise}{_ADVICE[fault] if fault else ''}"
