"""What a file is by its bytes, and what may be done with it.

The sender's word for the type is never believed: it only names what has no signature
of its own, and whatever is named so is downloaded, never shown. Nothing is unpacked.
"""

from dataclasses import dataclass
from typing import Literal

from . import names, signatures

MB = 1024 * 1024
# As much of the beginning as recognising a type needs, bytes.
HEAD = 8192
UNKNOWN = "application/octet-stream"

# Meta hands out up to 100 MB; what is shown as a picture is decoded in memory.
INBOUND_BYTES = {
    "image": 16 * MB,
    "sticker": 16 * MB,
    "audio": 100 * MB,
    "video": 100 * MB,
    "document": 100 * MB,
}

State = Literal["ready", "refused", "quarantined"]
Look = Literal["image", "audio", "video", "pdf", "file"]

_LOOKS: dict[str, Look] = {
    "image/jpeg": "image",
    "image/png": "image",
    "image/webp": "image",
    "image/gif": "image",
    "video/mp4": "video",
    "video/3gpp": "video",
    "audio/ogg": "audio",
    "audio/mpeg": "audio",
    "audio/mp4": "audio",
    "audio/aac": "audio",
    "audio/x-wav": "audio",
    "application/pdf": "pdf",
}
_OLE = "application/x-ole-storage"
# Words that may describe bytes without a signature, or a container with one.
_DESCRIPTIVE = {
    "": frozenset({"text/plain", "text/csv", "text/vcard", "text/calendar"}),
    "application/zip": frozenset(
        {
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        }
    ),
    _OLE: frozenset(
        {
            "application/msword",
            "application/vnd.ms-excel",
            "application/vnd.ms-powerpoint",
        }
    ),
}
_EXECUTABLE = frozenset(
    {
        "application/x-msdownload",
        "application/x-executable",
        "application/x-deb",
        "application/x-rpm",
        "application/x-google-chrome-extension",
        "application/wasm",
        "application/x-shockwave-flash",
    }
)
_EXECUTABLE_STARTS = (
    b"MZ",  # Windows programs, also those too short for the signature
    b"\x4c\x00\x00\x00\x01\x14\x02\x00",  # Windows shortcut
    b"\xfe\xed\xfa\xce",  # macOS programs
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"#!",
)


@dataclass(frozen=True)
class Verdict:
    """`mime_type` is that of the bytes; `reason` is a code, "" for a ready file."""

    state: State
    mime_type: str
    reason: str = ""


def judge(
    kind: str, claimed_type: str | None, claimed_name: str | None, head: bytes
) -> Verdict:
    """Decide about a file of WhatsApp's `kind` by its first `HEAD` bytes."""
    if not head:
        return Verdict("refused", UNKNOWN, "empty")
    mime_type = type_of(kind, claimed_type, head)
    if _is_executable(mime_type, head) or names.is_executable(claimed_name):
        return Verdict("quarantined", mime_type, "executable")
    return Verdict("ready", mime_type)


def type_of(kind: str, claimed_type: str | None, head: bytes) -> str:
    """The type of the bytes; `UNKNOWN` where neither bytes nor a harmless word tell."""
    found = signatures.type_of(head[:HEAD])
    if kind == "audio" and found in ("video/mp4", "video/3gpp", "audio/x-m4a"):
        return "audio/mp4"  # a sound in a container films use as well
    claimed = bare(claimed_type)
    # which program it is of stands at no fixed place
    container = _OLE if head.startswith(signatures.OLE) else found
    if claimed in _DESCRIPTIVE.get(container, ()):
        return claimed
    return found or UNKNOWN


def look(mime_type: str) -> Look:
    """How an agent sees it; "file" is a tile that can only be downloaded."""
    return _LOOKS.get(mime_type, "file")


def served_type(mime_type: str) -> str:
    """The type a browser is told: what it must not render goes as mere bytes."""
    return mime_type if mime_type in _LOOKS else UNKNOWN


def inbound_limit(kind: str) -> int:
    """Bytes; more is not downloaded, whatever anybody claims."""
    return INBOUND_BYTES.get(kind, INBOUND_BYTES["document"])


def bare(mime_type: str | None) -> str:
    """Without parameters: "audio/ogg; codecs=opus" is "audio/ogg"."""
    return (mime_type or "").partition(";")[0].strip().lower()


def _is_executable(mime_type: str, head: bytes) -> bool:
    if mime_type in _EXECUTABLE:
        return True
    return head.startswith(_EXECUTABLE_STARTS) and not signatures.is_amr(head[:HEAD])
