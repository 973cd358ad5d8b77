"""A web server on this machine that answers as it is told to, also badly."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.patience import PATIENCE

Answer = Callable[["Handler"], None]

TAG = '"first"'


class Server(ThreadingHTTPServer):
    """Has one file, and a list of answers of which each request takes the next."""

    daemon_threads = True

    def __init__(self, content: bytes, answers: list[Answer]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.content = content
        self.answers = answers
        self.asked: list[dict[str, str]] = []
        self.left = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/model-en.zip"

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients leave in the middle here; that is no error."""


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append(dict(self.headers.items()))
        answers = self.server.answers
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        answer(self)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its parent's)
        """Say nothing."""

    def give(self, status: int, body: bytes, **headers: str | int) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def wanted(self) -> int:
        """Return the byte from which on the file is wanted, and may be had."""
        match = self.headers.get("If-Range", TAG) == TAG
        begin = self.headers.get("Range", "bytes=0-").removeprefix("bytes=").removesuffix("-")
        return int(begin) if match else 0


def good(handler: Handler, upto: int | None = None) -> None:
    """Return the file, or the rest of it, as HTTP says; only ``upto`` a byte if told so."""
    content, begin = handler.server.content, handler.wanted()
    size = len(content)
    if begin >= size:
        handler.give(416, b"", Content_Length=0, Content_Range=f"bytes */{size}")
    elif begin:
        span = f"bytes {begin}-{size - 1}/{size}"
        body = content[begin:upto]
        handler.give(206, body, Content_Length=size - begin, Content_Range=span, ETag=TAG)
    else:
        handler.give(200, content[:upto], Content_Length=size, ETag=TAG)


def breaks_off(upto: int) -> Answer:
    return partial(good, upto=upto)


def stalls(upto: int) -> Answer:
    def answer(handler: Handler) -> None:
        good(handler, upto)
        handler.server.left.wait(PATIENCE)

    return answer


def silent(handler: Handler) -> None:
    handler.server.left.wait(PATIENCE)


def no_range(handler: Handler) -> None:
    content = handler.server.content
    handler.give(200, content, Content_Length=len(content))


def another_part(handler: Handler) -> None:
    content = handler.server.content
    size = len(content)
    span = f"bytes 0-{size - 1}/{size}"
    handler.give(206, content, Content_Length=size, Content_Range=span)


def says(length: int) -> Answer:
    """Lie about the length."""

    def answer(handler: Handler) -> None:
        handler.give(200, handler.server.content, Content_Length=length)

    return answer


def no_length(handler: Handler) -> None:
    handler.give(200, handler.server.content)


def chunks(*, whole: bool) -> Answer:
    def answer(handler: Handler) -> None:
        content = handler.server.content
        body = f"{len(content):x}\r\n".encode() + content + b"\r\n0\r\n\r\n"
        handler.protocol_version = "HTTP/1.1"
        handler.close_connection = True
        handler.give(200, body if whole else body[:-100], Transfer_Encoding="chunked")

    return answer


def refuses(status: int) -> Answer:
    return lambda handler: handler.give(status, b"no", Content_Length=2)


def leads_to(url: str) -> Answer:
    return lambda handler: handler.give(302, b"", Content_Length=0, Location=url)


@contextmanager
def serving(content: bytes, *answers: Answer) -> Iterator[Server]:
    with Server(content, list(answers) or [good]) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.left.set()
            server.shutdown()
            thread.join()
