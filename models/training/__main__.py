"""Trains the bundled model: `python -m models.training --speech DIR --out DIR`."""

import argparse
import importlib
import importlib.util
import sys
from pathlib import Path

import platformdirs

from models.training.errors import MissingToolError, TrainingError

PACKAGES = ("kaldi_native_fbank", "pocketsphinx", "scipy", "torch")
"""What the `training` dependency group adds to Floe's own packages."""


def train(speech: list[Path], out: Path, work: Path) -> None:
    """Run the recipe, which is only imported once all that it needs is there."""
    missing = [name for name in PACKAGES if importlib.util.find_spec(name) is None]
    if missing:
        raise MissingToolError(
            f"{', '.join(missing)} missing: install the dependency group `training`"
        )
    recipe = importlib.import_module("models.training.recipe")
    recipe.Recipe(speech, work).run(out)


def main() -> int:
    """Train; returns the exit code: 0 done, 1 a failure said in one line."""
    parser = argparse.ArgumentParser(prog="python -m models.training", description=__doc__)
    parser.add_argument(
        "--speech", type=Path, required=True, nargs="+", help="folders with a manifest.tsv each"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for the model")
    parser.add_argument(
        "--work",
        type=Path,
        default=platformdirs.user_cache_path("floe", appauthor=False) / "training",
        help="folder for what is made on the way; a run that was stopped goes on from it",
    )
    arguments = parser.parse_args()
    try:
        train(arguments.speech, arguments.out, arguments.work)
    except TrainingError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
