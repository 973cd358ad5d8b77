"""Put on the path as ``sitecustomize``: every Python process notes what network it wants.

Sockets of the machine itself (AF_UNIX) are none: the sound server has one. What is noted goes
to the file ``$FLOE_GUARD``, and is refused; so is what a child process of Python does.
"""

import os
import socket
import sys
from pathlib import Path

WANTED = (
    "socket.connect",
    "socket.bind",
    "socket.sendto",
    "socket.sendmsg",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.gethostbyaddr",
)
"""Events of Python's audit."""
PROBE = (("::1", 0),)
"""urllib3, which libvosk's binding imports, binds once to its own machine to learn of IPv6."""


def _guard(event: str, arguments: tuple[object, ...]) -> None:
    if event not in WANTED:
        return
    first = arguments[0]
    if isinstance(first, socket.socket) and first.family == socket.AF_UNIX:
        return
    if event == "socket.bind" and arguments[1:] == PROBE:
        return
    with Path(os.environ["FLOE_GUARD"]).open("a", encoding="utf-8") as log:
        log.write(f"{event} {arguments[1:]} by {sys.argv}\n")
    raise PermissionError(f"no network: {event}")


sys.addaudithook(_guard)
