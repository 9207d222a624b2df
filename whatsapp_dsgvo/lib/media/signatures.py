"""What files say of themselves in their first bytes."""

import filetype

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Office's container until 2003
# Bytes of a frame with its header, by its mode; 0 is no mode (RFC 4867, 5.3).
_SPEECH = {
    b"#!AMR\n": (13, 14, 16, 18, 20, 21, 27, 32, 6, 0, 0, 0, 0, 0, 0, 1),
    b"#!AMR-WB\n": (18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 0, 0, 0, 0, 1, 1),
}
_SPEECH_TYPES = {b"#!AMR\n": "audio/amr", b"#!AMR-WB\n": "audio/amr-wb"}
_TEXT = bytes([*b"\t\n\r", *range(32, 127)])


def type_of(head: bytes) -> str:
    """The type by its signature alone, "" if it has none."""
    magic = _speech_magic(head)
    if magic:
        return _SPEECH_TYPES[magic]
    # filetype looks for it in the wrong place, and takes most of it for MP4
    if head[4:10] == b"ftyp3g" and head[10:11] != b"2":
        return "video/3gpp"
    guess = filetype.guess(head)
    return str(guess.mime) if guess else ""


def is_amr(head: bytes) -> bool:
    """Whether it is speech all along: the same two signs begin a script."""
    return bool(_speech_magic(head))


def is_animated(head: bytes) -> bool:
    """Whether a WebP picture moves (bit 1 of its VP8X chunk)."""
    is_extended = head[:4] == b"RIFF" and head[8:16] == b"WEBPVP8X"
    return is_extended and len(head) > 20 and bool(head[20] & 2)


def opus_channels(head: bytes) -> int:
    """How many channels an Opus sound has, 0 if it is none (RFC 7845, 5.1)."""
    place = head.find(b"OpusHead")
    return head[place + 9] if 0 <= place < len(head) - 9 else 0


def _speech_magic(head: bytes) -> bytes:
    for magic, sizes in _SPEECH.items():
        if head.startswith(magic) and _is_speech(head[len(magic) :], sizes):
            return magic
    return b""


def _is_speech(body: bytes, sizes: tuple[int, ...]) -> bool:
    """Frame behind frame to the end, which may be cut; not readable as a text."""
    place = 0
    while place < len(body):
        size = sizes[body[place] >> 3 & 15]
        if not size:
            return False
        place += size
    return bool(body.translate(None, _TEXT))
