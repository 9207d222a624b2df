"""SERVICE_REPLY: the notice must not promise what only STRICT keeps."""

from dataclasses import replace

import pytest

from whatsapp_dsgvo.lib.consent import automatic_texts, notice

FACTS = notice.NoticeFacts(
    company="Muster Haustechnik und Gebäudetechnik Nord GmbH & Co. KG",
    place="Musterstadt",
    retention="6 Monate nach Abschluss",
    url="https://muster.example/whatsapp/privacy/a1b2c3",
    alternative="030 5550100, hilfe@muster.example",
    hours="Mo-Fr 8-18 Uhr",
    version=3,
    strict=False,
)
LANGUAGES = ("de", "en")
STRICT_ONLY = ("sobald Sie zustimmen", "erst dann", "as soon as you agree", "only then")


@pytest.mark.parametrize("language", LANGUAGES)
def test_fits_and_has_nothing_to_repair(language):
    facts = replace(FACTS, language=language)
    assert notice.problems(facts) == ()
    assert min(notice.budget(facts).values()) >= 0


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ("full", "short"))
def test_promises_no_waiting_for_the_yes(language, form):
    facts = replace(FACTS, language=language)
    body = notice.render(facts, form).body
    assert not [words for words in STRICT_ONLY if words in body]
    strict = notice.render(replace(facts, strict=True), form).body
    assert [words for words in STRICT_ONLY if words in strict]


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_its_own_basis_and_asks_the_same_question(language):
    facts = replace(FACTS, language=language)
    body = notice.render(facts, "full").body
    strict = notice.render(replace(facts, strict=True), "full").body
    assert "Art. 6" in body and "Art. 6" not in strict
    assert body.splitlines()[-1] == strict.splitlines()[-1]


def test_budget_counts_this_mode():
    facts = replace(FACTS, hours=None)
    left = notice.budget(facts)["place"]
    grown = replace(facts, place=facts.place + "x" * left, hours="")
    assert notice.problems(replace(grown, hours=None)) == ()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("strict", (True, False))
def test_a_published_text_tells_which_mode_it_promises(language, strict):
    facts = replace(FACTS, language=language, strict=strict)
    body = notice.render(facts, "full").body
    assert notice.waits_for_yes(body, language) is strict


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_nobody_knows_promises_nothing(language):
    body = notice.render(replace(FACTS, language=language), "full").body
    older = body.replace("STOPP beendet auch", "STOPP beendet").replace(
        "ends that,", ""
    )
    for unknown in ("", "Guten Tag", older):
        assert notice.waits_for_yes(unknown, language) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_receipts_of_a_yes_exist_for_both_modes(language):
    for given in ({}, {"time": "14"}, {"hours": "8–18"}, {"time": "14", "hours": "8"}):
        waited = automatic_texts.yes_receipt(language, **given)
        at_once = automatic_texts.yes_receipt(language, **given, strict=False)
        assert waited != at_once
        assert not [words for words in ("lesen", "read") if words in at_once]
