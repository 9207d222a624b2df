import io

import pytest

from whatsapp_dsgvo.lib.media import outbound

from .test_content import EXE, HTML, JPEG, MP3, MP4, OGG, PDF, PNG, WEBP, ZIP

KB, MB = 1024, 1024 * 1024
OOXML = "application/vnd.openxmlformats-officedocument"


@pytest.mark.parametrize(
    ("name", "head", "size", "kind", "mime_type"),
    [
        ("a.jpg", JPEG, 5 * MB, "image", "image/jpeg"),
        ("a.png", PNG, 9, "image", "image/png"),
        ("a.webp", WEBP, 100 * KB, "sticker", "image/webp"),
        ("a.mp4", MP4, 16 * MB, "video", "video/mp4"),
        ("a.mp3", MP3, 16 * MB, "audio", "audio/mpeg"),
        ("a.ogg", OGG, 9, "audio", "audio/ogg"),
        ("a.pdf", PDF, 100 * MB, "document", "application/pdf"),
        ("a.txt", b"hello", 5, "document", "text/plain"),
        ("a.csv", b"a;b", 3, "document", "text/plain"),
        (
            "a.docx",
            ZIP,
            9,
            "document",
            f"{OOXML}.wordprocessingml.document",
        ),
        ("a.xlsx", ZIP, 9, "document", f"{OOXML}.spreadsheetml.sheet"),
    ],
)
def test_what_whatsapp_takes(name, head, size, kind, mime_type):
    assert outbound.rule(name, head, size) == outbound.Ruling(kind, mime_type)


@pytest.mark.parametrize(
    ("name", "head", "size", "code"),
    [
        ("a.jpg", JPEG, 5 * MB + 1, "media_too_large"),
        ("a.webp", WEBP, 100 * KB + 1, "media_too_large"),
        ("a.pdf", PDF, 100 * MB + 1, "media_too_large"),
        ("a.zip", ZIP, 9, "media_type_refused"),
        ("a.html", HTML, 9, "media_type_refused"),
        ("a.ogg", OGG.replace(b"OpusHead", b"\x01vorbis "), 9, "media_type_refused"),
        ("a.pdf", EXE, 9, "media_executable"),
        ("a.pdf.js", PDF, 9, "media_executable"),
        ("a.pdf", b"", 0, "media_empty"),
    ],
)
def test_what_it_does_not(name, head, size, code):
    assert outbound.rule(name, head, size).problem.code == code


def test_the_type_is_that_of_the_bytes_and_not_of_the_name():
    assert outbound.rule("a.txt", PNG, 9).kind == "image"


def test_a_stream_is_measured_and_stopped():
    data = bytes(20_000)
    measured = outbound.Measured(io.BytesIO(data), 20_000)
    assert b"".join(iter(lambda: measured.read(777), b"")) == data
    assert (measured.length, measured.head) == (20_000, data[:8192])
    endless = outbound.Measured(io.BytesIO(data), 19_999)
    with pytest.raises(outbound.TooLong):
        while endless.read(777):
            continue
