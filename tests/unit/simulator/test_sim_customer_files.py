"""People send files."""

import base64
import hashlib

import pytest
import requests
from sim_business import ERIKA, PNG, download, error_code

from tests.simulator.media_types import MB, OF_PHONE


@pytest.mark.parametrize("kind", ["image", "video", "audio", "document", "sticker"])
def test_file_of_a_customer_is_announced_and_can_be_fetched(
    sim, look_up, callback, kind
):
    wamid = sim.customer_sends_file(ERIKA, kind, PNG)
    sim.flush()
    (message,) = callback.messages
    part = message[kind]
    assert (message["id"], message["type"]) == (wamid, kind)
    assert part["sha256"] == base64.b64encode(hashlib.sha256(PNG).digest()).decode()
    assert part["mime_type"] == OF_PHONE[kind]
    assert download(part["url"]).content == PNG
    assert look_up(part["id"]).json()["sha256"] == hashlib.sha256(PNG).hexdigest()


def test_captions_names_and_marks_stand_in_the_webhook(sim, callback):
    sim.customer_sends_file(
        ERIKA, "document", b"x", filename="plan.pdf", caption="Der Plan"
    )
    sim.customer_sends_file(ERIKA, "audio", b"x", voice=True)
    sim.customer_sends_file(ERIKA, "sticker", b"x", animated=True)
    sim.flush()
    document, audio, sticker = callback.messages
    kept = {key: document["document"][key] for key in ("filename", "caption")}
    assert kept == {"filename": "plan.pdf", "caption": "Der Plan"}
    assert document["document"]["mime_type"] == "application/pdf"
    assert audio["audio"]["voice"] is True
    assert sticker["sticker"]["animated"] is True
    assert "caption" not in audio["audio"]


def test_id_in_a_webhook_is_good_for_seven_days(sim, look_up):
    media_id = sim.media_of(sim.customer_sends_file(ERIKA, "image", PNG)).id
    sim.advance(days=6)
    assert look_up(media_id).status_code == 200
    sim.advance(days=1)
    assert look_up(media_id).status_code == 400


def test_large_file_needs_no_large_data(sim, look_up):
    wamid = sim.customer_sends_file(ERIKA, "document", b"%PDF-1.4\n", size=100 * MB)
    found = look_up(sim.media_of(wamid).id).json()
    digest, size = hashlib.sha256(), 0
    with download(found["url"], stream=True) as answer:
        for block in answer.iter_content(MB):
            digest.update(block)
            size += len(block)
    assert (size, digest.hexdigest()) == (100 * MB, found["sha256"])


def test_file_above_100_mb_comes_as_an_error(sim, callback):
    sim.customer_sends_file(ERIKA, "video", b"x", size=100 * MB + 1)
    sim.flush()
    (message,) = callback.messages
    assert message["errors"][0]["code"] == 131052
    assert "video" not in message


def test_number_in_the_look_up_can_be_refused_for_files_of_customers(
    sim, graph, look_up
):
    sim.configure(inbound_media_number="refused")
    media_id = sim.media_of(sim.customer_sends_file(ERIKA, "image", PNG)).id
    assert error_code(look_up(media_id)) == 100
    assert graph.call("GET", media_id).status_code == 200


def test_file_over_the_control_api_as_form_and_as_json(sim):
    url = f"{sim.url}/_sim/send_file"
    form = {"customer": ERIKA, "kind": "audio", "voice": "true"}
    files = {"file": ("memo.ogg", b"OggS", "audio/ogg")}
    spoken = requests.post(url, data=form, files=files, timeout=5).json()["id"]
    body = {"customer": ERIKA, "kind": "image", "data": base64.b64encode(PNG).decode()}
    seen = requests.post(url, json=body, timeout=5).json()["id"]
    assert sim.media_bytes(sim.media_of(spoken).id) == b"OggS"
    assert sim.world.messages[spoken].payload["audio"]["voice"] is True
    shown = requests.get(f"{sim.url}/_sim/files/{sim.media_of(seen).id}", timeout=5)
    assert shown.content == PNG
    assert "sandbox" in shown.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("asked", "told", "part"),
    [
        ("bytes=0-", "0-149999", slice(None)),
        ("bytes=70000-79999", "70000-79999", slice(70_000, 80_000)),
        ("bytes=140000-900000", "140000-149999", slice(140_000, None)),
        ("bytes=-500", "149500-149999", slice(-500, None)),
    ],
)
def test_the_phone_winds_a_video(sim, asked, told, part):
    data = bytes(range(250)) * 600
    seen = sim.customer_sends_file(ERIKA, "video", data)
    url = f"{sim.url}/_sim/files/{sim.media_of(seen).id}"
    answer = requests.get(url, headers={"Range": asked}, timeout=5)
    assert (answer.status_code, answer.content) == (206, data[part])
    assert answer.headers["Content-Range"] == f"bytes {told}/150000"


@pytest.mark.parametrize(
    "asked", ["bytes=9-8", "bytes=-", "lines=1-2", "bytes=1-2,4-5"]
)
def test_a_range_that_makes_no_sense_gets_the_whole_file(sim, asked):
    seen = sim.customer_sends_file(ERIKA, "image", PNG)
    url = f"{sim.url}/_sim/files/{sim.media_of(seen).id}"
    answer = requests.get(url, headers={"Range": asked}, timeout=5)
    assert (answer.status_code, answer.content) == (200, PNG)


@pytest.mark.parametrize(
    "body",
    [
        {"customer": ERIKA, "kind": "scroll", "data": "eA=="},
        {"customer": ERIKA, "kind": "image"},
        {"customer": ERIKA, "kind": "image", "data": "eA==", "colour": "red"},
        {"customer": ERIKA, "kind": "image", "data": "no base64!"},
    ],
)
def test_file_that_can_not_be_sent_is_refused_by_the_control_api(sim, body):
    answer = requests.post(f"{sim.url}/_sim/send_file", json=body, timeout=5)
    assert (answer.status_code, list(answer.json())) == (400, ["error"])
    assert sim.written == []


@pytest.mark.parametrize(
    ("name", "mime_type", "kind"),
    [
        ("foto.png", "image/png", "image"),
        ("film.mp4", "video/mp4", "video"),
        ("lied.mp3", "audio/mpeg", "audio"),
        ("brief.pdf", "application/pdf", "document"),
        ("bild.webp", "image/webp", "document"),
        ("foto.heic", "image/heic", "document"),
        ("ohne", "application/octet-stream", "document"),
    ],
)
def test_file_picked_on_the_phone_goes_as_what_it_is(sim, name, mime_type, kind):
    form = {"customer": ERIKA, "caption": "", "quote": ""}
    files = {"file": (name, b"abc", mime_type)}
    url = f"{sim.url}/_sim/send_file"
    answer = requests.post(url, data=form, files=files, timeout=5)
    (message,) = sim.written
    assert (message.id, message.type) == (answer.json()["id"], kind)
    assert message.payload[kind]["mime_type"] == mime_type
    assert sim.media_of(message.id).filename == name
