"""``python -m intents.training``: learn from the corpus anew, or measure what is learnt."""

import argparse
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import torch

from intents.learnt.classifier import Classifier
from intents.library import Intents
from intents.training.calibration import temperature
from intents.training.corpus import Saying, Subset, read
from intents.training.evaluation import Figures, measure, understood
from intents.training.saving import save
from intents.training.tuning import scores, tune
from intents.understanding import LEARNT, Understanding


def main() -> None:
    """Train, save and print the figures; with ``--left-out``, of each writer in turn."""
    parser = argparse.ArgumentParser(prog="python -m intents.training", description=__doc__)
    parser.add_argument("--out", type=Path, default=LEARNT, help="the file that is written")
    parser.add_argument("--layers", type=int, default=4, help="of the sentence encoder (4)")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument(
        "--left-out", type=int, metavar="N", help="leave a part of N of the writers out, in turn"
    )
    parser.add_argument("--test", action="store_true", help="measure on the writers for that")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    train, dev = read([Subset.TRAIN]), read([Subset.DEV])
    learn = partial(_learn, layers=options.layers, epochs=options.epochs)
    if options.left_out:
        # What some writers are missing from must not take the place of what is shipped.
        with TemporaryDirectory() as folder:
            out = Path(folder) / options.out.name
            writers = sorted({each.writer for each in train})
            for number in range(options.left_out):
                left = set(writers[number :: options.left_out])
                learn([each for each in train if each.writer not in left], dev, out)
                unseen = [each for each in train if each.writer in left]
                print(f"{', '.join(sorted(left))}: {_figures(unseen, out)}", flush=True)
        return
    learn(train, dev, options.out)
    print(f"{options.out.name}: {options.out.stat().st_size / 1e6:.1f} MB")
    print(f"dev: {_figures(dev, options.out)}")
    if options.test:
        print(f"test: {_figures(read([Subset.TEST]), options.out)}")


def _learn(train: list[Saying], dev: list[Saying], out: Path, *, layers: int, epochs: int) -> None:
    labels = sorted({each.label for each in train})
    model = tune(train, labels, layers=layers, epochs=epochs, seed=1)
    warmth = temperature(scores(model, dev), dev, labels)
    save(model, warmth, [each.text for each in train], out)


def _figures(sayings: list[Saying], file: Path) -> Figures:
    """Measure with what was saved: it is that which Floe runs."""
    understanding = Understanding(Intents.load(), Classifier.load(file))
    return measure(understood(sayings, understanding))


if __name__ == "__main__":
    main()
