"""A request for a file or the rest of one, over HTTPS or to this machine itself."""

import contextlib
import socket
import ssl
from collections.abc import Iterator
from http import HTTPStatus
from http.client import HTTPException, HTTPMessage, HTTPResponse
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from models.errors import DownloadFailed

_PASSING = (
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
)
"""Answers after which another try may succeed."""
_LASTING = (socket.gaierror, ssl.SSLCertVerificationError, PermissionError)
"""Reasons for no connection that a few seconds do not change."""
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


class RetryableError(Exception):
    """A try failed in a way that the next may not."""


class PartMismatch(RetryableError):
    """The part that is here is no part of the server's file."""


def open_request(url: str, have: int, tag: str | None, stall: float) -> HTTPResponse:
    """Ask for the file at ``url``, from byte ``have`` on if it still has the validator ``tag``.

    Nothing may take longer than ``stall`` seconds to come, neither now nor while it is read.

    Raises:
        BrokenOff: another try may succeed.
        PartUnfit: another try may succeed, but from the start.
        DownloadFailed: it would not.
    """
    require_https(url)
    wanted = Request(url, headers={"User-Agent": "floe"})  # noqa: S310 (permitted above)
    if have:
        wanted.add_header("Range", f"bytes={have}-")
        if tag:
            wanted.add_header("If-Range", tag)
    try:
        response: HTTPResponse = build_opener(_Redirects(url)).open(wanted, timeout=stall)
    except HTTPError as error:
        with error:
            raise _refused(url, error) from error
    except URLError as error:
        why = f"cannot be reached: {error.reason}"
        if isinstance(error.reason, _LASTING):
            raise DownloadFailed(f"{url}: {why}") from error
        raise RetryableError(why) from error
    return response


def require_https(url: str, first: str | None = None) -> None:
    """Let through HTTPS, and HTTP to this machine itself from where it began there too.

    Raises:
        DownloadFailed: ``url``, to which ``first`` may have led, is neither.
    """
    address = urlsplit(url)
    local = address.scheme == "http" and address.hostname in _LOOPBACK
    if address.scheme != "https" and not (local and (not first or first.startswith("http:"))):
        way = "is" if first is None else f"leads to {url}, which is"
        raise DownloadFailed(f"{first or url}: {way} not HTTPS; refused")


@contextlib.contextmanager
def retryable_errors() -> Iterator[None]:
    """Turn what the network does while a response is read into `RetryableError`."""
    try:
        yield
    except TimeoutError as error:
        raise RetryableError("the server sends nothing any more") from error
    except (HTTPException, ConnectionError, ssl.SSLError) as error:
        raise RetryableError(
            f"the connection broke off: {error or type(error).__name__}"
        ) from error


def _refused(url: str, error: HTTPError) -> Exception:
    if error.code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
        return PartMismatch("the part that is here does not fit the server's file")
    if error.code in _PASSING:
        return RetryableError(f"the server answers {error.code} {error.reason}")
    return DownloadFailed(f"{url}: the server answers {error.code} {error.reason}")


class _Redirects(HTTPRedirectHandler):
    """Follows only to where it is safe."""

    def __init__(self, first: str) -> None:
        self._first = first

    def redirect_request(  # noqa: PLR0913, PLR0917 (urllib's)
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> Request | None:
        """Follow, unless it leads away from HTTPS."""
        try:
            require_https(newurl, self._first)
        except DownloadFailed:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)
