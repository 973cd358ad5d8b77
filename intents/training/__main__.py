"""``python -m intents.training``: learn from the corpus anew, or measure what is learnt."""

import argparse
from pathlib import Path

import torch

from intents.training.calibration import temperature
from intents.training.corpus import Saying, Subset, read, without
from intents.training.evaluation import Figures, measure
from intents.training.saving import save
from intents.training.tuning import MeaningModel, scores, tune

_MODEL = Path(__file__).parents[1] / "en" / "understanding.npz"


def main() -> None:
    """Train, save and print the figures; with ``--left-out``, of each writer in turn."""
    parser = argparse.ArgumentParser(prog="python -m intents.training", description=__doc__)
    parser.add_argument("--out", type=Path, default=_MODEL, help="the file that is written")
    parser.add_argument("--layers", type=int, default=4, help="of the sentence encoder (4)")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--left-out", action="store_true", help="measure on each writer in turn")
    parser.add_argument("--test", action="store_true", help="measure on the writers for that")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    train, dev = read([Subset.TRAIN]), read([Subset.DEV])
    labels = sorted({each.label for each in train})
    if options.left_out:
        for writer in sorted({each.writer for each in train}):
            others = without(writer, train)
            left = [each for each in train if each.writer == writer]
            model = tune(others, labels, layers=options.layers, epochs=options.epochs, seed=1)
            print(f"{writer}: {_figures(model, left, 1.0)}", flush=True)
        return
    model = tune(train, labels, layers=options.layers, epochs=options.epochs, seed=1)
    warmth = temperature(scores(model, dev), dev, labels)
    save(model, warmth, [each.text for each in [*train, *dev]], options.out)
    size = options.out.stat().st_size / 1e6
    print(f"{options.out.name}: {size:.1f} MB, temperature {warmth:.2f}")
    print(f"dev: {_figures(model, dev, warmth)}")
    if options.test:
        print(f"test: {_figures(model, read([Subset.TEST]), warmth)}")


def _figures(model: MeaningModel, sayings: list[Saying], warmth: float) -> Figures:
    chances = torch.softmax(scores(model, sayings) / warmth, dim=1).numpy().astype(float)
    return measure(sayings, model.labels, chances)


if __name__ == "__main__":
    main()
