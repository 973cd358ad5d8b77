"""``floe hear`` and ``floe understand``: the recogniser and the intents, without a session."""

import io
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from audio import wave
from floe.errors import FloeError
from intents.library import Intents
from intents.situation import EXPECTED, Situation
from models.store import Store
from voice.errors import RecordingsFailed
from voice.recognizer.command_recognizer import CommandRecognizer, RecognitionResult


def load_recognizer(model: str | None, intents: Path | None) -> CommandRecognizer:
    """Load a model, by name or folder, for a hassil file; by default Floe's own.

    Raises:
        FloeError: the intents or the model cannot be loaded.
    """
    store = Store()
    folder = store.find(model) if model else store.current()
    return CommandRecognizer(folder, Intents.load(intents))


def hear(
    files: Sequence[Path],
    recognizer: CommandRecognizer,
    situation: Situation | None,
    *,
    as_json: bool,
    all_: bool,
) -> None:
    """Print a line for each command in ``files``; with ``all_`` also for what is no command.

    What Floe has asked in ``situation`` is expected; without one, nothing is. A file that cannot be
    read is named on stderr, and the others are heard all the same.

    Raises:
        FloeError: files could not be read.
    """
    asked = EXPECTED.get(situation, ()) if situation else ()
    failures = 0
    for file in files:
        try:
            for heard in recognizer.hear(wave.blocks(file), asked):
                if all_ or heard.intent:
                    print(_json(file, heard) if as_json else _line(file, heard), flush=True)
        except FloeError as error:
            print(f"floe: {error}", file=sys.stderr)
            failures += 1
    if failures:
        raise RecordingsFailed(f"{failures} of {len(files)} recordings could not be heard")


def standard_input() -> Iterator[str]:
    """Yield the lines of standard input that are not empty; what is not UTF-8 is no word."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    yield from filter(None, map(str.strip, sys.stdin or ()))


def understand(texts: Iterable[str], intents: Path | None, *, as_json: bool) -> None:
    """Print the intent of each of ``texts`` and its slots, or that it is no command, a line each.

    Raises:
        FloeError: the intents cannot be loaded.
    """
    library = Intents.load(intents)
    for text in texts:
        intent = library.match(text)
        slots = dict(intent.slots) if intent else {}
        name = intent.name if intent else None
        if as_json:
            print(json.dumps({"text": text, "intent": name, "slots": slots}), flush=True)
        else:
            print(_meaning(name, slots), flush=True)


def _json(file: Path, heard: RecognitionResult) -> str:
    intent = heard.intent
    said = intent or heard.utterance
    return json.dumps(
        {
            "file": str(file),
            "start": round(said.start, 3),
            "end": round(said.end, 3),
            "decided": round(said.decided, 3),
            "text": said.text,
            "intent": intent.name if intent else None,
            "slots": dict(intent.slots) if intent else {},
        }
    )


def _line(file: Path, heard: RecognitionResult) -> str:
    intent = heard.intent
    said = intent or heard.utterance
    meaning = _meaning(intent.name if intent else None, dict(intent.slots) if intent else {})
    return f"{file}  {said.start:7.2f}-{said.end:.2f} s  {said.text}  ->  {meaning}"


def _meaning(name: str | None, slots: dict[str, str | int | float]) -> str:
    values = " ".join(f"{key}={value}" for key, value in slots.items())
    return f"{name or 'no command'} {values}".strip()
