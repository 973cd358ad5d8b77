"""One request for a file, or for the rest of it, over HTTPS.

`models.download` makes as many of them as a download needs. Plain HTTP is allowed to this computer
itself only.
"""

import contextlib
import socket
import ssl
from collections.abc import Iterator
from http import HTTPStatus
from http.client import HTTPException, HTTPMessage, HTTPResponse, InvalidURL
from string import punctuation
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from floe.text import one_line
from models.errors import DownloadFailed

_TEMPORARY = (
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
)
"""Answers of a server after which another try may succeed."""
_PERMANENT = (socket.gaierror, ssl.SSLCertVerificationError, PermissionError)
"""Reasons why there is no connection that do not pass in a few seconds."""
_MOST_REDIRECTS = 10
"""How many redirects are followed, one after the other."""
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
"""The names of this computer itself."""


class RetryableError(Exception):
    """A request failed in a way in which the next one may not."""


class PartMismatch(RetryableError):
    """The part that is here is not of the server's file, which must be sent from its start."""


def open_request(url: str, have: int, tag: str | None, stall: float) -> HTTPResponse:
    """Request the file at ``url`` and return the response, whose body is still to be read.

    ``have`` is the number of bytes that are here already; only the rest is asked for. ``tag`` is
    the validator (ETag or Last-Modified) of the file they are from: if the server's file has
    another one, the whole file is sent. The request fails if nothing comes for ``stall`` seconds,
    now or while the body is read.

    Raises:
        RetryableError: another try may succeed.
        PartMismatch: another try may succeed, but from the start of the file.
        DownloadFailed: another try would fail too.
    """
    require_https(url)
    wanted = Request(url, headers={"User-Agent": "floe"})  # noqa: S310 (checked above)
    if have:
        wanted.add_header("Range", f"bytes={have}-")
        if tag:
            wanted.add_header("If-Range", tag)
    try:
        response: HTTPResponse = build_opener(_Redirects(url)).open(wanted, timeout=stall)
    except (InvalidURL, UnicodeError) as error:
        problem = one_line(str(error))
        raise DownloadFailed(f"{url}: leads to what is no address: {problem}") from error
    except HTTPError as error:
        with error:
            raise _refused(url, error) from error
    except URLError as error:
        why = f"cannot be reached: {one_line(str(error.reason))}"
        if isinstance(error.reason, _PERMANENT):
            raise DownloadFailed(f"{url}: {why}") from error
        raise RetryableError(why) from error
    return response


def require_https(url: str, first: str | None = None) -> None:
    """Make sure that ``url`` is HTTPS, or HTTP to this computer itself.

    ``first`` is the address that was redirected to ``url``, if any: what began with HTTPS must stay
    HTTPS.

    Raises:
        DownloadFailed: it is neither.
    """
    way = "is" if first is None else f"leads to {one_line(url)}, which is"
    try:
        address = urlsplit(url)
        _ = address.port
    except ValueError as error:
        raise DownloadFailed(f"{first or url}: {way} no address: {error}") from error
    local = address.scheme == "http" and address.hostname in _LOOPBACK
    if address.scheme != "https" and not (local and (not first or first.startswith("http:"))):
        raise DownloadFailed(f"{first or url}: {way} not HTTPS; refused")


@contextlib.contextmanager
def retryable_errors() -> Iterator[None]:
    """Turn the errors of the network while a response is read into `RetryableError`."""
    try:
        yield
    except TimeoutError as error:
        raise RetryableError("the server sends nothing any more") from error
    except (HTTPException, ConnectionError, ssl.SSLError) as error:
        problem = one_line(str(error).strip() or type(error).__name__)
        raise RetryableError(f"the connection broke off: {problem}") from error


def _refused(url: str, error: HTTPError) -> Exception:
    answer = f"the server answers {error.code} {one_line(' '.join(str(error.reason).split()))}"
    if error.code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
        return PartMismatch("the part that is here does not fit the server's file")
    if error.code in _TEMPORARY:
        return RetryableError(answer)
    return DownloadFailed(f"{url}: {answer}")


class _Redirects(HTTPRedirectHandler):
    """Follows redirects, but only to where `require_https` allows, and not for ever."""

    def __init__(self, first: str) -> None:
        self._first = first
        self._left = _MOST_REDIRECTS

    def http_error_302(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage
    ) -> HTTPResponse | None:
        """Follow a redirect; what else comes with it may be endless, and is not read.

        Raises:
            DownloadFailed: it leads away from HTTPS, to no address, or to the next one for ever.
        """
        fp.close()
        self._left -= 1
        if self._left < 0:
            raise DownloadFailed(f"{self._first}: the server answers {code} again and again")
        try:
            # Headers are bytes that urllib has read as Latin-1.
            target = quote(headers.get("Location", ""), safe=punctuation, encoding="latin-1")
            url = urljoin(req.full_url, target)
        except ValueError as error:
            problem = f"{self._first}: leads to what is no address: {error}"
            raise DownloadFailed(problem) from error
        require_https(url, self._first)
        following = self.redirect_request(req, fp, code, msg, headers, url)
        found: HTTPResponse | None = None
        if following:
            found = self.parent.open(following, timeout=req.timeout)
        return found

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302
