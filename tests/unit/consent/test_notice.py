"""The notice in the chat: the agreed words, and nothing that does not fit."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whatsapp_dsgvo.lib.consent import notice

AGREED = """\
Guten Tag! Ihre Nachricht an die {firma} ist angekommen. Wir öffnen und beantworten sie \
auf WhatsApp, sobald Sie zustimmen.

• Wir: {firma}, {ort}
• Wofür: nur Ihre Anfrage, keine Werbung
• Was: Rufnummer/WhatsApp-Kennung, Profilname, Nachrichten, Dateien
• Wer noch: Meta (WhatsApp) entschlüsselt in unserem Auftrag, kurzzeitig auch außerhalb \
der EU
• Wie lange: {frist}
• Ohne Ihr Ja: Wir prüfen nur, ob es eine rechtliche Erklärung oder ein Notfall ist, und \
löschen nach 7 Tagen

*Widerruf und Widerspruch:* jederzeit mit STOPP.
Alles Weitere, Ihre Rechte, Datenschutz: {url}

Ohne WhatsApp: {alternative}
Bitte keine Gesundheits-, Ausweis- oder Bankdaten. Unter 16: bitte die Eltern schreiben \
lassen.

*Sind Sie einverstanden, dass wir Ihnen auf WhatsApp antworten?*"""

FACTS = notice.NoticeFacts(
    company="Muster Haustechnik GmbH",
    place="Musterstadt",
    retention="6 Monate nach Abschluss",
    url="https://muster.example/whatsapp/privacy/a1b2c3",
    alternative="030 5550100, hilfe@muster.example",
    hours=None,
    version=3,
)
ENGLISH = replace(FACTS, language="en", retention="6 months after closing")
PLAIN = st.text("abc äöüß-,.🌸", min_size=1, max_size=80).filter(str.strip)


def test_german_notice_has_the_agreed_words():
    assert notice.render(FACTS, "full").body == AGREED.format(
        firma=FACTS.company,
        ort=FACTS.place,
        frist=FACTS.retention,
        url=FACTS.url,
        alternative=FACTS.alternative,
    )


def test_german_reminder_has_the_agreed_words():
    assert notice.render(FACTS, "short").body == (
        "Ein kurzes Ja brauchen wir noch, erst dann dürfen wir Ihre Nachricht "
        f"beantworten. Hinweise: {FACTS.url}"
    )


def test_german_footer_and_buttons():
    shown = notice.render(FACTS, "full")
    assert (shown.footer, shown.yes_title, shown.no_title) == (
        "Fassung 3",
        "Ja, einverstanden",
        "Nein, danke",
    )


def test_english_footer_and_buttons():
    shown = notice.render(ENGLISH, "full")
    assert (shown.footer, shown.yes_title, shown.no_title) == (
        "Version 3",
        "Yes, I agree",
        "No, thanks",
    )


def test_opening_hours_join_the_first_line():
    body = notice.render(replace(FACTS, hours="Mo–Fr 8–18 Uhr"), "full").body
    assert body.splitlines()[0].endswith("zustimmen. Wir sind Mo–Fr 8–18 Uhr da.")


@pytest.mark.parametrize("language", ["de", "en"])
def test_notice_fits_with_a_long_name_and_a_long_address(language):
    facts = replace(
        FACTS,
        language=language,
        company="Vereinigte Musterstädter Haustechnik- und Sanitärwerke AG",
        url="https://hilfe.vereinigte-muster.example/whatsapp/privacy/a1b2c3d4e5f6",
    )
    assert notice.problems(facts) == ()


@pytest.mark.parametrize("facts", [FACTS, ENGLISH])
def test_question_is_the_last_paragraph_and_the_only_one(facts):
    body = notice.render(facts, "full").body
    assert body.count("?") == 1 and body.endswith("?*")


@pytest.mark.parametrize("form", ["long", "", None])
def test_unknown_form_is_refused(form):
    with pytest.raises(ValueError, match="form must be"):
        notice.render(FACTS, form)


def test_unknown_language_is_refused():
    with pytest.raises(ValueError, match="no notice in language 'fr'"):
        notice.render(replace(FACTS, language="fr"), "full")


def test_braces_in_a_field_are_never_expanded():
    body = notice.render(replace(FACTS, place="{url}"), "full").body
    assert "{url}" in body


def test_hash_is_the_same_for_the_same_text():
    one, two = notice.render(FACTS, "full"), notice.render(replace(FACTS), "full")
    assert notice.text_hash(one) == notice.text_hash(two)


@pytest.mark.parametrize(
    "change",
    [
        {"version": 4},
        {"place": "Musterdorf"},
        {"language": "en"},
        {"hours": "Mo–Fr 8–18 Uhr"},
    ],
)
def test_hash_changes_with_anything_shown(change):
    before = notice.text_hash(notice.render(FACTS, "full"))
    assert notice.text_hash(notice.render(replace(FACTS, **change), "full")) != before


def test_hash_does_not_depend_on_how_an_umlaut_is_encoded():
    composed = notice.render(replace(FACTS, place="Köln"), "full")
    decomposed = notice.render(replace(FACTS, place="Ko\u0308ln"), "full")
    assert notice.text_hash(composed) == notice.text_hash(decomposed)


@given(st.sampled_from(["place", "retention", "alternative", "hours"]), st.data())
def test_a_field_may_grow_by_its_budget_and_no_further(name, data):
    facts = replace(FACTS, hours="Mo–Fr", alternative=data.draw(PLAIN))
    left = notice.budget(facts)[name]
    full = replace(facts, **{name: getattr(facts, name) + "x" * left})
    over = replace(full, **{name: getattr(full, name) + "x"})
    codes = ["too_long" in {p.code for p in notice.problems(f)} for f in (full, over)]
    assert codes == [False, True]


def test_company_name_has_half_the_budget_for_it_stands_there_twice():
    left = notice.budget(FACTS)
    assert left["company"] == left["place"] // 2


def test_budget_reckons_with_the_hours_even_if_none_are_given():
    with_hours = replace(FACTS, hours="Mo–Fr 8–18 Uhr")
    assert notice.budget(FACTS)["hours"] == (
        notice.budget(with_hours)["hours"] + len("Mo–Fr 8–18 Uhr")
    )


def test_an_emoji_counts_as_two_characters():
    assert notice.length("🌸") == 2
