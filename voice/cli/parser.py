"""The parser of ``floe``; every command adds its own part to it.

Modules of this package import what carries a command out only when it is: so `floe --help` and
its like are quick, and the sound library is loaded only by what needs it.
"""

import argparse
from importlib.metadata import version

from voice.cli import check, data, hearing, history, missed, models, rehearsal, session


def build() -> argparse.ArgumentParser:
    """Return the parser; what it parses has the function to call with it in ``run``."""
    parser = argparse.ArgumentParser(
        prog="floe",
        description="Coaches one person through an ice massage of a sore back, by voice, offline. "
        "Without a command: listens and coaches; with no microphone it rehearses.",
    )
    parser.add_argument("--version", action="version", version=f"floe {version('floe')}")
    session.add(parser)
    parser.add_argument(
        "--verbose",
        action="store_true",
        help="show the log on stderr: what fails, never what was said",
    )
    commands = parser.add_subparsers(metavar="COMMAND")
    for module in (rehearsal, hearing, missed, history, data, check, models):
        module.add(commands)
    return parser
