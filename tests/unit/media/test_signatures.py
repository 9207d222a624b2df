import pytest

from whatsapp_dsgvo.lib.media import signatures

# 12.2 kbit/s: a header and 31 bytes each; a silence descriptor; nothing received
AMR = b"#!AMR\n" + (b"\x3c" + bytes(range(31))) * 3 + b"\x44" + bytes(5) + b"\x7c"
# 23.85 kbit/s: a header and 60 bytes each
AMR_WB = b"#!AMR-WB\n" + (b"\x44" + bytes(range(60))) * 3
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(32)
VP8X = b"RIFF\x22\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00%c" + bytes(16)


def three_gp(brand):
    """As phones and ffmpeg write it: "isom" stands among the compatible brands."""
    return b"\x00\x00\x00\x18ftyp" + brand + b"\x00\x00\x02\x00isom" + brand + bytes(32)


@pytest.mark.parametrize(
    ("head", "mime_type"),
    [
        (AMR, "audio/amr"),
        (AMR[:50], "audio/amr"),
        (AMR_WB, "audio/amr-wb"),
        (three_gp(b"3gp4"), "video/3gpp"),
        (three_gp(b"3gp5"), "video/3gpp"),
        (three_gp(b"3gr6"), "video/3gpp"),
        (MP4, "video/mp4"),
        (b"a;b", ""),
    ],
)
def test_the_type(head, mime_type):
    assert signatures.type_of(head) == mime_type


def test_another_standards_3g_is_not_whatsapps():
    assert signatures.type_of(three_gp(b"3g2a")) != "video/3gpp"


@pytest.mark.parametrize("head", [AMR, AMR[:50], AMR_WB])
def test_speech(head):
    assert signatures.is_amr(head)


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"#!AMR\n",
        b"#!AMR\nrm -rf /\n",
        b"#!AMR\n0000\n",
        b"#!AMR -c\n" + AMR[6:],
        b"#!AMR\r\n" + AMR[6:],
        AMR + b"rm -rf /\n",
        AMR + b"\x48",
        AMR_WB + b"\x54",
        b"#!/bin/sh\n" + AMR,
    ],
)
def test_no_speech(head):
    assert not signatures.is_amr(head)


def test_what_moves_says_so():
    assert signatures.is_animated(VP8X % 0x02)
    assert signatures.is_animated(VP8X % 0x12)
    assert not signatures.is_animated(VP8X % 0x10)
    assert not signatures.is_animated(VP8X.replace(b"VP8X", b"VP8 ") % 0x02)
    assert not signatures.is_animated((VP8X % 0x02)[:20])
    assert not signatures.is_animated(b"")


@pytest.mark.parametrize(
    ("head", "channels"),
    [
        (b"OggS" + bytes(24) + b"OpusHead\x01\x01" + bytes(9), 1),
        (b"OggS" + bytes(24) + b"OpusHead\x01\x02" + bytes(9), 2),
        (b"OggS" + bytes(24) + b"OpusHead\x01", 0),
        (b"OggS" + bytes(24) + b"\x01vorbis\x01\x01", 0),
    ],
)
def test_how_many_channels_opus_has(head, channels):
    assert signatures.opus_channels(head) == channels
