"""A stand-in for ClamAV: PING and INSTREAM over a socket, as `man clamd` has them."""

import contextlib
import socketserver
import threading
from collections.abc import Iterator

LIMIT = 1024 * 1024  # of a stream, bytes
TOO_LONG = b"INSTREAM size limit exceeded. ERROR"
FINE = b"stream: OK"


class Clamd(socketserver.ThreadingTCPServer):
    """Judges by what a file contains: `answers` is {bytes: line}, the first that fits.

    `seen`: what it has scanned. What contains `slow` it holds until `may_go_on` is set.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self, answers: dict[bytes, bytes]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers = answers
        self.seen: list[bytes] = []
        self.slow: bytes | None = None
        self.may_go_on = threading.Event()

    @property
    def address(self) -> str:
        return f"tcp://127.0.0.1:{self.server_address[1]}"


class _Handler(socketserver.StreamRequestHandler):
    server: Clamd

    def handle(self) -> None:
        command = self.rfile.readline()
        if command == b"nPING\n":
            self.wfile.write(b"PONG\n")
        elif command == b"nINSTREAM\n":
            self.wfile.write(self._scanned() + b"\n")

    def _scanned(self) -> bytes:
        data = bytearray()
        for part in self._parts():
            data += part
            if len(data) > LIMIT:
                list(self._parts())
                return TOO_LONG
        if self.server.slow and self.server.slow in data:
            self.server.may_go_on.wait()
        self.server.seen.append(bytes(data))
        fitting = (line for mark, line in self.server.answers.items() if mark in data)
        return next(fitting, FINE)

    def _parts(self) -> Iterator[bytes]:
        while size := int.from_bytes(self.rfile.read(4), "big"):
            yield self.rfile.read(size)


@contextlib.contextmanager
def running(answers: dict[bytes, bytes]) -> Iterator[Clamd]:
    """It listens on a port of its own until the block ends."""
    with Clamd(answers) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.may_go_on.set()
            server.shutdown()
            thread.join()
