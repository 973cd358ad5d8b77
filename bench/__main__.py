"""Prints every figure of docs/accuracy.md as one Markdown table, and draws them."""

import argparse
import sys
from pathlib import Path

from bench import bargein, commands, comparison, cost, orders, page, rejection
from bench.corpus import Corpus, check_sound
from bench.pool import Pool
from bench.run import Run
from bench.table import Table
from floe.errors import FloeError
from models.store import Store

PARTS = {
    "orders": orders.measure,
    "commands": commands.measure,
    "rejection": rejection.measure,
    "comparison": comparison.measure,
    "bargein": bargein.measure,
    "cost": cost.measure,
}
"""The parts that can be measured, in the order in which they are."""


def main(arguments: list[str] | None = None) -> int:
    """Measure everything, or the parts that are named; return the exit code."""
    options = _parser().parse_args(arguments)
    try:
        _measure(options)
    except FloeError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("speech", type=Path, help="the folder of recordings, with manifest.tsv")
    parser.add_argument(
        "--only", choices=PARTS, action="extend", nargs="+", help="measure these parts alone"
    )
    parser.add_argument("--out", type=Path, help="the folder that bench.html is written to")
    parser.add_argument("--model", help="another model, by name or folder")
    parser.add_argument(
        "--quick",
        type=_positive,
        nargs="?",
        const=10,
        default=1,
        metavar="N",
        help="take one file in N (10); every row says so",
    )
    parser.add_argument(
        "--workers", type=_positive, help="processes that measure; one for each processor if not"
    )
    return parser


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)


def _measure(options: argparse.Namespace) -> None:
    corpus = Corpus(options.speech)
    files = corpus.files
    if options.out:
        page.check(options.out / page.NAME)
    model = Store().find(options.model) if options.model else Store().current()
    remark = f" (one file in {options.quick})" if options.quick > 1 else ""
    with Pool(options.workers) as pool:
        pool.map(check_sound, files)
        run = Run(corpus, model, pool, Table(model.name, remark), options.quick)
        run.prepare()
        for part in options.only or PARTS:
            PARTS[part](run)
    for note in run.notes:
        print(f"<!-- {note} -->")
    if options.out:
        print(f"\n{page.write(run, options.out)}")


if __name__ == "__main__":
    sys.exit(main())
