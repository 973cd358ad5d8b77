"""The ``floe`` command: what is typed is parsed here and handed to the module that does it."""

import argparse
import contextlib
import io
import logging
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
    from voice import stdio

    stdio.open_missing()
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A name that the terminal's encoding lacks is no reason to fail; and who reads by a pipe
        # reads each line when it comes.
        sys.stdout.reconfigure(errors="backslashreplace", line_buffering=True)
    options = _parse(arguments)
    # Not needed by what ends in the parser, such as `floe --help`.
    from floe import place
    from floe.file import keep_private
    from voice import logs

    keep_private((place.data(), place.settings(), place.log(), place.cached()))
    listens = options.run is session.run
    with (
        stdio.detached() if listens else contextlib.nullcontext(),
        logs.kept(verbose=options.verbose),
    ):
        code = _carry_out(options)
        return code if _printed() else 1


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = build()
    asked = io.StringIO()
    try:
        # The parser ignores what goes wrong when it prints what was asked of it.
        with contextlib.redirect_stdout(asked):
            options = parser.parse_args(arguments)
    except SystemExit:
        if not _printed(asked.getvalue()):
            raise SystemExit(1) from None
        raise
    if options.run is not session.run and (option := session.given(options)):
        parser.error(f"{option} is for a session; it goes with no command")
    return options


def _carry_out(options: argparse.Namespace) -> int:
    try:
        options.run(options)
    except FloeError as error:
        return _complain(str(error))
    except UnicodeEncodeError as error:
        # A library takes no name of a file that is not in its encoding.
        named = error.object.encode(errors="backslashreplace").decode()
        return _complain(f"{named}: not a name in {error.encoding}; give it another one")
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        if error.filename is None:
            return _unprinted(error)
        logging.getLogger(__name__).critical("a file was not expected to fail", exc_info=True)
        return _complain(f"{error.filename}: {error.strerror}")
    return 0


def _complain(text: str) -> int:
    with contextlib.suppress(OSError):
        print(f"floe: {text}", file=sys.stderr, flush=True)
    return 1


def _printed(text: str = "") -> bool:
    """Print ``text``, and return whether all that was printed could be."""
    try:
        print(text, end="")
        sys.stdout.flush()
    except OSError as error:
        _unprinted(error)
        return False
    return True


def _unprinted(error: OSError) -> int:
    """Say that nothing can be printed, unless that is because nobody reads on.

    What is still to be written must not fail again at the exit.
    """
    if not isinstance(error, BrokenPipeError):
        _complain(f"what is printed cannot be written: {error.strerror}")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1
