"""A Cloud API with one large file, in a process of its own; prints its address.

Nothing but files: it must cost the measured process nothing, and hold no file itself.
"""

import hashlib
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BLOCK = b"%PDF-1.4 " + bytes(range(1, 248)) * 265
SIZE = int(sys.argv[1])


def blocks():
    left = SIZE
    while left:
        part = BLOCK[:left]
        yield part
        left -= len(part)


def _digest():
    digest = hashlib.sha256()
    for block in blocks():
        digest.update(block)
    return digest.hexdigest()


DIGEST = _digest()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if not self.path.startswith("/_media/"):
            url = f"http://127.0.0.1:{self.server.server_port}/_media/1"
            self._answer({"url": url, "sha256": DIGEST, "file_size": SIZE, "id": "1"})
            return
        self.send_response(200)
        self.send_header("Content-Length", str(SIZE))
        self.end_headers()
        for block in blocks():
            self.wfile.write(block)

    def do_POST(self):
        left = int(self.headers["Content-Length"])
        while left:
            left -= len(self.rfile.read(min(left, 1 << 16)))
        self._answer({"id": "2"})

    def _answer(self, document):
        body = json.dumps(document).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments):
        """Silent."""


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(f"http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
