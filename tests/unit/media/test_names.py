import pytest
from hypothesis import given
from hypothesis import strategies as st

from whatsapp_dsgvo.lib.media import names

PDF = "application/pdf"


@pytest.mark.parametrize(
    ("claimed", "mime_type", "shown"),
    [
        ("Rechnung März.pdf", PDF, "Rechnung März.pdf"),
        ("../../etc/passwd", PDF, "passwd.pdf"),
        ("C:\\Users\\e\\Rechnung.PDF", PDF, "Rechnung.pdf"),
        ("Rechnung.pdf.html", PDF, "Rechnung_pdf_html.pdf"),
        ("Bild.png", PDF, "Bild_png.pdf"),
        ("foto.jpeg", "image/jpeg", "foto.jpeg"),
        ("a\r\nSet-Cookie: x.pdf", PDF, "a Set-Cookie_ x.pdf"),
        ("rechnung\u202efdp.exe", "application/octet-stream", "rechnung fdp.exe"),
        ("daten.tar.gz", "application/octet-stream", "daten.tar.gz"),
        ("CON.pdf", PDF, "_CON.pdf"),
        (".htaccess", "application/octet-stream", "htaccess"),
        ("", PDF, "file.pdf"),
        (None, "audio/ogg", "file.ogg"),
        ("...", PDF, "file.pdf"),
    ],
)
def test_names_of_strangers(claimed, mime_type, shown):
    assert names.safe_name(claimed, mime_type) == shown


def test_a_name_too_long_keeps_its_ending():
    name = names.safe_name("x" * 500 + ".pdf", PDF)
    assert len(name) == names.LENGTH
    assert name.endswith(".pdf")


@given(st.text(), st.sampled_from([PDF, "image/png", "application/octet-stream"]))
def test_any_name_is_one_safe_line(claimed, mime_type):
    name = names.safe_name(claimed, mime_type)
    assert 0 < len(name) <= names.LENGTH
    assert name.isprintable()
    assert not set(name) & set('/\\<>:"|?*')
    assert not name.startswith(".")
    assert names.safe_name(name, mime_type) == name
