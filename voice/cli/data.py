"""``floe export`` and ``floe forget``."""

import argparse
from pathlib import Path

from voice.cli import subcommand
from voice.cli.subcommand import Subcommands


def add(commands: Subcommands) -> None:
    """Add the two commands."""
    export = subcommand.add(commands, "export", "all that Floe keeps of you, in one zip file")
    export.add_argument("file", type=Path, metavar="FILE", help="a new one; ends in .zip")
    export.set_defaults(run=_export)
    forget = subcommand.add(commands, "forget", "erase all that Floe keeps of you")
    forget.add_argument("--yes", action="store_true", help="do not ask; for scripts")
    forget.set_defaults(run=_forget)


def _export(options: argparse.Namespace) -> None:
    from voice.config import journal_path
    from voice.data.data import Data
    from voice.data.export import export

    export(Data.of(journal_path(options.person)), options.file, options.person)


def _forget(options: argparse.Namespace) -> None:
    from voice.config import journal_path
    from voice.data.data import Data
    from voice.data.forget import forget

    ask = None if options.yes else input
    forget(Data.of(journal_path(options.person)), options.person, ask)
