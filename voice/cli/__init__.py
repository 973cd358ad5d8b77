"""The ``floe`` command: what is typed is parsed here and handed to the module that does it."""

import argparse
import contextlib
import io
import os
import sys
from collections.abc import Sequence

from floe.errors import FloeError
from voice.cli import session
from voice.cli.parser import build


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``floe`` and return its exit code.

    0 is done, 1 a failure that is said on stderr, 2 wrong usage, 130 interrupted.
    """
    parser = build()
    options = parser.parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A name that the terminal's encoding lacks is no reason to fail; and who reads by a pipe
        # reads each line when it comes.
        sys.stdout.reconfigure(errors="backslashreplace", line_buffering=True)
    if options.run is not session.run and (option := session.given(options)):
        parser.error(f"{option} is for a session; it goes with no command")
    # Not needed by what ends in the parser, such as `floe --help`.
    from floe import place
    from floe.file import keep_private
    from voice import logs, stdio

    keep_private((place.data(), place.settings(), place.log(), place.cached()))
    listens = options.run is session.run
    with (
        stdio.detached() if listens else contextlib.nullcontext(),
        logs.kept(verbose=options.verbose),
    ):
        return _run(options)


def _run(options: argparse.Namespace) -> int:
    try:
        code = _carry_out(options)
        sys.stdout.flush()
    except BrokenPipeError:
        # Nobody reads on: what is still to be written must not fail again at the exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code


def _carry_out(options: argparse.Namespace) -> int:
    try:
        options.run(options)
    except FloeError as error:
        print(f"floe: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0
