"""The HTTP server: one thread per connection, nothing shared while waiting."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from . import control_http, graph, multipart, page
from .clock import Clock
from .control import Controls
from .http_types import Answer, Request, json_answer
from .journal import Journal
from .media_store import MediaStore
from .webhooks import Deliverer
from .world import World

_LARGEST_BODY = 110 * 1024 * 1024


class Simulator(Controls):
    """The whole stand-in in this process.

    `port` 0 takes a free one; `state_dir` keeps the journal there; `settings` are
    those of `configure`. Use as a context manager or with `start` and `stop`.
    """

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        state_dir: "Path | str | None" = None,
        clock: "Clock | None" = None,
        **settings,
    ) -> None:
        folder = Path(state_dir) if state_dir else None
        files = MediaStore(folder / "media" if folder else None)
        self.world = World(Journal(folder), clock or Clock(), files)
        self.deliverer = Deliverer(self.world)
        self.stopping = threading.Event()
        self._server = _Server((host, port), _Handler)
        self._server.simulator = self
        self.world.base_url = self.url
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), daemon=True
        )
        if settings:
            self.configure(verify=False, **settings)

    @property
    def port(self) -> int:
        return self._server.server_address[1]

    @property
    def url(self) -> str:
        host = str(self._server.server_address[0])
        return f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{self.port}"

    def start(self) -> "Simulator":
        self.deliverer.start()
        self._thread.start()
        return self

    def stop(self) -> None:
        """Ends every connection, also kept-alive and hanging ones."""
        self.stopping.set()
        with self.world.changed:
            self.world.stopping = True
            self.world.changed.notify_all()
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()
        self._server.close_connections()
        self.deliverer.stop()
        self.world.journal.close()

    def __enter__(self):
        return self.start()

    def __exit__(self, *_error) -> None:
        self.stop()

    def answer(self, request: Request) -> Answer:
        """Any request, by path: control, phone page, or Graph."""
        if request.path.startswith("/_sim/"):
            return control_http.handle(self, request)
        if request.path == "/" or request.path.startswith(
            ("/phone", "/static/", "/tour")
        ):
            return page.serve(request)
        self.stopping.wait(graph.latency(self.world, request))
        return graph.handle(self.world, request)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 256
    simulator: Simulator

    def __init__(self, *args) -> None:
        self._open: set[socket.socket] = set()
        super().__init__(*args)

    def process_request(self, request, client_address) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request, client_address) -> None:
        """A client that goes away is no error; anything else is shown."""
        if not self.simulator.stopping.is_set():
            super().handle_error(request, client_address)

    def close_connections(self) -> None:
        for connection in list(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body leave in one packet
    disable_nagle_algorithm = True
    server: _Server

    def _handle(self) -> None:
        try:
            self._answer(self.server.simulator.answer(self._request()))
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        except ValueError as error:
            self.close_connection = True  # what is left of the body is no request
            self._answer(json_answer({"error": str(error)}, 400))
            self._linger()

    do_GET = do_POST = do_DELETE = do_PUT = _handle

    def _request(self) -> Request:
        """Meta shows bodies of known length only; what it does to others is not told."""
        if self.headers.get("Transfer-Encoding"):
            raise ValueError("a Content-Length is needed")
        size = int(self.headers.get("Content-Length") or 0)
        if not 0 <= size <= _LARGEST_BODY:
            raise ValueError("body too large")
        headers = {name.lower(): value for name, value in self.headers.items()}
        kind = headers.get("content-type", "")
        if kind.startswith("multipart/"):
            form = multipart.read(self.rfile, size, kind)
            return Request(self.command, self.path, headers, form=form)
        return Request(self.command, self.path, headers, self.rfile.read(size))

    def _answer(self, answer: Answer) -> None:
        if answer.ending != "answer":
            self.close_connection = True
            if answer.ending == "hang":
                self._hang()
            return
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        length = answer.length if answer.blocks else len(answer.body)
        self.send_header("Content-Length", str(length))
        if self.close_connection:
            self.send_header("Connection", "close")  # or its pool takes it once more
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)
        if answer.blocks:
            self._stream(answer.blocks, length)

    def _stream(self, blocks: Iterator[bytes], length: int) -> None:
        simulator = self.server.simulator
        for block in blocks:
            simulator.stopping.wait(simulator.world.config.block_ms / 1000)
            self.wfile.write(block)
            length -= len(block)
        self.wfile.flush()
        # what was announced and does not come: the client has to notice
        self.close_connection = self.close_connection or length != 0

    def _linger(self) -> None:
        """Closing over unread bytes resets the connection: the answer could be lost."""
        self.wfile.flush()
        self.connection.settimeout(1)
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_WR)
            while self.connection.recv(65536):
                pass

    def _hang(self) -> None:
        """Says nothing until the client gives up or the stand-in stops."""
        self.connection.settimeout(0.5)
        while not self.server.simulator.stopping.is_set():
            try:
                if not self.connection.recv(1, socket.MSG_PEEK):
                    return
            except TimeoutError:
                continue
            except OSError:
                return

    def log_message(self, *_args) -> None:
        """Silent: the journal has it all."""
