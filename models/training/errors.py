"""What can go wrong while the acoustic model is trained.

TrainingError, a FloeError
├── MissingToolError      a program or a Python package is not installed
├── SpeechError           a recording or its manifest cannot be used
├── SentenceError         a template of sentences.yaml cannot be read
├── PronunciationError    a word has no pronunciation
├── AlignmentError        a recording cannot be aligned with its words
└── ExportError           the model cannot be written in Vosk's format
"""

from floe.errors import FloeError


class TrainingError(FloeError):
    """Root of all failures of the training recipe."""


class MissingToolError(TrainingError):
    """A program or package that the recipe needs is not installed."""


class SpeechError(TrainingError):
    """A recording, or the manifest of recordings, cannot be used."""


class SentenceError(TrainingError):
    """A sentence template cannot be read."""


class PronunciationError(TrainingError):
    """A word that the model must know has no pronunciation."""


class AlignmentError(TrainingError):
    """A recording does not fit its transcript."""


class ExportError(TrainingError):
    """The model cannot be written in the form that libvosk reads."""
