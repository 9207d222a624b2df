"""What kinds of files there are, their types and sizes (page reference/media)."""

MB = 1024 * 1024
KINDS = ("image", "video", "audio", "document", "sticker")
CAPTION = 1024
# Sizes in bytes; an animated sticker may have five times as much.
LARGEST = {
    "image": 5 * MB,
    "video": 16 * MB,
    "audio": 16 * MB,
    "document": 100 * MB,
    "sticker": 100 * 1024,
}
ANIMATED_STICKER = 500 * 1024
# `audio/opus` is in the refusal Meta answers with, not in the table of the page.
TYPES = {
    "audio": (
        "audio/aac",
        "audio/mp4",
        "audio/mpeg",
        "audio/amr",
        "audio/ogg",
        "audio/opus",
    ),
    "document": (
        "application/vnd.ms-powerpoint",
        "application/msword",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/pdf",
        "text/plain",
        "application/vnd.ms-excel",
    ),
    "image": ("image/jpeg", "image/png"),
    "sticker": ("image/webp",),
    "video": ("video/mp4", "video/3gpp"),
}
ALL_TYPES = tuple(kind for kinds in TYPES.values() for kind in kinds)
# What a phone makes of its own pictures and recordings.
OF_PHONE = {
    "image": "image/jpeg",
    "video": "video/mp4",
    "audio": "audio/ogg; codecs=opus",
    "document": "application/octet-stream",
    "sticker": "image/webp",
}


def bare(mime_type: str) -> str:
    """Without parameters: "audio/ogg; codecs=opus" is "audio/ogg"."""
    return mime_type.partition(";")[0].strip().lower()


def kind_of(mime_type: str) -> str:
    """The kind a type belongs to; empty if Meta does not take it."""
    wanted = bare(mime_type)
    return next((kind for kind, types in TYPES.items() if wanted in types), "")


def picked(mime_type: str) -> str:
    """The kind of a file picked on a phone; stickers come from elsewhere."""
    kind = kind_of(mime_type)
    return "document" if kind in ("", "sticker") else kind


def is_animated(head: bytes) -> bool:
    """Whether a WebP file says of itself that it moves (bit 1 of its VP8X chunk)."""
    return head[12:16] == b"VP8X" and len(head) > 20 and bool(head[20] & 2)
