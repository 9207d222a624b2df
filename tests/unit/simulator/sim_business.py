"""A business that listens on a real port, and the stand-in that tells it things."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import requests

from tests.simulator import demo

ERIKA = "+4915155500001"
NOON = 1795600000.0
AUTHORISED = {"Authorization": f"Bearer {demo.ACCESS_TOKEN}"}
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9


class Callback:
    """Keeps what it was sent; answers with `answers` in turn, then with 200."""

    def __init__(self):
        self.posts = []
        self.answers = []
        self.verify_token = demo.VERIFY_TOKEN
        self._news = threading.Condition()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    @property
    def url(self):
        return f"http://127.0.0.1:{self._server.server_address[1]}/hook"

    @property
    def payloads(self):
        return [json.loads(body) for body, _headers in self.posts]

    @property
    def values(self):
        return [
            change["value"]
            for payload in self.payloads
            for entry in payload["entry"]
            for change in entry["changes"]
        ]

    @property
    def messages(self):
        return [line for value in self.values for line in value.get("messages", [])]

    @property
    def statuses(self):
        return [line for value in self.values for line in value.get("statuses", [])]

    def take(self, body, headers):
        with self._news:
            self.posts.append((body, headers))
            self._news.notify_all()
            return self.answers.pop(0) if self.answers else 200

    def wait_for_posts(self, count, timeout=5):
        with self._news:
            return self._news.wait_for(lambda: len(self.posts) >= count, timeout)

    def start(self):
        self._thread.start()

    def stop(self):
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def _handler(callback):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            query = parse_qs(urlsplit(self.path).query)
            right = query.get("hub.verify_token") == [callback.verify_token]
            self._answer(200 if right else 403, query["hub.challenge"][0].encode())

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self._answer(callback.take(body, dict(self.headers)), b"")

        def _answer(self, status, body):
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args):
            """Silent."""

    return Handler


class Graph:
    """A business's calls, with the demo's token."""

    def __init__(self, sim):
        self.sim = sim

    def call(self, method, path, body=None, token=demo.ACCESS_TOKEN, **options):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        headers |= options.pop("headers", {})
        options.setdefault("timeout", 5)
        url = f"{self.sim.url}/v26.0/{path}"
        return requests.request(method, url, json=body, headers=headers, **options)

    def post(self, body, phone_id=demo.PHONE_NUMBER_ID, **options):
        body = {"messaging_product": "whatsapp", **body}
        return self.call("POST", f"{phone_id}/messages", body, **options)

    def text(self, text="Guten Tag", to=ERIKA, **options):
        return self.post({"to": to, "type": "text", "text": {"body": text}}, **options)

    def sent_text(self, text="Guten Tag", to=ERIKA):
        return self.text(text, to).json()["messages"][0]["id"]

    def template(self, name="antwort_bereit", to=ERIKA, components=None, **more):
        template = {"name": name, "language": {"code": "de"}}
        if components:
            template["components"] = components
        return self.post({"to": to, "type": "template", "template": template, **more})


def error_code(response):
    return response.json()["error"]["code"]


def download(url, headers=None, **options):
    """With the demo's token, or other headers."""
    headers = AUTHORISED if headers is None else headers
    return requests.get(url, headers=headers, **{"timeout": 5} | options)
