from datetime import datetime, timezone
from zoneinfo import ZoneInfo

import pytest

from tests.simulator import demo
from whatsapp_dsgvo.lib.cloud_api import limits, payloads
from whatsapp_dsgvo.lib.consent.promo import promo_words
from whatsapp_dsgvo.lib.desk import reply_ready

BERLIN = ZoneInfo("Europe/Berlin")
LATE = datetime(2026, 11, 22, 23, 30, tzinfo=timezone.utc)


def filled(language):
    return reply_ready.values(LATE, BERLIN, "HT00042", language)


def test_the_german_text_is_the_agreed_one():
    assert reply_ready.text(filled("de"), "de") == (
        "Wir haben eine Antwort auf Ihre Anfrage vom 23.11.2026 (Vorgang HT00042). "
        "Möchten Sie sie hier lesen?"
    )
    assert reply_ready.buttons("de") == ("Antwort lesen", "Nicht mehr nötig")


@pytest.mark.parametrize("language", reply_ready.LANGUAGES)
def test_it_keeps_metas_limits_and_advertises_nothing(language):
    text = reply_ready.text(filled(language), language)
    assert len(text) <= limits.TEMPLATE_BODY
    assert promo_words(text) == ()
    for title in reply_ready.buttons(language):
        assert len(title) <= limits.TEMPLATE_BUTTON_TEXT


@pytest.mark.parametrize("language", reply_ready.LANGUAGES)
def test_it_neither_begins_nor_ends_with_a_placeholder(language):
    body = reply_ready.components(language)[0]["text"]
    assert not body.startswith("{{") and not body.endswith("}}")


@pytest.mark.parametrize("language", reply_ready.LANGUAGES)
def test_each_placeholder_has_a_sample(language):
    body = reply_ready.components(language)[0]
    assert len(body["example"]["body_text"][0]) == body["text"].count("{{")


def test_the_day_is_the_companys_own():
    assert filled("de")[0] == "23.11.2026"
    assert filled("en")[0] == "2026-11-23"


@pytest.mark.parametrize("language", reply_ready.LANGUAGES)
def test_it_is_unchanged_as_submitted_and_without_the_samples(language):
    given = reply_ready.components(language)
    assert reply_ready.is_unchanged(given, language)
    del given[0]["example"]
    assert reply_ready.is_unchanged(given, language)


def test_a_changed_word_button_or_order_is_noticed():
    body, buttons = reply_ready.components("de")
    other = {**body, "text": body["text"] + " Jetzt 20 % Rabatt!"}
    fewer = {**buttons, "buttons": buttons["buttons"][:1]}
    turned = {**buttons, "buttons": buttons["buttons"][::-1]}
    header = {"type": "HEADER", "format": "TEXT", "text": "Neu"}
    for given in (
        [other, buttons],
        [body],
        [body, fewer],
        [body, turned],
        [header, body, buttons],
        reply_ready.components("en"),
    ):
        assert not reply_ready.is_unchanged(given, "de")


def test_a_tap_tells_which_button_of_which_question():
    read, done = reply_ready.button_payloads("abc-_1")
    assert reply_ready.tapped(read) == ("read", "abc-_1")
    assert reply_ready.tapped(done) == ("done", "abc-_1")


@pytest.mark.parametrize("reply", [None, "", "c1.yes.abc", "r1.other.abc", "r1.read."])
def test_other_buttons_are_not_ours(reply):
    assert reply_ready.tapped(reply) is None


def test_payloads_fit_into_a_button():
    for payload in reply_ready.button_payloads("x" * 40):
        assert not limits.check_words("id", payload, limits.BUTTON_ID)


@pytest.mark.parametrize("language", reply_ready.LANGUAGES)
def test_the_payload_for_meta_can_be_built(language):
    to = payloads.Recipient(phone="+4915155500001")
    body = payloads.template(to, reply_ready.NAME, language, filled(language))
    parameters = body["template"]["components"][0]["parameters"]
    assert [one["text"] for one in parameters] == filled(language)


@pytest.mark.parametrize("language", reply_ready.LANGUAGES)
def test_the_stand_ins_company_has_it_as_shipped(language):
    row = next(
        row
        for row in demo.templates()
        if (row.name, row.language) == (reply_ready.NAME, language)
    )
    assert reply_ready.is_unchanged(row.components, language)
