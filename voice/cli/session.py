"""``floe`` without a command: a session, and its options."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voice.display.address import Address


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of a session to the parser of ``floe``, and make it the default."""
    parser.add_argument(
        "--record",
        action="store_true",
        help="keep the sound and what was decided in a file, for a bug report; said aloud",
    )
    parser.add_argument(
        "--person",
        type=_name,
        metavar="NAME",
        help="whose journal it is, where several people of a house use Floe",
    )
    parser.add_argument(
        "--display",
        action="store_true",
        help="show the time and what goes on in large type, in this terminal",
    )
    parser.add_argument(
        "--web",
        nargs="?",
        const="",
        type=_address,
        metavar="ADDRESS",
        help="show the same as a web page with buttons, at PORT or HOST:PORT "
        "(default: 3563, for this computer alone)",
    )
    parser.set_defaults(run=run)


def given(options: argparse.Namespace) -> str | None:
    """Return the first option among those given that is for a session alone, if there is one."""
    only = {"--record": options.record, "--display": options.display, "--web": options.web}
    return next((option for option, value in only.items() if value), None)


def run(options: argparse.Namespace) -> None:
    """Listen and coach."""
    from voice.live.command import listen

    listen(
        record=options.record,
        display=options.display,
        web=options.web,
        person=options.person or "",
    )


def _name(text: str) -> str:
    from voice.person import validate_name

    try:
        return validate_name(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _address(text: str) -> "Address":
    from voice.display.address import Address

    try:
        return Address.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
