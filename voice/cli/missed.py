"""``floe missed``."""

import argparse

from voice.cli import subcommand
from voice.cli.subcommand import Subcommands


def add(commands: Subcommands) -> None:
    """Add the command."""
    missed = subcommand.add(
        commands, "missed", "what was not understood, if that is kept, and the line to add"
    )
    missed.set_defaults(run=_missed)


def _missed(_: argparse.Namespace) -> None:
    from voice.config import Config
    from voice.missed import path, show

    show(path(), on=Config.load().missed)
