"""A web server that answers every request with the same bytes, and a download from it."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from models.download import Download, RetryPolicy, WantedFile

_ONCE = RetryPolicy(stall=2.0, waits=())


def fetch(path: Path) -> None:
    """Download from a server that answers with what is in the file ``path``."""
    folder = path.parent / "downloads"
    with _answering(path.read_bytes()) as port:
        wanted = WantedFile(f"http://127.0.0.1:{port}/model-en.zip", "0" * 64)
        download = Download(wanted, folder, lambda *_: None, _ONCE)
        try:
            download.run()
        finally:
            download.forget()


@contextmanager
def _answering(answer: bytes) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.01)
        done = threading.Event()
        thread = threading.Thread(target=_serve, args=(server, answer, done))
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            done.set()
            thread.join()


def _serve(server: socket.socket, answer: bytes, done: threading.Event) -> None:
    while not done.is_set():
        with suppress(OSError):
            client, _ = server.accept()
            with client:
                client.settimeout(1.0)
                client.recv(65536)
                client.sendall(answer)
