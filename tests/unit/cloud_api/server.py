"""A tiny HTTP server that answers what a test has put down for it."""

import json
import socket
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


@dataclass
class Reply:
    status: int = 200
    body: bytes = b"{}"
    headers: dict = field(default_factory=dict)
    # "cut" closes without a word, "half" in the middle of the body, "hang" says nothing
    fault: str = ""


@dataclass
class Seen:
    method: str
    path: str
    query: dict
    headers: dict
    json: object
    body: bytes = b""


class Server:
    """`replies` are given in order, the last one again and again; `seen` is a log."""

    def __init__(self, port):
        self.url = f"http://127.0.0.1:{port}"
        self.replies = [Reply()]
        self.seen = []
        self.released = threading.Event()

    def answer(self, document, status=200, **more):
        self.replies = [Reply(status, json.dumps(document).encode(), **more)]

    def next_reply(self):
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]


@contextmanager
def running():
    httpd = _HttpServer(("127.0.0.1", 0), _Handler)
    httpd.daemon_threads = True
    httpd.world = Server(httpd.server_address[1])
    thread = threading.Thread(
        target=httpd.serve_forever, kwargs={"poll_interval": 0.01}
    )
    thread.start()
    try:
        yield httpd.world
    finally:
        httpd.world.released.set()
        httpd.shutdown()
        httpd.server_close()
        thread.join()


def free_port():
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class _HttpServer(ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """A client that has read enough hangs up, which is no fault of the server's."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _serve(self):
        world = self.server.world
        world.seen.append(self._read())
        reply = world.next_reply()
        if reply.fault == "hang":
            world.released.wait(10)
        if reply.fault in ("hang", "cut"):
            self.close_connection = True
            return
        self._write(reply)

    do_GET = do_POST = do_DELETE = _serve

    def _read(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        url = urlsplit(self.path)
        return Seen(
            self.command,
            url.path,
            {name: values[0] for name, values in parse_qs(url.query).items()},
            dict(self.headers),
            json.loads(body) if body.startswith(b"{") else None,
            body,
        )

    def _write(self, reply):
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if "Transfer-Encoding" not in reply.headers:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        half = reply.fault == "half"
        # a client that has read enough hangs up, which is no fault of the server's
        with suppress(ConnectionError):
            self.wfile.write(reply.body[: len(reply.body) // 2] if half else reply.body)
        self.close_connection = self.close_connection or half

    def log_message(self, *_arguments):
        """Keeps the test output clean."""
