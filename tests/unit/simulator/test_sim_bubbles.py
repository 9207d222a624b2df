"""What the phone page is told of each message."""

import pytest
import requests
from sim_business import ERIKA, PNG

from tests.simulator import demo


@pytest.fixture
def bubbles(sim):
    def call(person=ERIKA):
        answer = requests.get(f"{sim.url}/_sim/chat/{person}", timeout=5)
        return answer.json()["messages"]

    return call


@pytest.fixture
def send(graph):
    """A message of the business, of any kind."""

    def call(kind, part, **more):
        content = {"to": ERIKA, "type": kind, kind: part} | more
        body = {"messaging_product": "whatsapp"} | content
        answer = graph.call("POST", f"{demo.PHONE_NUMBER_ID}/messages", body)
        assert answer.status_code == 200, answer.text

    return call


def test_own_picture_is_shown_from_the_stand_in_and_has_no_words(sim, bubbles):
    wamid = sim.customer_sends_file(ERIKA, "image", PNG, mime_type="image/png")
    (bubble,) = bubbles()
    assert bubble["body"] == ""
    assert bubble["media"] == {
        "kind": "image",
        "voice": False,
        "name": "",
        "mime_type": "image/png",
        "size": len(PNG),
        "url": f"/_sim/files/{sim.media_of(wamid).id}",
    }
    assert requests.get(sim.url + bubble["media"]["url"], timeout=5).content == PNG


@pytest.mark.parametrize("kind", ["image", "video", "audio", "document", "sticker"])
def test_file_of_every_kind_has_its_part_and_its_caption(sim, bubbles, kind):
    sim.customer_sends_file(
        ERIKA, kind, b"x", filename="plan.pdf", caption="Siehe hier", voice=True
    )
    (bubble,) = bubbles()
    assert bubble["body"] == "Siehe hier"
    assert bubble["media"]["kind"] == kind
    assert bubble["media"]["voice"] is (kind == "audio")


def test_document_of_the_business_has_the_name_it_was_sent_under(
    sim, send, bubbles, open_chat, upload
):
    media_id = upload(b"%PDF-1.4", "application/pdf", "entwurf.pdf").json()["id"]
    send("document", {"id": media_id, "filename": "Rechnung.pdf"})
    sent = bubbles()[-1]
    assert (sent["mine"], sent["body"]) == (False, "")
    assert sent["media"]["name"] == "Rechnung.pdf"
    assert sent["media"]["url"] == f"/_sim/files/{media_id}"
    sim.world.patch("media", media_id, deleted=True)  # gone at Meta, not on the phone
    assert requests.get(sim.url + sent["media"]["url"], timeout=5).status_code == 200


def test_file_sent_by_link_is_named_but_nothing_foreign_is_loaded(
    send, bubbles, open_chat
):
    link = "https://files.muster.example/preise.pdf"
    send("document", {"link": link, "filename": "Preise.pdf"})
    media = bubbles()[-1]["media"]
    assert (media["name"], media["url"], media["size"]) == ("Preise.pdf", "", 0)


def test_picture_above_a_template_or_buttons_is_shown(
    sim, send, bubbles, open_chat, upload
):
    media_id = upload().json()["id"]
    reply = {"type": "reply", "reply": {"id": "a", "title": "Ja"}}
    question = {
        "type": "button",
        "header": {"type": "image", "image": {"id": media_id}},
        "body": {"text": "Dieses hier?"},
        "action": {"buttons": [reply]},
    }
    send("interactive", question)
    asked = bubbles()[-1]
    assert (asked["body"], asked["media"]["kind"]) == ("Dieses hier?", "image")
    assert asked["media"]["url"] == f"/_sim/files/{media_id}"


def test_place_and_contact_look_alike_from_both_sides(sim, send, bubbles, open_chat):
    place = {"latitude": 52.52, "longitude": 13.4, "name": "Laden", "address": "Weg 1"}
    card = {
        "name": {"formatted_name": "Max Muster"},
        "org": {"company": "Muster GmbH"},
        "phones": [{"phone": "+49 1525 5500017"}],
    }
    sim.customer_sends(ERIKA, {"type": "location", "location": place})
    send("location", place)
    sim.customer_sends(ERIKA, {"type": "contacts", "contacts": [card]})
    mine, theirs, known = bubbles()[1:]
    where = {"kind": "place", "title": "Laden", "lines": ["Weg 1", "52.52, 13.4"]}
    assert mine["tiles"] == theirs["tiles"] == [where]
    assert mine["body"] == theirs["body"] == ""
    lines = ["Muster GmbH", "+49 1525 5500017"]
    assert known["tiles"] == [
        {"kind": "contact", "title": "Max Muster", "lines": lines}
    ]


def test_reaction_and_quote_belong_to_the_message_meant(sim, send, bubbles, open_chat):
    send("text", {"body": "Guten Tag"}, context={"message_id": open_chat})
    answer = bubbles()[-1]
    assert answer["quote"] == open_chat
    sim.customer_reacts(ERIKA, answer["id"], "👍")
    assert bubbles()[-1]["reactions"] == ["👍"]


def test_change_and_removal_show_in_the_message_itself(sim, bubbles):
    wrong = sim.customer_sends_text(ERIKA, "Am Dienstag")
    gone = sim.customer_sends_text(ERIKA, "Falscher Chat")
    right = {"type": "text", "text": {"body": "Am Donnerstag"}}
    change = {"original_message_id": wrong, "message": right}
    sim.customer_sends(ERIKA, {"type": "edit", "edit": change})
    sim.customer_sends(
        ERIKA, {"type": "revoke", "revoke": {"original_message_id": gone}}
    )
    first, second = bubbles()
    assert (first["body"], first["edited"], first["gone"]) == (
        "Am Donnerstag",
        True,
        False,
    )
    assert (second["body"], second["gone"]) == ("", True)


@pytest.mark.parametrize(
    "content",
    [
        {"type": "order", "order": {"product_items": []}},
        {"type": "unsupported", "unsupported": {"type": "poll_creation"}},
        {"type": "image", "image": "odd"},
        {"type": "contacts", "contacts": "odd"},
        {"type": "contacts", "contacts": [{"name": "odd", "phones": [7]}, 8]},
        {"type": "location", "location": {}},
        {"type": "edit", "edit": {"original_message_id": "wamid.none"}},
        {"type": "edit", "edit": 5},
        {"type": "revoke", "revoke": None},
        {"type": "interactive", "interactive": {"type": "nfm_reply", "nfm_reply": []}},
    ],
)
def test_odd_message_breaks_no_phone(sim, bubbles, content):
    sim.customer_sends(ERIKA, content)
    sim.customer_sends_text(ERIKA, "Hallo?")
    assert bubbles()[-1]["body"] == "Hallo?"
    assert "[" not in "".join(bubble["body"] for bubble in bubbles())
