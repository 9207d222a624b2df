"""Messages the software sends by itself."""

import re

import pytest

from whatsapp_dsgvo.lib.consent.automatic_texts import (
    KINDS,
    TEXTS,
    placeholders,
    promo_words,
    text,
    yes_receipt,
)

EVERY = [(language, kind) for language in TEXTS for kind in KINDS]
FORBIDDEN = re.compile(
    r"ende-zu-ende|end-to-end|konform|compliant|rechtssicher|nur in der eu",
    re.IGNORECASE,
)


def test_both_languages_have_the_same_kinds():
    assert TEXTS["de"].keys() == TEXTS["en"].keys()


@pytest.mark.parametrize("kind", KINDS)
def test_both_languages_take_the_same_values(kind):
    assert placeholders(TEXTS["de"][kind]) == placeholders(TEXTS["en"][kind])


@pytest.mark.parametrize(("language", "kind"), EVERY)
def test_no_automatic_text_advertises(language, kind):
    assert promo_words(TEXTS[language][kind]) == ()


@pytest.mark.parametrize(("language", "kind"), EVERY)
def test_no_automatic_text_promises_too_much(language, kind):
    assert not FORBIDDEN.search(TEXTS[language][kind])


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("kind", [k for k in KINDS if k.startswith("choice_yes")])
def test_each_receipt_of_a_yes_says_how_to_stop(language, kind):
    assert TEXTS[language][kind].endswith(("STOPP.", "STOP."))


def test_receipt_of_a_yes_names_the_expected_time():
    assert yes_receipt("de", time="heute 14 Uhr") == (
        "Danke! Wir lesen jetzt Ihre Nachricht. Antwort meist bis heute 14 Uhr. "
        "Beenden: STOPP."
    )


def test_receipt_of_a_yes_does_without_a_time():
    assert yes_receipt("de") == (
        "Danke! Wir lesen jetzt Ihre Nachricht. Beenden: STOPP."
    )


@pytest.mark.parametrize("time", [None, "Montag 10 Uhr"])
def test_receipt_outside_hours_does_not_pretend_to_read_now(time):
    receipt = yes_receipt("de", time=time, hours="Mo–Fr 8–18 Uhr")
    assert "Mo–Fr 8–18 Uhr" in receipt and "jetzt" not in receipt


def test_stop_with_a_contract_word_asks_about_the_contract():
    assert text("stop_contract", "de", alternative="030 5550100") == (
        "Wir schreiben Ihnen auf WhatsApp nicht mehr. Meinten Sie einen Vertrag oder "
        "ein Abo, erreichen Sie uns hier: 030 5550100."
    )


def test_value_with_a_full_stop_does_not_give_two():
    assert text("stop", "de", alternative="per Brief.").endswith("per Brief.")


@pytest.mark.parametrize(
    ("kind", "language", "values"),
    [
        ("greeting", "de", {}),
        ("stop", "fr", {"alternative": "x"}),
        ("stop", "de", {}),
        ("stop", "de", {"alternative": " "}),
        ("stop", "de", {"alternative": "x", "name": "y"}),
    ],
)
def test_wrong_use_is_a_clear_error(kind, language, values):
    with pytest.raises(ValueError, match=r"no automatic text|no texts in|takes"):
        text(kind, language, **values)


@pytest.mark.parametrize(
    "advert",
    [
        "Unser Angebot der Woche",
        "Jetzt 20 % sparen",
        "Sonderaktion im Herbst",
        "Gutschein gratis",
        "Bewerten Sie uns",
        "Folgen Sie uns",
        "Nur für kurze Zeit",
        "Special offer inside",
        "Buy now and save 10",
        "Please rate us",
        "Abonnieren Sie den Newsletter",
    ],
)
def test_advertising_is_found(advert):
    assert promo_words(advert)


@pytest.mark.parametrize(
    "neutral",
    [
        "Ihre Reaktion haben wir erhalten.",
        "Die Transaktion wird geprüft.",
        "Wir sind Mo–Fr 8–18 Uhr da.",
        "Nur Ihre Anfrage, keine Werbung.",
        "The dealer will call you.",
        "We save your message.",
        "",
    ],
)
def test_neutral_text_is_left_alone(neutral):
    assert promo_words(neutral) == ()


def test_advertising_words_come_as_written():
    assert promo_words("RABATT und Gutschein") == ("RABATT", "Gutschein")
