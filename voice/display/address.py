"""Where the web page is served, and who may come there."""

import errno
import ipaddress
import secrets
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from voice.display.hostname import is_own_name
from voice.errors import AddressLost, AddressUnusable, PortTaken
from voice.notice import FailureReported, Remark

PORT = 3563
"""F-l-o-e on a telephone's keys."""
_OWN, _EVERYWHERE6 = "localhost", "::"
_BACKLOG = 4096
"""Connections that the system may keep until they are accepted; many have a lower limit."""
_ELSEWHERE, _ELSEWHERE6 = ("192.0.2.1", 9), ("2001:db8::1", 9)
"""Addresses for documentation (RFC 5737 and 3849): the way to them is asked, nothing is sent."""


@dataclass(frozen=True, slots=True)
class Address:
    """A host and a port to listen on."""

    host: str = "127.0.0.1"
    port: int = PORT
    """0 for any that is free."""

    @classmethod
    def parse(cls, text: str) -> "Address":
        """Read "PORT" or "HOST:PORT", with an IPv6 host in brackets; empty for Floe's own.

        Raises:
            ValueError: it is neither.
        """
        if not text:
            return cls()
        host, _, port = text.rpartition(":")
        if not port.isascii() or not port.isdigit():
            raise ValueError(f"{text!r} is not PORT or HOST:PORT")
        if int(port) > 65535:
            raise ValueError(f"{port} is no port: the last is 65535")
        bare = host.removeprefix("[").removesuffix("]")
        if ":" in host and (bare == host or not _is_ip(bare)):
            raise ValueError(f"{text!r} is not PORT or HOST:PORT; an IPv6 host needs brackets")
        return cls("127.0.0.1" if bare in ("", _OWN) else bare, int(port))


class Entrance:
    """A socket that listens, and the rules of who is let in.

    On the machine itself the page is at "/". For other machines it is at a path that cannot be
    guessed, which is told to who starts Floe and nobody else.
    """

    def __init__(self, address: Address) -> None:
        """Begin to listen.

        Raises:
            AddressUnusable: it cannot be listened on; `PortTaken` where another program does.
        """
        self._host = address.host
        self.socket = _listening(address)
        self.port: int = self.socket.getsockname()[1]
        ip = ipaddress.ip_address(self.socket.getsockname()[0])
        self.open = not ip.is_loopback
        """Whether other machines can come."""
        self._wild = ip.is_unspecified
        self.path = f"/{secrets.token_urlsafe(12)}/" if self.open else "/"
        self._ip = str(ip)
        self._told = self._hosts()

    @property
    def urls(self) -> Sequence[str]:
        """Where the page is to be found: on this computer first, then from elsewhere."""
        return [f"http://{_bracketed(host)}:{self.port}{self.path}" for host in self._hosts()]

    def news(self) -> FailureReported | Remark | None:
        """Return what has changed since the last call in where the page is, if anything has."""
        hosts = self._hosts()
        if hosts == self._told:
            return None
        gone = [host for host in self._told if host not in hosts]
        self._told = hosts
        if gone and len(hosts) <= self._wild:
            again = "" if self._wild else f", or start Floe with --web 0.0.0.0:{self.port}"
            return FailureReported.of(
                AddressLost(
                    f"this computer has lost the address {gone[0]}: no other device reaches the "
                    f"page until the network is back{again}"
                )
            )
        return Remark(f"The page is now at {' and '.join(self.urls)}")

    def _hosts(self) -> list[str]:
        if not self._wild:
            return [self._host] if not self.open or _is_here(self._ip) else []
        families = [socket.AF_INET]
        if self.socket.family == socket.AF_INET6:
            families.append(socket.AF_INET6)
        return ["127.0.0.1", *filter(None, map(_outer_address, families))]

    def admits(self, host: str) -> bool:
        """Whether a browser that asked for ``host``, a Host header, meant this page.

        A name that is not this computer's leads here where another site's owner has let it
        (DNS rebinding); an address has no owner.
        """
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        return name in (_OWN, self._host.lower()) or _is_ip(name) or is_own_name(name)

    def close(self) -> None:
        """Listen no more; closing twice is allowed."""
        self.socket.close()


def _listening(address: Address) -> socket.socket:
    where = f"{_bracketed(address.host)}:{address.port}"
    try:
        found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
        family, *_, place = found[0]
        return socket.create_server(
            place[:2],
            family=family,
            backlog=_BACKLOG,
            dualstack_ipv6=address.host == _EVERYWHERE6 and socket.has_dualstack_ipv6(),
        )
    except (socket.gaierror, UnicodeError):
        raise AddressUnusable(f"--web {where}: there is no host {address.host!r}") from None
    except OSError as error:
        raise _unusable(address, where, error) from None


def _unusable(address: Address, where: str, error: OSError) -> AddressUnusable:
    """Return why it cannot be listened on an address, and what to do."""
    port = address.port + 1 if 1024 <= address.port < 65535 else PORT
    other = f"{_bracketed(address.host)}:{port}"
    if error.errno == errno.EADDRINUSE:
        return PortTaken(
            f"--web {where}: another program uses this port; choose another, "
            f"for instance --web {other}"
        )
    if error.errno == errno.EACCES:
        return AddressUnusable(
            f"--web {where}: this port is not for everybody here; choose another, "
            f"for instance --web {other}"
        )
    if address.host == _EVERYWHERE6 and error.errno in (errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL):
        return AddressUnusable(
            f"--web {where}: this computer has no IPv6; use --web 0.0.0.0:{address.port}"
        )
    if error.errno == errno.EADDRNOTAVAIL:
        return AddressUnusable(f"--web {where}: {address.host} is no address of this computer")
    return AddressUnusable(f"--web {where}: {error.strerror}")


def _outer_address(family: int) -> str | None:
    """Return this computer's address for others, if it has one."""
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_ELSEWHERE6 if family == socket.AF_INET6 else _ELSEWHERE)
        except OSError:
            return None
        name: str = probe.getsockname()[0]
        return name


def _is_here(ip: str) -> bool:
    """Whether an address is one of this computer's, just now."""
    family = socket.AF_INET6 if ":" in ip else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.bind((ip, 0))
    except OSError as error:
        return error.errno != errno.EADDRNOTAVAIL
    return True


def _is_ip(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
