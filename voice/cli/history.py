"""``floe history`` and ``floe report``."""

import argparse
from pathlib import Path

from voice.cli import subcommand
from voice.cli.subcommand import Subcommands

_TERMINAL = "-"
"""In the place of a file's name: the terminal, or what stdout is."""


def add(commands: Subcommands) -> None:
    """Add the two commands."""
    history = subcommand.add(commands, "history", "what was done")
    form = history.add_mutually_exclusive_group()
    for name, text in (
        ("plot", "pain and ice drawn into FILE, .svg or .png; without FILE in the terminal"),
        ("csv", "a line for each massage, and for each pain told at another time"),
        ("json", "the same as an object"),
    ):
        form.add_argument(f"--{name}", nargs="?", const=_TERMINAL, metavar="FILE", help=text)
    history.set_defaults(run=_history)
    report = subcommand.add(commands, "report", "one page for a doctor, to print or to show (HTML)")
    report.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help="default: floe-report-DATE.html"
    )
    report.set_defaults(run=_report)


def _history(options: argparse.Namespace) -> None:
    from voice.config import journal_path
    from voice.history import command
    from voice.history.history import History

    history = History.load(journal_path(options.person), options.person)
    command.warn_of_loss(history)
    if options.csv:
        command.give_csv(history, _file(options.csv))
    elif options.json:
        command.give_json(history, _file(options.json))
    elif options.plot:
        command.plot(history, _file(options.plot))
    else:
        command.show(history)


def _report(options: argparse.Namespace) -> None:
    from voice.config import journal_path
    from voice.history.command import warn_of_loss
    from voice.history.history import History
    from voice.history.report import report

    history = History.load(journal_path(options.person), options.person)
    warn_of_loss(history)
    report(history, options.file)


def _file(name: str) -> Path | None:
    return None if name == _TERMINAL else Path(name)
