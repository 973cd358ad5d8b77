"""``floe check``."""

import argparse

from voice.cli import subcommand
from voice.cli.subcommand import Subcommands


def add(commands: Subcommands) -> None:
    """Add the command."""
    parser = subcommand.add(
        commands, "check", "microphone, loudspeaker, voice, model: each tried for real"
    )
    parser.set_defaults(run=_run)


def _run(_: argparse.Namespace) -> None:
    from voice.check import check

    check()
