"""Gives damaged and hostile inputs to Floe's readers: ``make fuzz``, or ``python -m tests.fuzz``.

Each reader is fuzzed in a process of its own by atheris, which changes inputs such that they reach
new lines of the code. It begins with the seeds of `tests.fuzz.targets`, and goes on from what it
has found before in ``build/fuzz``. What was kept in ``tests/fuzz/corpus`` is tried by the tests.
"""

import argparse
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
_SECONDS = 60
_MEGABYTES = 2000
_INPUTS = re.compile(r"stat::number_of_executed_units:\s*(\d+)|^#(\d+)", re.MULTILINE)


def main() -> int:
    """Fuzz each target, print how many inputs it had, and return 1 if one broke its promise."""
    from tests.fuzz.targets import TARGETS

    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=main.__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--seconds", type=int, default=_SECONDS, help="for each (default: 60)")
    parser.add_argument("--out", type=Path, default=ROOT / "build/fuzz", help="what was found")
    options = parser.parse_args()
    broken = 0
    for name in options.targets or TARGETS:
        found = options.out / name / "found"
        inputs, bad = _fuzz(name, options.out / name, options.seconds)
        broken += bad
        print(f"{name:<10} {inputs:>9} inputs  {f'BROKEN: {found}' if bad else 'ok'}", flush=True)
    return 1 if broken else 0


def _fuzz(name: str, folder: Path, seconds: int) -> tuple[int, bool]:
    """Return how many inputs a reader had, and whether it broke its promise."""
    from tests.fuzz.targets import TARGETS

    for part in ("seeds", "corpus", "found"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(TARGETS[name].seeds()):
        (folder / "seeds" / str(number)).write_bytes(seed)
    command: list[str | Path] = [
        *(sys.executable, "-m", "tests.fuzz.worker", name, folder / "corpus", folder / "seeds"),
        *(f"-max_total_time={seconds}", "-print_final_stats=1", "-max_len=20000", "-timeout=30"),
        *(f"-rss_limit_mb={_MEGABYTES}", f"-artifact_prefix={folder / 'found'}/"),
    ]
    with (folder / "log.txt").open("w", encoding="utf-8") as log:
        done = subprocess.run(command, cwd=ROOT, stdout=log, stderr=log, check=False)
    counts = _INPUTS.findall((folder / "log.txt").read_text(encoding="utf-8", errors="replace"))
    return max((int(final or shown) for final, shown in counts), default=0), done.returncode != 0


if __name__ == "__main__":
    sys.exit(main())
