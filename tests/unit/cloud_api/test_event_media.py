import base64
import hashlib

import pytest

from whatsapp_dsgvo.lib.cloud_api.event_media import hex_digest, read_media

DIGEST = hashlib.sha256(b"a file")


@pytest.mark.parametrize(
    "written",
    [
        DIGEST.hexdigest(),
        DIGEST.hexdigest().upper(),
        base64.b64encode(DIGEST.digest()).decode(),
        base64.urlsafe_b64encode(DIGEST.digest()).decode(),
        base64.b64encode(DIGEST.digest()).decode().rstrip("="),
    ],
)
def test_every_spelling_of_a_hash_becomes_lower_hex(written):
    assert hex_digest(written) == DIGEST.hexdigest()


@pytest.mark.parametrize("written", ["", "AAAA", "3b1e...", "z" * 64, "ä" * 43])
def test_what_is_no_hash_is_none(written):
    assert hex_digest(written) is None


def test_a_file_is_described_by_the_senders_claims():
    media = read_media(
        {"id": 123, "mime_type": "audio/ogg; codecs=opus", "voice": True}
    )
    assert (media.id, media.mime_type, media.voice, media.animated) == (
        "123",
        "audio/ogg; codecs=opus",
        True,
        False,
    )


def test_without_an_id_there_is_nothing_to_fetch():
    assert read_media({"mime_type": "image/jpeg"}) is None
