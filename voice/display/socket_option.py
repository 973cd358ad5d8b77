"""What the system is told of a client's socket."""

import contextlib
import socket
import struct
import sys

SEND_BUFFER = 32_768
"""Bytes for the system, and as many for Python, to keep of what a client has not read yet."""
_LOST_MILLISECONDS = 10_000
"""After which a connection counts as lost where nothing comes back of what is sent."""
_OPTIONS = (
    ("SOL_SOCKET", "SO_KEEPALIVE", 1),
    ("SOL_SOCKET", "SO_SNDBUF", SEND_BUFFER),
    ("IPPROTO_TCP", "TCP_NODELAY", 1),
    ("IPPROTO_TCP", "TCP_USER_TIMEOUT", _LOST_MILLISECONDS),
    ("IPPROTO_TCP", "TCP_KEEPIDLE", 5),
    ("IPPROTO_TCP", "TCP_KEEPINTVL", 3),
    ("IPPROTO_TCP", "TCP_KEEPCNT", 3),
)
_NO_LINGER = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)


def limit(client: socket.socket) -> None:
    """Let the system find out within 15 s that a client has gone, and keep little for a slow one.

    Not every system has each of these options.
    """
    for level, name, value in _OPTIONS:
        with contextlib.suppress(OSError, AttributeError):
            client.setsockopt(getattr(socket, level), getattr(socket, name), value)


def reset_on_close(client: socket.socket) -> None:
    """Let closing be a reset, which leaves nothing behind where closing would for a minute."""
    with contextlib.suppress(OSError):
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
