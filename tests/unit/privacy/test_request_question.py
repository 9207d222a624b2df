"""The question whether words are meant as a request."""

import pytest

from whatsapp_dsgvo.lib.consent.promo import promo_words
from whatsapp_dsgvo.lib.privacy import request_question
from whatsapp_dsgvo.lib.privacy.request_texts import RIGHTS


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("right", sorted(RIGHTS["de"]))
def test_it_names_right_and_case_and_sells_nothing(right, lang):
    text = request_question.text(right, "DS-0007", "Muster GmbH", lang)
    assert "DS-0007" in text
    assert RIGHTS[lang][right] in text
    assert not promo_words(text)
    assert len(text) < 1024


@pytest.mark.parametrize("lang", ["de", "en"])
def test_what_an_erasure_takes_along_is_told_with_the_button_that_keeps_it(lang):
    asked = ("erasure", "DS-0007", "Muster GmbH", lang)
    plain, told = (request_question.text(*asked, running=r) for r in (False, True))
    added = told.replace(plain.removesuffix("Muster GmbH").rstrip(), "")
    _yes, (_payload, no) = request_question.buttons("ab", lang)
    assert {"de": "noch offene Anfrage", "en": "enquiry you have open"}[lang] in added
    assert no in added
    assert no not in plain
    assert not promo_words(told)
    assert len(told) < 1024


@pytest.mark.parametrize("lang", ["de", "en"])
def test_its_buttons_fit_and_come_back(lang):
    (yes, yes_title), (no, no_title) = request_question.buttons("ab-c_1", lang)
    assert max(len(yes_title), len(no_title)) <= 20
    assert request_question.tapped(yes) == ("yes", "ab-c_1")
    assert request_question.tapped(no) == ("no", "ab-c_1")


@pytest.mark.parametrize(
    "payload", [None, "", "c1.yes.abc", "q1.maybe.abc", "q1.yes.", "q1.yes.a b"]
)
def test_other_payloads_are_none_of_it(payload):
    assert request_question.tapped(payload) is None
