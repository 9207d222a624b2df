"""Whether WhatsApp takes a file, told before anything is sent."""

from dataclasses import dataclass

from ..cloud_api import limits
from ..keys.chunks import Reader
from . import content, signatures

_OFFICE = limits.MEDIA_TYPES["document"]
_TEXT = ("txt", "csv", "log")
_BY_EXTENSION = {
    "docx": "wordprocessingml.document",
    "xlsx": "spreadsheetml.sheet",
    "pptx": "presentationml.presentation",
    "doc": "msword",
    "xls": "ms-excel",
    "ppt": "ms-powerpoint",
}


class TooLong(Exception):
    """More bytes than any file may have."""


@dataclass(frozen=True)
class Ruling:
    """`kind` as WhatsApp sends it; `problem` is None if it may go.

    `voice`: whether phones can play it as a voice message.
    """

    kind: str
    mime_type: str
    problem: limits.Problem | None = None
    voice: bool = False


class Measured:
    """Counts a stream and keeps its beginning while it is read."""

    def __init__(self, reader: Reader, limit: int):
        self._reader, self._limit = reader, limit
        self.length, self.head = 0, b""

    def read(self, size: int) -> bytes:
        part = self._reader.read(size)
        self.length += len(part)
        if self.length > self._limit:
            raise TooLong
        if len(self.head) < content.HEAD:
            self.head = (self.head + part)[: content.HEAD]
        return part


def rule(name: str, head: bytes, size: int) -> Ruling:
    """What it goes out as, by its bytes; `size` in bytes."""
    if not head:
        return Ruling("document", content.UNKNOWN, limits.Problem("media_empty"))
    extension = name.rpartition(".")[2].lower()
    # recorders put sounds into the container of films
    asked = "audio" if extension == "m4a" else "document"
    verdict = content.judge(asked, _claim(extension), name, head)
    if verdict.state != "ready":
        locked = limits.Problem("media_executable")
        return Ruling("document", verdict.mime_type, locked)
    kind = _kind_of(verdict.mime_type)
    animated = kind == "sticker" and signatures.is_animated(head)
    problems = limits.check_media(kind, verdict.mime_type, size, animated)
    if verdict.mime_type == "audio/ogg" and b"OpusHead" not in head:
        problems = [limits.Problem("media_type_refused")]
    problem = next(iter(problems), None)
    voice = not problem and _is_voice(verdict.mime_type, head, size)
    return Ruling(kind, verdict.mime_type, problem, voice)


def _claim(extension: str) -> str:
    """Plain text and Office containers have no signature that says so."""
    if extension in _TEXT:
        return "text/plain"
    suffix = _BY_EXTENSION.get(extension, "-")
    return next((mime for mime in _OFFICE if mime.endswith(suffix)), "")


def _is_voice(mime_type: str, head: bytes, size: int) -> bool:
    """Meta: OGG with Opus, one channel."""
    is_mono = mime_type == "audio/ogg" and signatures.opus_channels(head) == 1
    return is_mono and size <= limits.VOICE_BYTES


def _kind_of(mime_type: str) -> str:
    for kind in ("image", "sticker", "video", "audio"):
        if mime_type in limits.MEDIA_TYPES[kind]:
            return kind
    return "document"
