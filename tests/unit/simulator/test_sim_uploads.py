"""Uploads: what is taken, what is refused, however the body arrives."""

import hashlib
import json

import pytest
import requests
from sim_business import PNG, download, error_code

from tests.simulator import demo
from tests.simulator.media_types import MB
from tests.simulator.multipart import Form, read

HOST = "http://127.0.0.1"


def test_uploaded_file_comes_back_byte_for_byte(upload, look_up):
    media_id = upload().json()["id"]
    found = look_up(media_id).json()
    assert found["mime_type"] == "image/png"
    assert found["file_size"] == str(len(PNG))
    assert found["sha256"] == hashlib.sha256(PNG).hexdigest()
    answer = download(found["url"])
    assert (answer.content, answer.headers["Content-Type"]) == (PNG, "image/png")


def test_name_with_umlauts_is_kept(sim, upload):
    upload(name="Geländeplan – Süd.png")
    assert sim.media[0].filename == "Geländeplan – Süd.png"


@pytest.mark.parametrize("mime_type", ["image/gif", "application/octet-stream"])
def test_type_meta_does_not_take_is_refused(upload, mime_type):
    answer = upload(mime_type=mime_type)
    assert (answer.status_code, error_code(answer)) == (400, 100)
    assert f"Received file of type '{mime_type}'" in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("mime_type", "largest"),
    [
        ("image/jpeg", 5 * MB),
        ("audio/ogg; codecs=opus", 16 * MB),
        ("image/webp", 100 * 1024),
    ],
)
def test_size_limit_goes_by_kind(upload, mime_type, largest):
    assert upload(bytes(largest), mime_type).status_code == 200
    assert error_code(upload(bytes(largest + 1), mime_type)) == 131053


def test_animated_sticker_may_be_larger(upload):
    head = b"RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x02\x00"
    assert upload(head + bytes(400 * 1024), "image/webp").status_code == 200


def test_largest_document_is_taken(sim, upload):
    data = bytes(100 * MB)
    media_id = upload(data, "application/pdf").json()["id"]
    assert sim.media[0].id == media_id
    assert sim.media[0].sha256 == hashlib.sha256(data).hexdigest()


def test_empty_file_is_refused(upload):
    assert error_code(upload(b"")) == 131053


def test_upload_without_product_is_refused(upload):
    assert error_code(upload(fields={"type": "image/png"})) == 100


def test_upload_needs_the_token(upload):
    assert upload(headers={}).status_code == 401


def test_upload_as_json_is_refused(graph):
    answer = graph.call("POST", f"{demo.PHONE_NUMBER_ID}/media", {"file": "x"})
    assert error_code(answer) == 100


def test_content_of_an_upload_is_not_written_into_the_book(sim, upload):
    upload()
    (request,) = sim.calls("media")
    assert json.loads(request["body"])["file"]["size"] == len(PNG)


class _Slow:
    """Gives a few bytes at a time, as a network does."""

    def __init__(self, data, step):
        self.data, self.step = data, step

    def read(self, most):
        block = self.data[: min(self.step, most)]
        self.data = self.data[len(block) :]
        return block


@pytest.mark.parametrize("step", [1, 2, 3, 7, 64, 10_000])
def test_parts_are_found_wherever_blocks_end(step):
    request = requests.Request(
        "POST",
        HOST,
        data={"type": "image/png"},
        files={"file": ("a.png", b"\r\n--x\r\n" * 40, "image/png")},
    ).prepare()
    stream = _Slow(request.body, step)
    form = read(stream, len(request.body), request.headers["Content-Type"])
    assert form.fields == {"type": "image/png"}
    assert form.files["file"].data == b"\r\n--x\r\n" * 40


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"--x\r\nno end", "multipart/form-data; boundary=x"),
        (b"", "multipart/form-data; boundary=x"),
        (b"--x\r\n\r\n\r\n--x--", "multipart/form-data; boundary=x"),
        (b"--x--", "multipart/form-data"),
    ],
)
def test_broken_body_is_a_problem_not_a_crash(body, content_type):
    form = read(_Slow(body, 5), len(body), content_type)
    assert form == Form(problem=form.problem)
    assert form.problem


def test_body_of_unknown_length_is_refused_and_does_not_spoil_the_next_request(sim):
    headers = {"Authorization": f"Bearer {demo.ACCESS_TOKEN}"}
    with requests.Session() as session:
        session.headers.update(headers)
        url = f"{sim.url}/{demo.PHONE_NUMBER_ID}"
        refused = session.post(f"{url}/media", data=iter([b"--x--"]), timeout=5)
        assert refused.json() == {"error": "a Content-Length is needed"}
        assert session.get(url, timeout=5).json()["id"] == demo.PHONE_NUMBER_ID
