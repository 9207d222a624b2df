"""A request and an answer, free of sockets."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

from .multipart import Form


@dataclass(frozen=True)
class Request:
    """`headers` have lower-case names; `form` instead of `body` if multipart."""

    method: str
    target: str
    headers: dict
    body: bytes = b""
    form: Form | None = None

    @property
    def base_url(self) -> str:
        """The address the caller knows this server by; empty if it does not say."""
        host = self.headers.get("host", "")
        return f"http://{host}" if host else ""

    @property
    def path(self) -> str:
        return unquote(urlsplit(self.target).path)

    @property
    def query(self) -> dict:
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    def json(self) -> dict:
        """The body as an object. Raises JSONDecodeError if it is none."""
        content = json.loads(self.body) if self.body else {}
        if not isinstance(content, dict):
            text = self.body.decode("utf-8", "replace")
            raise json.JSONDecodeError("a JSON object is needed", text, 0)
        return content


@dataclass
class Answer:
    """`ending`: "answer", "hang" (never answers) or "cut" (closes at once).

    `blocks` are sent instead of `body`, under `length` as Content-Length; if they
    are fewer, the connection ends there.
    """

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    headers: dict = field(default_factory=dict)
    ending: str = "answer"
    blocks: Iterator[bytes] | None = None
    length: int = 0


def json_answer(content, status: int = 200) -> Answer:
    return Answer(status, json.dumps(content, ensure_ascii=False).encode())
