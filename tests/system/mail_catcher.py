"""A mail server that keeps what it gets: what Odoo really sends, byte for byte."""

import socketserver
import threading


class MailCatcher:
    """Speaks as much SMTP as a client needs; `mails` are the raw messages."""

    def __init__(self):
        self.mails = []
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Session)
        self._server.daemon_threads = True
        self._server.catcher = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.1,))

    @property
    def port(self):
        return self._server.server_address[1]

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_error):
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Session(socketserver.StreamRequestHandler):
    def handle(self):
        self._say("220 catcher")
        for line in self.rfile:
            command = line.strip().upper()
            if command == b"DATA":
                self._say("354 go ahead")
                self.server.catcher.mails.append(self._message())
            if command == b"QUIT":
                self._say("221 bye")
                return
            self._say("250 ok")

    def _message(self):
        lines = []
        for line in self.rfile:
            if line.rstrip(b"\r\n") == b".":
                break
            lines.append(line)
        return b"".join(lines)

    def _say(self, answer):
        self.wfile.write(f"{answer}\r\n".encode())
