"""A scenario of a rehearsal, and the format in which one is written.

A scenario says what a simulated person says to Floe, when and in which room, and what must come of
it. Scenarios are YAML files. The shortest one::

    name: hello
    description: Somebody starts a session and leaves.
    starts: 2026-11-22T09:00:00+01:00
    lines:
      - {at: 3, say: start session}
      - {after: asked_first, say: goodbye}

**Lines.** A line has one trigger: ``at`` so many seconds of audio, ``after`` a prompt was spoken to
its end, or ``during`` a prompt, counted from its beginning. With ``after`` and ``during`` may go
``delay`` in seconds, and ``time``: which time of that prompt is meant, a number or ``every``. A
line has one action: ``say`` a text, ``play`` a file, make a ``noise`` (cough, knock), have a
``radio`` say a text, ``power_cut: true`` or ``end: true``. It may have a ``voice`` and a ``level``
(dB) of its own, ``maybe: true`` if it need not be said, and ``patience``: the seconds after which
it is said once more if Floe stays silent.

**The whole scenario.** It may have a ``voice``, a ``patience``, a ``seed``, and a ``room`` with
``talker`` (dBFS), ``noise`` (silence, pink, hum or a file) and its ``snr`` (dB) or ``noise_level``
(dBFS), ``echo`` (dB), ``echo_delay_ms``, ``echo_drift_ppm``, ``echo_limit`` (dBFS, where the
loudspeaker saturates) and ``reverb`` (s). It ends after ``quiet`` seconds in which nothing is said.
``expect`` says what must have happened: ``heard``, ``said`` and ``events`` in order, ``not_heard``,
``not_said``, the last ``phase``, and the least and most seconds of ``ice``.

**Several runs.** A scenario with ``parts`` instead of ``lines`` starts Floe anew for each part: for
the first at the scenario's ``starts``, for the others at a date of their own, ``later: 2h`` after
the part before has ended, or on the ``next_day: "08:00"``. A ``zone`` (such as Europe/Berlin) says
where the person is from that part on or, beside the scenario's ``starts``, from the first part on:
the clocks are changed in spring and autumn as they are there.
"""

from dataclasses import dataclass
from pathlib import Path

from floe.document import Document
from voice.errors import NoSuchScenario
from voice.rehearsal.room.settings import RoomSettings
from voice.rehearsal.scenario.reader import KnownNames, ScenarioReader
from voice.rehearsal.scenario.run import Expectation, ScenarioRun

SHIPPED = Path(__file__).parent / "scenarios"
"""The folder of the scenarios that come with Floe."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A whole rehearsal: one or several runs of Floe with the same person in the same room."""

    name: str
    description: str
    voice: str
    """The person's voice: one of flite (`slt`, `rms`) or of espeak (`espeak:en-gb`)."""
    seed: int
    """What all random sounds of the rehearsal derive from."""
    room: RoomSettings
    runs: tuple[ScenarioRun, ...]
    expect: Expectation
    """What must have happened by the end of all runs, besides what each run expects."""

    @classmethod
    def load(cls, path: Path, names: KnownNames | None = None) -> "Scenario":
        """Read the file of a scenario; ``names`` are what it may name, and None allows all names.

        Raises:
            DocumentError: the file cannot be read, or what it says is not allowed.
        """
        reader = ScenarioReader(Document.load(path), path.parent, names or KnownNames())
        return cls(
            name=reader.name,
            description=reader.description,
            voice=reader.voice,
            seed=reader.seed,
            room=reader.room(),
            runs=reader.runs(),
            expect=reader.expectation(),
        )

    @classmethod
    def shipped(cls) -> list[str]:
        """Return the names of the scenarios that come with Floe, in alphabetical order."""
        return sorted(path.stem for path in SHIPPED.glob("*.yaml"))

    @classmethod
    def find(cls, name: str) -> Path:
        """Return the file of the scenario ``name`` that comes with Floe, or else the path ``name``.

        Raises:
            NoSuchScenario: there is neither.
        """
        for path in (SHIPPED / f"{name}.yaml", Path(name)):
            if path.is_file():
                return path
        raise NoSuchScenario(
            f"{name}: no such scenario; known are {', '.join(cls.shipped())}, or give a file's path"
        )
