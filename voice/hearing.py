"""``floe hear`` and ``floe understand``: the recogniser and the intents, without a session."""

import io
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from audio import wave
from floe.errors import FloeError
from intents.intent import Intent
from intents.library import Intents
from intents.situation import EXPECTED, Situation, useless
from intents.understanding import Meaning, Understanding, Verdict
from models.store import Store
from voice.comprehension import Comprehension
from voice.errors import RecordingsFailed
from voice.recognizer.command_recognizer import CommandRecognizer
from voice.recognizer.utterance import Utterance

_SHOWN = 3
"""How many meanings are shown as the reason of an answer."""


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
    ignored = useless(situation) if situation else ()
    comprehension = Comprehension(recognizer.understanding)
    failures = 0
    for file in files:
        try:
            for heard in recognizer.hear(wave.blocks(file), asked):
                meaning = comprehension.comprehend(heard, situation, ignored)
                intent = meaning.intent if meaning.verdict is Verdict.ACT else None
                if all_ or intent:
                    show = _json if as_json else _line
                    print(show(file, intent, heard.utterance), flush=True)
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


def understand(
    texts: Iterable[str],
    intents: Path | None,
    situation: Situation | None,
    *,
    as_json: bool,
    why: bool,
) -> None:
    """Print the intent of each of ``texts`` and its slots, or that it is no command, a line each.

    With ``why`` it is added how sure that is, and what else may be meant.

    Raises:
        FloeError: the intents, or what was learnt, cannot be loaded.
    """
    understanding = Understanding.load(Intents.load(intents))
    ignored = useless(situation) if situation else ()
    for text in texts:
        meaning = understanding.understand(text, situation, ignored)
        intent = meaning.intent if meaning.verdict is Verdict.ACT else None
        slots = dict(intent.slots) if intent else {}
        name = intent.name if intent else None
        if as_json:
            reasons = {"why": _reasons(meaning)} if why else {}
            print(json.dumps({"text": text, "intent": name, "slots": slots, **reasons}), flush=True)
        else:
            print(_meaning(name, slots) + (f"  ({_in_words(meaning)})" if why else ""), flush=True)


def _reasons(meaning: Meaning) -> dict[str, object]:
    return {
        "by": "what was learnt" if meaning.likelihoods else "a template",
        "verdict": meaning.verdict.value,
        "likeliest": dict(_likeliest(meaning)),
    }


def _in_words(meaning: Meaning) -> str:
    if not meaning.likelihoods:
        return "a template" if meaning.intent else "nothing to go by"
    ask = "too doubtful, so it is asked; " if meaning.verdict is Verdict.ASK else ""
    return ask + ", ".join(f"{name} {chance:.0%}" for name, chance in _likeliest(meaning))


def _likeliest(meaning: Meaning) -> list[tuple[str, float]]:
    ranked = sorted(meaning.likelihoods.items(), key=lambda each: -each[1])
    return [(name, round(chance, 3)) for name, chance in ranked[:_SHOWN]]


def _json(file: Path, intent: Intent | None, utterance: Utterance) -> str:
    said = intent or utterance
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


def _line(file: Path, intent: Intent | None, utterance: Utterance) -> str:
    said = intent or utterance
    meaning = _meaning(intent.name if intent else None, dict(intent.slots) if intent else {})
    return f"{file}  {said.start:7.2f}-{said.end:.2f} s  {said.text}  ->  {meaning}"


def _meaning(name: str | None, slots: dict[str, str | int | float]) -> str:
    values = " ".join(f"{key}={value}" for key, value in slots.items())
    return f"{name or 'no command'} {values}".strip()
