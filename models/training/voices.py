"""Speaks sentences with synthesised voices, to train on.

Some voices are never used here, so that what is measured with them is fair: flite's `slt` and
`rms`, festival's `cmu_us_slt_arctic_hts`, espeak-ng's `en-gb-scotland`, and espeak-ng's variants
`f3` and `m6` in any language.
"""

import hashlib
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from models.training.data import TrainingRecording
from models.training.errors import MissingToolError, SpeechError

_PROGRAMS = {
    "espeak-ng": ("espeak-ng", "the package espeak-ng"),
    "flite": ("flite", "the package flite"),
    "festival": ("festival", "the package festival"),
    "rhvoice": ("RHVoice-test", "RHVoice with the voices clb and bdl"),
    "pico": ("pico2wave", "the package libttspico-utils"),
}
"""For each engine the program that speaks, and the package that brings it."""

_LANGUAGES = ("en-us", "en-us", "en-us", "en-gb", "en-gb-x-rp", "en-us-nyc", "en-029",
              "en-gb-x-gbclan", "en-gb-x-gbcwmd")  # fmt: skip
_VARIANTS = (
    "Alex", "Alicia", "Andrea", "Andy", "Annie", "Diogo", "Gene", "Gene2", "Henrique", "Hugo",
    "Jacky", "Lee", "Marco", "Mario", "Michael", "Mike", "Mr", "Nguyen", "adam", "anika", "antonio",
    "aunty", "belinda", "benjamin", "boris", "caleb", "david", "ed", "edward", "edward2", "f1",
    "f2", "f4", "f5", "grandma", "grandpa", "gustave", "iven", "iven2", "iven3", "iven4", "john",
    "kaukovalta", "klatt", "klatt2", "klatt3", "klatt4", "klatt5", "klatt6", "linda", "m1", "m2",
    "m3", "m4", "m5", "m7", "m8", "marcelo", "max", "michel", "miguel", "norbert", "pablo", "paul",
    "pedro", "quincy", "rob", "robert", "sandro", "shelby", "steph", "steph2", "steph3", "travis",
    "victor", "zac",
)  # fmt: skip
_FLITE = ("awb", "kal16")
_FESTIVAL = ("kal_diphone", "ked_diphone")
_RHVOICE = ("clb", "bdl")
_PICO = ("en-US", "en-GB")

Shares = Mapping[str, float]
"""How often each engine speaks."""
PLAIN: Shares = {"espeak-ng": 0.5, "flite": 0.3, "festival": 0.2}
"""Formant and diphone synthesis: many voices, few of them like people's."""
TRAINED: Shares = {"rhvoice": 0.5, "pico": 0.5}
"""Synthesis by statistical models of four speakers' recordings, three of them women."""


@dataclass(frozen=True)
class SpeechLine:
    """One sentence to be spoken."""

    text: str
    engine: str
    voice: str
    rate: float
    """Speed; 1 is the voice's own."""
    pitch: int
    """Pitch from 0 to 99; 50 is the voice's own. flite and festival always keep theirs."""

    @property
    def name(self) -> str:
        """The file's name, which only this text in this voice has."""
        content = f"{self.voice} {self.rate:.3f} {self.pitch} {self.text}"
        return f"{self.engine}-{hashlib.sha256(content.encode()).hexdigest()[:16]}"


def cast(
    sentences: Sequence[str], copies: int, seed: int, shares: Shares = PLAIN
) -> list[SpeechLine]:
    """Return each sentence as spoken by `copies` voices, of engines drawn by their shares."""
    rng = random.Random(seed)  # noqa: S311 - no secret
    lines = []
    for text in sentences:
        for _ in range(copies):
            (engine,) = rng.choices(list(shares), list(shares.values()))
            lines.append(
                SpeechLine(
                    text=text,
                    engine=engine,
                    voice=_pick_voice(engine, rng),
                    rate=rng.uniform(0.8, 1.3),
                    pitch=rng.randint(25, 75),
                )
            )
    return lines


def _pick_voice(engine: str, rng: random.Random) -> str:
    if engine == "espeak-ng":
        return f"{rng.choice(_LANGUAGES)}+{rng.choice(_VARIANTS)}"
    voices = {"flite": _FLITE, "festival": _FESTIVAL, "rhvoice": _RHVOICE, "pico": _PICO}
    return rng.choice(voices[engine])


def speak(lines: Sequence[SpeechLine], folder: Path) -> list[TrainingRecording]:
    """Return recordings of all lines, spoken into `folder` unless they are there already.

    Lines of a missing engine of `TRAINED` are left out.

    Raises:
        MissingToolError: an engine of `PLAIN` is missing.
        SpeechError: an engine failed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    engines = {line.engine for line in lines}
    absent = {engine for engine in engines if shutil.which(_PROGRAMS[engine][0]) is None}
    for engine in sorted(absent):
        program, source = _PROGRAMS[engine]
        if engine in PLAIN:
            raise MissingToolError(f"{program} is missing: install {source}")
        sys.stderr.write(f"{program} is missing ({source}): trained without its voices\n")
    lines = [line for line in lines if line.engine not in absent]
    todo = [line for line in lines if not _path(line, folder).exists()]
    with ThreadPoolExecutor(2) as pool:
        singles = [line for line in todo if line.engine != "festival"]
        for _ in pool.map(lambda line: _speak_one(line, folder), singles):
            pass
        festival = [line for line in todo if line.engine == "festival"]
        for _ in pool.map(lambda batch: _speak_festival(batch, folder), _batches(festival)):
            pass
    spoken = [line for line in lines if _path(line, folder).exists()]
    return [
        TrainingRecording(
            name=line.name,
            path=_path(line, folder),
            speaker=f"{line.engine}:{line.voice}",
            words=tuple(line.text.split()),
            group=line.engine,
        )
        for line in spoken
    ]


def _path(line: SpeechLine, folder: Path) -> Path:
    return folder / f"{line.name}.wav"


def _speak_one(line: SpeechLine, folder: Path) -> None:
    path = _path(line, folder)
    part = path.with_suffix(".part.wav")
    command, text = _command(line, part)
    result = subprocess.run(command, input=text.encode(), capture_output=True, check=False)
    if result.returncode != 0 or not part.exists():
        raise SpeechError(f"{line.engine} could not say {line.text!r} with {line.voice}")
    part.rename(path)


def _command(line: SpeechLine, path: Path) -> tuple[list[str], str]:
    """Return the command that speaks a line into a file, and its input."""
    percent = str(round(100 * line.rate))
    if line.engine == "espeak-ng":
        speed = str(round(165 * line.rate))
        command = ["espeak-ng", "-v", line.voice, "-s", speed, "-p", str(line.pitch)]
        return [*command, "-w", str(path), line.text], ""
    if line.engine == "flite":
        stretch = f"duration_stretch={1 / line.rate:.2f}"
        return ["flite", "-voice", line.voice, "--setf", stretch, "-t", line.text, str(path)], ""
    if line.engine == "rhvoice":
        pitch = str(50 + line.pitch)
        command = ["RHVoice-test", "-p", line.voice, "-r", percent, "-t", pitch]
        return [*command, "-o", str(path)], line.text
    text = f"<speed level='{percent}'><pitch level='{50 + line.pitch}'>{line.text}</pitch></speed>"
    return ["pico2wave", "-l", line.voice, "-w", str(path)], text


def _batches(lines: Sequence[SpeechLine]) -> Iterator[list[SpeechLine]]:
    """Yield hundreds of lines of one voice at a time, because festival takes a second to start."""
    for voice in _FESTIVAL:
        own = [line for line in lines if line.voice == voice]
        for start in range(0, len(own), 200):
            yield own[start : start + 200]


def _speak_festival(lines: Sequence[SpeechLine], folder: Path) -> None:
    commands = [f"(voice_{lines[0].voice})"]
    for line in lines:
        commands += [
            f"(Parameter.set 'Duration_Stretch {1 / line.rate:.2f})",
            f'(set! u (utt.synth (Utterance Text "{line.text}")))',
            f'(utt.save.wave u "{_path(line, folder)}" \'riff)',
        ]
    script = "\n".join(commands).encode()
    result = subprocess.run(["festival", "--pipe"], input=script, capture_output=True, check=False)
    if result.returncode != 0:
        raise SpeechError(f"festival failed: {result.stderr.decode(errors='replace')[-200:]}")
