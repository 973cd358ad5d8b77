"""One process of fuzzing: gives inputs to one reader until it breaks its promise, or time is up."""

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(
    include=["floe", "intents", "models", "voice", "audio", "hassil", "zipfile", "http.client"]
):
    from tests.fuzz import contract
    from tests.fuzz.contract import check, warm_up
    from tests.fuzz.targets import TARGETS

_SLOWER = 10
"""How many times longer code may take that notes every line that it reaches."""


def main() -> None:
    """Fuzz the reader whose name is the first argument; the others are libFuzzer's."""
    target = TARGETS[sys.argv[1]]
    memory = Path("/dev/shm")  # noqa: S108 (files in memory, in a folder of our own)
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:

        def once(data: bytes) -> None:
            check(target, data, Path(folder))

        contract.SECONDS *= _SLOWER
        warm_up(target, Path(folder))
        atheris.Setup([sys.argv[0], *sys.argv[2:]], once)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
