import io

import pytest

from whatsapp_dsgvo.lib.media import outbound

from .test_content import (
    AAC,
    EXE,
    HTML,
    JPEG,
    M4A,
    MP3,
    MP4,
    OGG,
    OLE,
    PDF,
    PNG,
    SCRIPT,
    WEBP,
    ZIP,
)
from .test_signatures import AMR, AMR_WB, VP8X, three_gp

KB, MB = 1024, 1024 * 1024
OOXML = "application/vnd.openxmlformats-officedocument"


@pytest.mark.parametrize(
    ("name", "head", "size", "kind", "mime_type"),
    [
        ("a.jpg", JPEG, 5 * MB, "image", "image/jpeg"),
        ("a.png", PNG, 9, "image", "image/png"),
        ("a.webp", WEBP, 100 * KB, "sticker", "image/webp"),
        ("a.webp", VP8X % 0, 100 * KB, "sticker", "image/webp"),
        ("a.webp", VP8X % 2, 500 * KB, "sticker", "image/webp"),
        ("a.mp4", MP4, 16 * MB, "video", "video/mp4"),
        ("a.3gp", three_gp(b"3gp4"), 16 * MB, "video", "video/3gpp"),
        ("a.mp3", MP3, 16 * MB, "audio", "audio/mpeg"),
        ("a.amr", AMR, 9, "audio", "audio/amr"),
        ("a.aac", AAC, 9, "audio", "audio/aac"),
        ("a.m4a", M4A, 9, "audio", "audio/mp4"),
        ("Memo.M4A", MP4, 9, "audio", "audio/mp4"),
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
        ("a.pptx", ZIP, 9, "document", f"{OOXML}.presentationml.presentation"),
        ("a.doc", OLE, 9, "document", "application/msword"),
        ("a.XLS", OLE, 9, "document", "application/vnd.ms-excel"),
        ("a.ppt", OLE, 9, "document", "application/vnd.ms-powerpoint"),
    ],
)
def test_what_whatsapp_takes(name, head, size, kind, mime_type):
    assert outbound.rule(name, head, size) == outbound.Ruling(kind, mime_type)


@pytest.mark.parametrize(
    ("name", "head", "size", "code"),
    [
        ("a.jpg", JPEG, 5 * MB + 1, "media_too_large"),
        ("a.webp", WEBP, 100 * KB + 1, "media_too_large"),
        ("a.webp", VP8X % 0, 100 * KB + 1, "media_too_large"),
        ("a.webp", VP8X % 2, 500 * KB + 1, "media_too_large"),
        ("a.jpg", JPEG + VP8X % 2, 5 * MB + 1, "media_too_large"),
        ("a.pdf", PDF, 100 * MB + 1, "media_too_large"),
        ("a.zip", ZIP, 9, "media_type_refused"),
        ("a.docm", ZIP, 9, "media_type_refused"),
        ("a.xlsm", ZIP, 9, "media_type_refused"),
        ("a.dot", OLE, 9, "media_type_refused"),
        ("a.docx", OLE, 9, "media_type_refused"),
        ("a", OLE, 9, "media_type_refused"),
        ("a.msi", OLE, 9, "media_executable"),
        ("a.amr", AMR_WB, 9, "media_type_refused"),
        ("a.amr", SCRIPT, 9, "media_executable"),
        ("a.html", HTML, 9, "media_type_refused"),
        ("a.ogg", OGG.replace(b"OpusHead", b"\x01vorbis "), 9, "media_type_refused"),
        ("a.pdf", EXE, 9, "media_executable"),
        ("a.pdf.js", PDF, 9, "media_executable"),
        ("a.pdf", b"", 0, "media_empty"),
    ],
)
def test_what_it_does_not(name, head, size, code):
    assert outbound.rule(name, head, size).problem.code == code


MONO = OGG.replace(b"OpusHead\x00\x00", b"OpusHead\x01\x01")
STEREO = MONO.replace(b"\x01\x01", b"\x01\x02")


@pytest.mark.parametrize(
    ("name", "head", "size", "voice"),
    [
        ("a.ogg", MONO, 512 * KB, True),
        ("a.opus", MONO, 9, True),
        ("a.ogg", MONO, 512 * KB + 1, False),
        ("a.ogg", STEREO, 9, False),
        ("a.ogg", OGG, 9, False),
        ("a.mp3", MP3 + MONO, 9, False),
        ("a.amr", AMR, 9, False),
    ],
)
def test_what_is_played_as_a_voice_message(name, head, size, voice):
    ruling = outbound.rule(name, head, size)
    assert (ruling.kind, ruling.problem, ruling.voice) == ("audio", None, voice)


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
