"""The full notice of Art. 13 GDPR."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest

from whatsapp_dsgvo.lib.consent import notice

FACTS = notice.PageFacts(
    controller="Muster Haustechnik GmbH",
    address="Beispielweg 1, 12345 Musterstadt",
    contact="hilfe@muster.example",
    dpo="dsb@muster.example",
    purposes=(
        notice.Purpose("Ihre Anfrage beantworten", "Art. 6 Abs. 1 Buchst. a DSGVO"),
        notice.Purpose(
            "Zustimmung nachweisen",
            "Art. 6 Abs. 1 Buchst. f DSGVO",
            "Abwehr von Ansprüchen",
        ),
    ),
    recipients=("Muster Hosting AG, Musterstadt",),
    transfers=("Standardvertragsklauseln, geprüft am 01.11.2026",),
    retention=(notice.Retention("Nachrichten", "6 Monate nach Abschluss"),),
    authority="Musterbehörde für Datenschutz, Musterstadt",
    alternative="030 5550100",
    version=3,
    date=date(2026, 11, 23),
)
ENGLISH = replace(FACTS, language="en")
DECLARED = [
    "controller",
    "address",
    "contact",
    "dpo",
    "purposes",
    "recipients",
    "transfers",
    "retention",
    "authority",
    "alternative",
    "whatsapp_url",
]


def page_text(facts):
    return "\n".join(
        line for s in notice.full_page_sections(facts) for line in (s[0], *s[1])
    )


def headings(facts):
    return [heading for heading, _paragraphs in notice.full_page_sections(facts)]


def test_complete_page_has_no_problem():
    assert notice.page_problems(FACTS) == ()


@pytest.mark.parametrize("name", DECLARED)
def test_page_with_an_empty_field_is_refused(name):
    empty = () if isinstance(getattr(FACTS, name), tuple) else " "
    found = notice.page_problems(replace(FACTS, **{name: empty}))
    assert notice.Problem("missing", name) in found


def test_empty_item_in_a_list_is_refused():
    facts = replace(FACTS, retention=(notice.Retention("Nachrichten", ""),))
    assert notice.Problem("missing", "retention") in notice.page_problems(facts)


@pytest.mark.parametrize(
    "basis",
    [
        "Art. 6 Abs. 1 Buchst. f DSGVO",
        "Art. 6 Abs. 1 lit. f DSGVO",
        "Art. 6(1)(f) GDPR",
        "Art. 6 (1) (f)",
    ],
)
def test_legitimate_interest_must_be_named(basis):
    facts = replace(FACTS, purposes=(notice.Purpose("Nachweis", basis),))
    assert notice.page_problems(facts) == (notice.Problem("interest", "purposes"),)


def test_advertising_as_a_declared_purpose_is_no_problem():
    purpose = notice.Purpose(
        "Newsletter und Angebote senden", "Art. 6 Abs. 1 Buchst. a"
    )
    assert notice.page_problems(replace(FACTS, purposes=(purpose,))) == ()


def test_promise_nobody_can_keep_is_refused():
    facts = replace(FACTS, recipients=("Ende-zu-Ende-verschlüsselt, nur EU",))
    assert notice.page_problems(facts) == (notice.Problem("claim", "recipients"),)


@pytest.mark.parametrize("facts", [FACTS, ENGLISH])
@pytest.mark.parametrize(
    "declared",
    [
        FACTS.controller,
        FACTS.address,
        FACTS.contact,
        FACTS.dpo,
        FACTS.purposes[0].text,
        FACTS.purposes[1].legal_basis,
        FACTS.purposes[1].interest,
        FACTS.recipients[0],
        FACTS.transfers[0],
        FACTS.retention[0].period,
        FACTS.authority,
        FACTS.alternative,
        notice.PageFacts.whatsapp_url,
        "2026",
    ],
)
def test_page_shows_everything_declared(facts, declared):
    assert declared in page_text(facts)


def test_right_to_object_has_its_own_heading():
    assert "Widerspruchsrecht" in headings(FACTS)
    assert "Right to object" in headings(ENGLISH)


@pytest.mark.parametrize("facts", [FACTS, ENGLISH])
@pytest.mark.parametrize("article", [7, 15, 16, 17, 18, 20, 21, 22, 77])
def test_page_names_each_right(facts, article):
    assert re.search(rf"Art\. {article}\b", page_text(facts))


def test_page_says_that_deleting_in_the_chat_is_not_erasure():
    assert "im Chat löschen, ist sie bei uns nicht gelöscht" in page_text(FACTS)


def test_both_languages_have_the_same_sections():
    german = [len(s.paragraphs) for s in notice.full_page_sections(FACTS)]
    assert german == [len(s.paragraphs) for s in notice.full_page_sections(ENGLISH)]


@pytest.mark.parametrize("facts", [FACTS, ENGLISH])
def test_no_placeholder_remains(facts):
    assert not re.search(r"[{}@]\w*[{}]", page_text(facts))


def test_page_survives_json():
    pages = json.loads(json.dumps(notice.full_page_sections(FACTS)))
    assert pages[0][0] == "Datenschutzhinweise für WhatsApp"


def test_unknown_language_is_refused():
    with pytest.raises(ValueError, match="no page in language 'fr'"):
        notice.full_page_sections(replace(FACTS, language="fr"))


@pytest.mark.parametrize("facts", [FACTS, ENGLISH])
def test_page_of_who_answers_at_once_promises_no_waiting(facts):
    waits = ("erst, wenn", "only once you have agreed", "7 Tagen", "7 days")
    at_once = replace(facts, strict=False)
    assert [words for words in waits if words in page_text(facts)]
    assert not [words for words in waits if words in page_text(at_once)]
    assert headings(at_once) == headings(facts)
    assert notice.page_problems(at_once) == ()


ELSEWHERE = replace(FACTS, representative="Muster Vertretung GmbH, Bonn")


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        (
            ELSEWHERE,
            "Unser Vertreter in der EU (Art. 27 DSGVO): Muster Vertretung GmbH",
        ),
        (
            replace(ELSEWHERE, language="en"),
            "Our representative in the EU (Art. 27 GDPR)",
        ),
    ],
)
def test_a_representative_is_named_beside_the_controller(facts, line):
    controller, told, *_ = notice.full_page_sections(facts)[1].paragraphs
    assert facts.address in controller
    assert told.startswith(line)
    assert notice.page_problems(facts) == ()


@pytest.mark.parametrize("facts", [FACTS, ENGLISH])
def test_where_none_is_needed_nothing_is_said_of_one(facts):
    assert "Art. 27" not in page_text(facts)


@pytest.mark.parametrize("empty", ["", " "])
def test_without_the_one_who_is_needed_nothing_is_published(empty):
    facts = replace(FACTS, representative=empty)
    assert notice.page_problems(facts) == (notice.Problem("missing", "representative"),)
