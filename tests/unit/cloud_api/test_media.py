import hashlib
import io
import itertools
import json

import pytest

from whatsapp_dsgvo.lib.cloud_api import errors
from whatsapp_dsgvo.lib.cloud_api.media import MediaApi, MediaInfo
from whatsapp_dsgvo.lib.cloud_api.media_download import BrokenFile
from whatsapp_dsgvo.lib.cloud_api.media_upload import Multipart

from . import builders as b
from .conftest import TOKEN
from .server import Reply

FILE = bytes(range(256)) * 40


@pytest.fixture
def media(settings):
    return MediaApi(settings(), clock=lambda: 0.0)


def info(server, **changes):
    values = {"url": f"{server.url}/_media/1", "mime_type": None, "sha256": None}
    return MediaInfo(**{**values, "size": None, **changes})


def read(api, info, limit=1 << 20):
    with api.open(info, limit) as download:
        data = b"".join(iter(lambda: download.read(1000), b""))
        download.check(info.sha256, info.size)
    return data


def reason(api, info, limit=1 << 20):
    with pytest.raises(BrokenFile) as caught:
        read(api, info, limit)
    return caught.value.reason


def test_look_up(server, media):
    digest = hashlib.sha256(FILE).hexdigest()
    server.answer({"url": "https://x.example/y", "sha256": digest, "file_size": "303"})
    found = media.look_up("77/../8")
    assert (found.url, found.sha256, found.size) == ("https://x.example/y", digest, 303)
    assert server.seen[0].query["phone_number_id"] == b.NUMBER_ID
    assert server.seen[0].path.endswith("/77%2F..%2F8")


def test_download_with_token_and_hash(server, media):
    server.replies = [Reply(200, FILE)]
    digest = hashlib.sha256(FILE).hexdigest()
    assert read(media, info(server, sha256=digest)) == FILE
    assert server.seen[0].headers["Authorization"] == f"Bearer {TOKEN}"
    assert server.seen[0].headers["Accept-Encoding"] == "identity"


def test_a_wrong_hash_and_a_wrong_length(server, media):
    server.replies = [Reply(200, FILE)]
    assert reason(media, info(server, sha256="0" * 64)) == "wrong_hash"
    assert reason(media, info(server, size=1)) == "wrong_length"


def test_claims_above_the_limit_are_refused_before_reading(server, media):
    assert reason(media, info(server, size=5 * 1024**3)) == "too_large"
    assert server.seen == []
    server.replies = [Reply(200, FILE)]
    assert reason(media, info(server), limit=100) == "too_large"


def test_more_than_was_claimed_is_cut_at_the_limit(server, settings):
    api = MediaApi(settings(), clock=lambda: 0.0)
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(FILE), FILE)
    server.replies = [Reply(200, chunked, {"Transfer-Encoding": "chunked"})]
    assert reason(api, info(server), limit=100) == "too_large"


def test_half_a_file_is_no_file(server, media):
    server.replies = [Reply(200, FILE, fault="half")]
    with pytest.raises(errors.TemporaryError):
        read(media, info(server))


def test_a_file_that_takes_too_long(server, settings):
    ticks = itertools.count(step=200.0)
    api = MediaApi(settings(), clock=lambda: next(ticks))
    server.replies = [Reply(200, FILE)]
    assert reason(api, info(server)) == "too_slow"


@pytest.mark.parametrize("status", [401, 404, 410, 500, 503])
def test_an_expired_address_and_an_outage_are_tried_again(server, media, status):
    server.replies = [Reply(status)]
    with pytest.raises(errors.TemporaryError):
        read(media, info(server))


@pytest.mark.parametrize("fault", ["cut"])
def test_a_broken_connection_is_tried_again(server, media, fault):
    server.replies = [Reply(fault=fault)]
    with pytest.raises(errors.TemporaryError):
        read(media, info(server))


def test_redirects(server, media):
    server.replies = [Reply(302, headers={"Location": "/_media/2"}), Reply(200, FILE)]
    assert read(media, info(server)) == FILE
    for target in ("https://evil.example/", "http://localhost:1/", "file:///x"):
        server.replies = [Reply(302, headers={"Location": target})]
        assert reason(media, info(server)) == "foreign_host"


def test_a_provider_serves_files_under_its_own_address(server, settings):
    scheme = "D360-API-KEY: {}"
    style = settings(path_style="d360", auth_scheme=scheme)
    api = MediaApi(style, clock=lambda: 0.0)
    server.replies = [Reply(200, FILE)]
    away = info(server, url="https://lookaside.fbsbx.com/whatsapp_business/?mid=1")
    assert read(api, away) == FILE
    assert server.seen[0].path == "/whatsapp_business/"


def test_delete(server, media):
    server.answer({"success": True})
    media.delete("77")
    assert (server.seen[0].method, server.seen[0].path) == ("DELETE", "/v26.0/77")


class Source(io.BytesIO):
    def __init__(self, data):
        super().__init__(data)
        self.length = len(data)


def test_upload_announces_its_length_and_sends_the_file(server, media):
    server.answer({"id": 4711})
    name = 'a"\r\nX: y.pdf'
    assert media.upload(Source(FILE), name, "application/pdf", "limit") == "4711"
    seen = server.seen[0]
    assert "Transfer-Encoding" not in seen.headers
    assert int(seen.headers["Content-Length"]) == len(seen.body)
    assert FILE in seen.body
    assert b'filename="a___X: y.pdf"' in seen.body


def test_an_upload_without_an_answer_is_simply_tried_again(server, media):
    server.replies = [Reply(fault="cut")]
    with pytest.raises(errors.CloudApiError) as caught:
        media.upload(Source(b"x"), "x", "text/plain", "limit")
    assert isinstance(caught.value, (errors.TemporaryError, errors.NotSent))
    server.replies = [Reply(200, json.dumps({}).encode())]
    with pytest.raises(errors.TemporaryError):
        media.upload(Source(b"x"), "x", "text/plain", "limit")


def test_the_body_has_the_length_it_says():
    body = Multipart({"type": "text/plain"}, Source(FILE), "ä.txt", "text/plain", "b")
    assert len(b"".join(body)) == len(body)
