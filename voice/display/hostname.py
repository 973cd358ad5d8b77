"""The names by which other devices know this computer."""

import re
import socket

_HOME_DOMAINS = ("local", "lan", "internal", "home.arpa")
"""Domains of a home network, which nobody on the internet can own: multicast DNS (RFC 6762), what
home routers give, and what is kept for private networks (RFC 8375)."""


def is_own_name(name: str) -> bool:
    """Return whether ``name``, in lower case, is this computer's: its host name, alone or at home.

    A number at its end is allowed for, as multicast DNS adds one where two computers have the same
    name: "kitchen.local" and "kitchen-2.local". Nothing is looked up in the network.
    """
    own = socket.gethostname().lower().rstrip(".")
    short = own.partition(".")[0]
    if not short:
        return False
    asked = name.rstrip(".")
    stem, _, domain = asked.partition(".")
    at_home = domain in _HOME_DOMAINS and re.fullmatch(rf"{re.escape(short)}(-\d+)?", stem)
    return asked in (own, short) or bool(at_home)
