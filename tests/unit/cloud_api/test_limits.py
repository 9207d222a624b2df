import pytest

from whatsapp_dsgvo.lib.cloud_api import limits
from whatsapp_dsgvo.lib.cloud_api.limits import Problem


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        ("x" * 4096, []),
        ("x" * 4097, [Problem("body_too_long", 4096)]),
        ("🙂" * 4096, []),
        ("", [Problem("body_empty")]),
        (" \n", [Problem("body_empty")]),
    ],
)
def test_a_text_has_up_to_4096_characters(body, problems):
    assert limits.check_text(body) == problems


def test_an_emoji_is_one_code_point_and_two_utf16_units():
    assert (limits.text_length("🙂"), limits.utf16_length("🙂")) == (1, 2)


@pytest.mark.parametrize("caption", [None, "", "x" * 1024])
def test_a_caption_may_be_missing(caption):
    assert limits.check_caption(caption) == []


@pytest.mark.parametrize(
    ("kind", "mime_type", "size", "codes"),
    [
        ("image", "image/jpeg", 5 * 1024 * 1024, []),
        ("image", "image/jpeg", 5 * 1024 * 1024 + 1, ["media_too_large"]),
        ("image", "image/gif", 10, ["media_type_refused"]),
        ("audio", "audio/ogg; codecs=opus", 10, []),
        ("document", "application/pdf", 100 * 1024 * 1024, []),
        ("sticker", "image/webp", 200 * 1024, ["media_too_large"]),
        ("hologram", "image/png", 10, ["media_kind_unknown"]),
    ],
)
def test_files_are_checked_by_kind_type_and_size(kind, mime_type, size, codes):
    found = limits.check_media(kind, mime_type, size)
    assert [problem.code for problem in found] == codes


def test_an_animated_sticker_may_be_larger():
    assert limits.check_media("sticker", "image/webp", 200 * 1024, animated=True) == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Samstag, 9 Uhr", []),
        ("a    b", []),
        ("a     b", ["parameter_not_one_line"]),
        ("a\nb", ["parameter_not_one_line"]),
        ("a\tb", ["parameter_not_one_line"]),
        ("", ["parameter_empty"]),
    ],
)
def test_a_template_value_is_one_line(text, codes):
    assert [problem.code for problem in limits.check_parameter(text)] == codes
