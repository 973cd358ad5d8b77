"""``floe rehearse``."""

import argparse
from pathlib import Path

from voice.cli import subcommand
from voice.cli.subcommand import Subcommands


def add(commands: Subcommands) -> None:
    """Add the command."""
    parser = subcommand.add(
        commands, "rehearse", "a whole session with a simulated person, room and clock"
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "scenario", nargs="?", default="plain", help="a name that --list prints, or a YAML file"
    )
    what.add_argument(
        "--from",
        dest="recording",
        type=Path,
        metavar="FILE",
        help="a session that was recorded with --record: where Floe decides otherwise now",
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="where its three files go (default: the user's data folder)",
    )
    what.add_argument("--list", action="store_true", help="name the scenarios that are here")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> None:
    from voice.rehearsal.command import list_scenarios, rehearse, rehearse_from

    if options.list:
        list_scenarios()
    elif options.recording:
        rehearse_from(options.recording, options.out)
    else:
        rehearse(options.scenario, options.out)
