"""Prints every figure of the README as one Markdown table."""

import argparse
import sys
from pathlib import Path

from bench import commands, cost, orders, rejection
from floe.errors import FloeError
from models.store import Store


def main() -> int:
    """Measure all, or what is named."""
    parts = ("orders", "commands", "rejection", "cost")
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("speech", type=Path, help="the folder of recordings, with manifest.tsv")
    parser.add_argument("--only", choices=parts, action="append", help="measure this part alone")
    parser.add_argument("--model", help="another model, by name or folder")
    options = parser.parse_args()
    if not (options.speech / "manifest.tsv").is_file():
        print(
            f"bench: {options.speech}: no manifest.tsv there; give the folder of recordings",
            file=sys.stderr,
        )
        return 1
    chosen = options.only or parts
    try:
        model = Store().find(options.model) if options.model else Store().current()
        print(f"| {model.name} | |\n|---|---|")
        if "orders" in chosen:
            orders.measure(options.speech, model)
        if "commands" in chosen:
            commands.measure(model)
        if "rejection" in chosen:
            rejection.measure(options.speech, model)
        if "cost" in chosen:
            cost.measure(options.speech, model)
    except FloeError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
