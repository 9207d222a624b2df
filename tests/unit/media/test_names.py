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
        ("=1+1.csv", "text/csv", "1+1.csv"),
        ("@SUM(1).pdf", PDF, "SUM(1).pdf"),
        ("+1.pdf", PDF, "1.pdf"),
        ("-rf.pdf", PDF, "rf.pdf"),
        ("\uff1d1.pdf", PDF, "1.pdf"),
        (" \t=1.pdf", PDF, "1.pdf"),
        ("_=+.-@1.pdf", PDF, "1.pdf"),
        ("=.pdf", PDF, "file.pdf"),
        ("=1+1", "application/octet-stream", "1+1"),
        ("a=1.pdf", PDF, "a=1.pdf"),
        ("film.3gp", "video/3gpp", "film.3gp"),
        ("Liste.xls", "application/vnd.ms-excel", "Liste.xls"),
        ("Brief.doc", "application/msword", "Brief.doc"),
        ("Folien.ppt", "application/vnd.ms-powerpoint", "Folien.ppt"),
    ],
)
def test_names_of_strangers(claimed, mime_type, shown):
    assert names.safe_name(claimed, mime_type) == shown


def test_a_name_too_long_keeps_its_ending():
    name = names.safe_name("x" * 500 + ".pdf", PDF)
    assert len(name) == names.LENGTH
    assert name.endswith(".pdf")


@pytest.mark.parametrize("name", ["=.exe", "-x.bat", "@a.ps1"])
def test_a_sign_in_front_hides_no_program(name):
    assert names.is_executable(name)


SIGNS = st.text("=+-@._ \uff1d\uff0b\uff0d\uff20", max_size=4)


@given(
    st.builds(str.__add__, SIGNS, st.text()),
    st.sampled_from([PDF, "image/png", "application/octet-stream"]),
)
def test_any_name_is_one_safe_line(claimed, mime_type):
    name = names.safe_name(claimed, mime_type)
    assert 0 < len(name) <= names.LENGTH
    assert name.isprintable()
    assert not set(name) & set('/\\<>:"|?*')
    assert not name.startswith((".", *"=+-@\uff1d\uff0b\uff0d\uff20"))
    assert names.safe_name(name, mime_type) == name
