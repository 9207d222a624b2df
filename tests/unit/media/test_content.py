import pytest

from whatsapp_dsgvo.lib.media import content

from .test_signatures import AMR, AMR_WB, three_gp

PDF = b"%PDF-1.7\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(32)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(32)
WEBP = b"RIFF\x22\x00\x00\x00WEBPVP8 " + bytes(16)
OGG = b"OggS\x00\x02" + bytes(22) + b"\x01\x13OpusHead" + bytes(32)
MP3 = b"ID3\x04" + bytes(32)
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(32)
M4A = b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00M4A mp42" + bytes(32)
AAC = b"\xff\xf1\x50\x80" + bytes(32)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
ZIP = b"PK\x03\x04" + bytes(60)
EXE = b"MZ\x90\x00" + bytes(60)
ELF = b"\x7fELF\x02\x01\x01" + bytes(60)
SCRIPT = b"#!AMR\nrm -rf /\n"
HTML = b"<!DOCTYPE html><script>1</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>'
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize(
    ("kind", "head", "mime_type", "look"),
    [
        ("image", PNG, "image/png", "image"),
        ("image", JPEG, "image/jpeg", "image"),
        ("sticker", WEBP, "image/webp", "image"),
        ("audio", OGG, "audio/ogg", "audio"),
        ("audio", MP3, "audio/mpeg", "audio"),
        ("audio", MP4, "audio/mp4", "audio"),
        ("audio", M4A, "audio/mp4", "audio"),
        ("audio", AAC, "audio/aac", "audio"),
        ("audio", three_gp(b"3gp4"), "audio/mp4", "audio"),
        ("audio", AMR, "audio/amr", "file"),
        ("audio", AMR_WB, "audio/amr-wb", "file"),
        ("video", MP4, "video/mp4", "video"),
        ("video", three_gp(b"3gp5"), "video/3gpp", "video"),
        ("document", PDF, "application/pdf", "pdf"),
        ("document", ZIP, "application/zip", "file"),
    ],
)
def test_bytes_tell_the_type(kind, head, mime_type, look):
    verdict = content.judge(kind, "text/html", None, head)
    assert verdict == content.Verdict("ready", mime_type)
    assert content.look(verdict.mime_type) == look


@pytest.mark.parametrize("head", [HTML, SVG, b"<?xml version='1.0'?>", b"plain"])
@pytest.mark.parametrize("claim", ["image/png", "text/html", "image/svg+xml", None])
def test_what_a_browser_could_run_is_mere_bytes(head, claim):
    verdict = content.judge("document", claim, "x.html", head)
    assert content.look(verdict.mime_type) == "file"
    assert content.served_type(verdict.mime_type) == content.UNKNOWN


def test_a_polyglot_has_the_type_of_its_bytes():
    verdict = content.judge("document", "text/html", "x.html", PDF + HTML)
    assert verdict.mime_type == "application/pdf"


def test_a_harmless_claim_names_what_has_no_signature():
    assert content.type_of("document", "text/csv", b"a;b\n1;2") == "text/csv"
    assert content.type_of("document", DOCX, ZIP) == DOCX
    assert content.type_of("document", DOCX, b"a;b") == content.UNKNOWN
    assert content.served_type(DOCX) == content.UNKNOWN


@pytest.mark.parametrize(
    "claim",
    ["application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"],
)
def test_old_office_files_are_what_they_are_called(claim):
    # a beginning that may be a table's or a presentation's
    either = OLE + b"\xfd\xff\xff\xff" + bytes(8)
    assert content.type_of("document", claim, OLE) == claim
    assert content.type_of("document", claim, either) == claim
    assert content.type_of("document", claim, ZIP) == "application/zip"
    assert content.type_of("document", claim, b"a;b") == content.UNKNOWN


@pytest.mark.parametrize("claim", [None, "text/html", "text/csv", DOCX])
def test_an_old_office_container_is_nothing_else(claim):
    assert content.type_of("document", claim, OLE) == content.UNKNOWN


def test_an_installer_in_an_old_office_container_is_locked():
    verdict = content.judge("document", "application/msword", "setup.msi", OLE)
    assert (verdict.state, verdict.reason) == ("quarantined", "executable")


@pytest.mark.parametrize("head", [EXE, ELF, b"#!/bin/sh\n", SCRIPT, b"MZ"])
def test_programs_are_locked_whatever_they_are_called(head):
    verdict = content.judge("document", "application/pdf", "Rechnung.pdf", head)
    assert (verdict.state, verdict.reason) == ("quarantined", "executable")


@pytest.mark.parametrize("name", ["a.pdf.exe", "a.PDF.ScR", "a.lnk ", "a\u202efdp.bat"])
def test_names_that_would_run_are_locked(name):
    verdict = content.judge("document", "application/pdf", name, PDF)
    assert (verdict.state, verdict.reason) == ("quarantined", "executable")


def test_an_empty_file_is_refused():
    assert content.judge("image", "image/png", None, b"").reason == "empty"


def test_types_are_read_without_parameters():
    assert content.bare("Audio/OGG; codecs=opus") == "audio/ogg"
    assert content.bare(None) == ""


def test_unknown_kinds_have_the_limit_of_documents():
    assert content.inbound_limit("hologram") == content.inbound_limit("document")
