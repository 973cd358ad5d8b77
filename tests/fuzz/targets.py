"""All readers of Floe's that take what somebody else may have written, by name."""

import contextlib
import io
import itertools
import json
import shutil
import zipfile
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path

import numpy as np
import soundfile

from audio import wave
from floe.document import Document
from floe.errors import FloeError
from intents.library import Intents
from models.archive import unpack
from models.catalogue import Catalogue
from models.errors import ModelBroken
from models.folder import CHECKSUMS, FEATURES, GRAPH, WORDS, ModelFolder
from tests.fuzz.contract import Target
from tests.fuzz.recordings import write_recording
from tests.fuzz.responses import fetch
from voice import prompts
from voice.config import Config
from voice.person import journal_of, to_spoken, validate_name
from voice.recording.codec import decode
from voice.recording.file import Recorded
from voice.rehearsal.scenario.scenario import SHIPPED, Scenario
from voice.rehearsal.studio import NAMES

ROOT = Path(__file__).parents[2]
_STARTS = datetime.fromisoformat("2026-11-22T09:00:00+01:00")


def _texts(*names: str) -> Iterator[bytes]:
    yield from ((ROOT / name).read_bytes() for name in names)


def _intents() -> Iterator[bytes]:
    yield b"""language: en
intents:
  Stop:
    data:
      - sentences: ["stop", "[please] (stop|halt) <now>", "{n} minute[s]", "(a;b) {1..3:x}"]
        slots: {fine: true}
        lists: {own: {values: [one, {in: "tw[o]", out: 2}]}}
expansion_rules: {now: "at once | [right] now"}
lists:
  n: {range: {from: 1, to: 9, step: 2, fractions: halves, multiplier: 1.5}}
  any: {wildcard: true}
"""


def _scenario(path: Path) -> None:
    scenario = Scenario.load(path, NAMES)
    before = None
    for run in scenario.runs:
        before = run.date(before)
    folder = path.parent / "rehearsal"
    assert (folder / scenario.name).resolve().parent == folder.resolve()


def _scenarios() -> Iterator[bytes]:
    yield from (path.read_bytes() for path in sorted(SHIPPED.glob("*.yaml")))


def _sounds() -> Iterator[bytes]:
    tone = (8000 * np.sin(np.arange(3000) / 5)).astype(np.int16)
    for kind, subtype in (
        *(("WAV", each) for each in ("PCM_16", "FLOAT", "ULAW", "IMA_ADPCM", "MS_ADPCM", "GSM610")),
        *(("AIFF", "PCM_24"), ("CAF", "ALAC_16"), ("AU", "PCM_S8"), ("W64", "PCM_16")),
        *(("FLAC", "PCM_16"), ("OGG", "VORBIS"), ("OGG", "OPUS"), ("MP3", "MPEG_LAYER_III")),
    ):
        buffer = io.BytesIO()
        soundfile.write(buffer, tone, 16_000, format=kind, subtype=subtype)
        yield buffer.getvalue()


def _archives() -> Iterator[bytes]:
    for packing in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", packing) as made:
            for name in ("m/am/final.mdl", "m/conf/mfcc.conf", "m/README"):
                made.writestr(name, name * 3)
        yield buffer.getvalue()


def _unpack(path: Path) -> None:
    target = path.parent / "unpacked"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    around = set(path.parent.iterdir())
    # The store says what the disk says, as that a name is too long for it.
    with contextlib.suppress(OSError):
        unpack(path, target)
    assert set(path.parent.iterdir()) == around, "wrote outside of its folder"


def _understand(path: Path) -> None:
    _floe().match(path.read_bytes().decode("utf-8", "surrogateescape"))


@cache
def _floe() -> Intents:
    return Intents.load()


def _phrases() -> Iterator[bytes]:
    yield from (
        b"make it nine minutes",
        b"my pain is 6.5 of 10",
        b"this is Anna",
        b"it's too cold!",
    )


def _load_intents(path: Path) -> None:
    intents = Intents.load(path)
    for sentence in intents.grammar.sentences(3, 1):
        intents.match(sentence)


def _name(path: Path) -> None:
    try:
        name = validate_name(path.read_bytes().decode("utf-8", "replace"))
    except ValueError as error:
        raise FloeError(str(error)) from error  # as it is told on the command line
    journal = journal_of(name, path.with_name("journal.sqlite"))
    assert journal.parent == path.parent
    journal.touch()
    journal.unlink()
    assert not set(to_spoken(name)) & set("()[]{}<>|;:")


def _account(path: Path) -> None:
    for line in path.read_bytes().decode(errors="replace").splitlines():
        try:
            timed = decode(line, _STARTS)
        except ValueError:
            continue
        str(timed).encode("utf-8")


def _lines() -> Iterator[bytes]:
    start = {"format": 1, "floe": "1", "system": "x", "model": "m", "wake": None}
    event = ["pain", _STARTS.isoformat(), {"level": 5, "when": "before"}]
    head = json.dumps({**start, "date": _STARTS.isoformat(), "events": [event]})
    lines = (
        '{"at":1,"kind":"heard","name":"SetDuration","values":{"minutes":9},"start":0.5,"end":0.9}',
        '{"at":2,"kind":"pressed","name":"Pause","text":"pause"}',
        '{"at":3,"kind":"gap","name":"Asleep","values":{"seconds":60.5}}',
        '{"at":4,"kind":"event","name":"paused","values":{"ice":3.5,"why":"asked"}}',
        '{"at":5,"kind":"phase","name":"paused"}',
        '{"at":6,"kind":"ended","text":"closed"}',
    )
    yield "\n".join([head, *lines]).encode()


def _recording(path: Path) -> None:
    whole = path.with_suffix(".wav")
    write_recording(whole, path.read_bytes())
    Recorded.load(whole)


def _folder_of(name: str) -> Path:
    return Path("model") / name


def _read_model(path: Path) -> None:
    """Read all that Floe reads of a model itself; one file of it is what was given."""
    folder = ModelFolder(next(each for each in path.parents if each.name == "model"))
    (folder.path / "graph").mkdir(exist_ok=True)
    for read in ("words", "costs", "dither", "options"):
        try:
            getattr(folder, read)
        except ModelBroken as error:
            if path.name in str(error):
                raise


def _model(name: str, *seeds: bytes) -> Target:
    return Target(_folder_of(name).as_posix(), _read_model, lambda: seeds)


def _checksums(path: Path) -> None:
    ModelFolder(path.parent)._checksums()


TARGETS: dict[str, Target] = {
    "document": Target("a.yaml", Document.load, lambda: _texts("models/catalogue.yaml")),
    "settings": Target(
        "config.yaml",
        Config.load,
        lambda: [b"microphone: USB\nvoice: en\nwake: coach\npersons: [Anna, Zo\xc3\xab]\n"],
    ),
    "intents": Target("a.yaml", _load_intents, _intents),
    "prompts": Target("a.yaml", prompts.load, lambda: _texts("voice/prompts/en.yaml")),
    "scenario": Target("a.yaml", _scenario, _scenarios),
    "catalogue": Target("a.yaml", Catalogue.load, lambda: _texts("models/catalogue.yaml")),
    "sound": Target("a.wav", lambda path: list(itertools.islice(wave.blocks(path), 500)), _sounds),
    "archive": Target("a.zip", _unpack, _archives),
    "graph": _model(GRAPH, (ROOT / "tests/models/words.fst").read_bytes()),
    "words": _model(WORDS, b"<eps> 0\nstop 1\nna\xc3\xafve 2\n"),
    "features": _model(FEATURES, b"--sample-frequency=16000\n--dither=0\n"),
    "checksums": Target(
        _folder_of(CHECKSUMS).as_posix(), _checksums, lambda: [b"0" * 64 + b"  conf/mfcc.conf\n"]
    ),
    "recording": Target("a.lines", _recording, _lines),
    "account": Target("a.lines", _account, _lines, names_file=False),
    "text": Target("a.txt", _understand, _phrases, names_file=False),
    "name": Target(
        "a.txt", _name, lambda: [b"Anna", "Zo\u00eb O'Brien-Li".encode()], names_file=False
    ),
    "response": Target(
        "a.http",
        fetch,
        lambda: [
            b'HTTP/1.1 200 OK\r\nContent-Length: 4\r\nETag: "a"\r\n\r\nabcd',
            b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/x\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n",
            b"HTTP/1.1 206 Partial\r\nContent-Range: bytes 0-3/4\r\n\r\nabcd",
        ],
        names_file=False,
    ),
}
"""Every reader, by the name of what it reads."""
