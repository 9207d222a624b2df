"""Files a browser really opens: a picture, a document, a recording."""

import io
import struct

from PIL import Image, ImageDraw
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 480, 320
# Opus: 20 ms of silence from its full-band codec, mono
_SILENCE = b"\xf8\xff\xfe"
_SAMPLES = 960
_SERIAL = 1


def png():
    picture = Image.new("RGB", (WIDTH, HEIGHT), (214, 222, 230))
    draw = ImageDraw.Draw(picture)
    for x in range(60, 420, 40):
        draw.rounded_rectangle((x, 60, x + 28, 260), 10, (250, 250, 250))
    return _saved(picture, "PNG")


def webp():
    picture = Image.new("RGBA", (256, 256), (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((20, 20, 236, 236), (255, 205, 60, 255))
    return _saved(picture, "WEBP")


def pdf(words):
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.drawString(72, 720, words)
    canvas.save()
    return file.getvalue()


def voice(seconds=1):
    """A voice message as phones record it, OGG with Opus (RFC 3533, 7845), silent."""
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 0, 48_000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 4) + b"test" + struct.pack("<I", 0)
    pages = [_page(0, [head], 0, first=True), _page(1, [tags], 0)]
    for number in range(seconds):
        samples = (number + 1) * 50 * _SAMPLES
        last = number == seconds - 1
        pages.append(_page(number + 2, [_SILENCE] * 50, samples, last=last))
    return b"".join(pages)


def _page(number, packets, samples, first=False, last=False):
    """Packets of less than 255 bytes, so that each is one segment."""
    flags = 2 * first | 4 * last
    head = b"OggS" + struct.pack("<BBqII", 0, flags, samples, _SERIAL, number)
    sizes = bytes(map(len, packets))
    rest = bytes([len(sizes)]) + sizes + b"".join(packets)
    check = struct.pack("<I", _check(head + bytes(4) + rest))
    return head + check + rest


def _check(data):
    """Ogg's CRC: the usual polynomial, nothing reflected, starting from 0."""
    crc = 0
    for byte in data:
        crc ^= byte << 24
        for _bit in range(8):
            crc = (crc << 1 ^ (0x04C11DB7 if crc & 0x80000000 else 0)) & 0xFFFFFFFF
    return crc


def _saved(picture, kind):
    file = io.BytesIO()
    picture.save(file, kind)
    return file.getvalue()
