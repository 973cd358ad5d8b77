"""What all commands of ``floe`` have in common."""

import argparse
from typing import TypeAlias

Subcommands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001
"""What commands are added to."""


def add(
    commands: Subcommands, name: str, text: str, description: str | None = None
) -> argparse.ArgumentParser:
    """Add a command and return its parser; ``text`` is what the list of commands says of it."""
    parser = commands.add_parser(name, help=text, description=description)
    # An option of `floe`, listed there; it may also be given after the command.
    parser.add_argument(
        "--verbose", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS
    )
    return parser
