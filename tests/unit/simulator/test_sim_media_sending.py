"""Files in messages to customers."""

import pytest
from sim_business import ERIKA, error_code

from tests.simulator import demo

pytestmark = pytest.mark.usefixtures("open_chat")


@pytest.fixture
def kept(upload):
    """The id of an uploaded file of some type."""
    return lambda mime_type: upload(b"content", mime_type).json()["id"]


@pytest.fixture
def send(graph):
    return lambda kind, **part: graph.post({"to": ERIKA, "type": kind, kind: part})


@pytest.mark.parametrize(
    ("kind", "mime_type", "more"),
    [
        ("image", "image/jpeg", {"caption": "Der Plan"}),
        ("video", "video/mp4", {"caption": "So geht es"}),
        ("audio", "audio/ogg", {"voice": True}),
        ("document", "application/pdf", {"filename": "plan.pdf", "caption": "A"}),
        ("sticker", "image/webp", {}),
    ],
)
def test_uploaded_file_is_sent_and_delivered(
    sim, kept, send, callback, kind, mime_type, more
):
    answer = send(kind, id=kept(mime_type), **more)
    assert answer.status_code == 200
    sim.flush()
    assert [line["status"] for line in callback.statuses] == ["sent", "delivered"]
    assert sim.media_of(sim.sent[0].id).mime_type == mime_type


def test_link_is_taken_if_public(send):
    assert send("image", link="https://example.com/plan.png").status_code == 200
    for link in ("http://example.com/a.png", "https://localhost/a.png", "plan.png"):
        assert error_code(send("image", link=link)) == 131009


@pytest.mark.parametrize("part", [{}, {"id": "1", "link": "https://example.com/a"}])
def test_id_or_link_but_not_both(send, part):
    assert error_code(send("image", **part)) == 100


def test_unknown_id_is_refused(send):
    answer = send("image", id="123456")
    assert error_code(answer) == 131009
    assert "image['id']" in answer.json()["error"]["error_data"]["details"]


def test_expired_id_is_refused(sim, kept, send):
    media_id = kept("image/png")
    sim.advance(days=30)
    sim.customer_sends_text(ERIKA, "Noch da?")
    assert error_code(send("image", id=media_id)) == 131009


def test_file_of_another_kind_fails_later(sim, kept, send, callback):
    assert send("image", id=kept("audio/ogg")).status_code == 200
    sim.flush()
    (status,) = callback.statuses
    (error,) = status["errors"]
    assert (status["status"], error["code"]) == ("failed", 131053)
    assert "audio/ogg" in error["error_data"]["details"]


def test_any_type_goes_as_document(sim, kept, send, callback):
    send("document", id=kept("image/png"), filename="plan.png")
    sim.flush()
    assert callback.statuses[-1]["status"] == "delivered"


def test_caption_limit(kept, send):
    media_id = kept("image/png")
    assert send("image", id=media_id, caption="x" * 1024).status_code == 200
    assert error_code(send("image", id=media_id, caption="x" * 1025)) == 100


@pytest.mark.parametrize(
    ("kind", "mime_type", "key"),
    [
        ("audio", "audio/ogg", "caption"),
        ("sticker", "image/webp", "caption"),
        ("image", "image/png", "filename"),
    ],
)
def test_what_a_kind_does_not_have_is_refused(kept, send, kind, mime_type, key):
    assert error_code(send(kind, id=kept(mime_type), **{key: "x"})) == 100


def test_with_local_storage_a_file_is_of_one_number_only(sim, kept, graph):
    other = {"id": "100000000000002", "waba_id": demo.WABA_ID, "display": "+49 30 777"}
    sim.configure(numbers=[other])
    media_id = kept("image/png")
    part = {"to": ERIKA, "type": "image", "image": {"id": media_id}}
    sim.customer_sends_text(ERIKA, "Hallo", phone_id=other["id"])
    assert graph.post(part, phone_id=other["id"]).status_code == 200
    local = {"status": "IN_COUNTRY_STORAGE_ENABLED"}
    sim.configure(numbers=[{"id": other["id"], "storage": local}])
    assert error_code(graph.post(part, phone_id=other["id"])) == 131009
