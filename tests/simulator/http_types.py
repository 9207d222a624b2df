"""A request and an answer, free of sockets."""

import json
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit


@dataclass(frozen=True)
class Request:
    """`headers` have lower-case names."""

    method: str
    target: str
    headers: dict
    body: bytes = b""

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
    """`ending`: "answer", "hang" (never answers) or "cut" (closes at once)."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    headers: dict = field(default_factory=dict)
    ending: str = "answer"


def json_answer(content, status: int = 200) -> Answer:
    return Answer(status, json.dumps(content, ensure_ascii=False).encode())
