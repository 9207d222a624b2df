"""What must never be published."""

from dataclasses import replace

import pytest

from whatsapp_dsgvo.lib.consent import notice, notice_render
from whatsapp_dsgvo.lib.consent.notice_texts import GERMAN

FACTS = notice.NoticeFacts(
    company="Muster Haustechnik GmbH",
    place="Musterstadt",
    retention="6 Monate nach Abschluss",
    url="https://muster.example/whatsapp/privacy/a1b2c3",
    alternative="030 5550100, hilfe@muster.example",
    hours="Mo–Fr 8–18 Uhr",
    version=3,
)
TYPED = ["company", "place", "retention", "alternative", "hours"]


def found(**change):
    return {(p.code, p.field) for p in notice.problems(replace(FACTS, **change))}


def test_complete_notice_has_no_problem():
    assert notice.problems(FACTS) == ()


def test_hours_may_be_left_out():
    assert found(hours=None) == set()


@pytest.mark.parametrize("name", [*TYPED, "url"])
@pytest.mark.parametrize("empty", ["", "   "])
def test_empty_field_is_a_problem(name, empty):
    assert ("missing", name) in found(**{name: empty})


@pytest.mark.parametrize("name", TYPED)
@pytest.mark.parametrize(
    "sign", ["\n", "\r", "*", "_", "~", "`", "{", "\u202e", "\u200b"]
)
def test_markup_line_breaks_and_invisible_signs_are_problems(name, sign):
    assert ("markup", name) in found(**{name: f"Muster{sign}stadt"})


@pytest.mark.parametrize("name", TYPED)
def test_second_question_is_a_problem(name):
    assert ("question", name) in found(**{name: "Schon gewusst?"})


@pytest.mark.parametrize("name", TYPED)
def test_advertising_is_a_problem(name):
    assert ("promo", name) in found(**{name: "Jetzt 20 % Rabatt sichern"})


@pytest.mark.parametrize(
    "claim",
    [
        "Ende-zu-Ende-verschlüsselt",
        "End-to-end encrypted",
        "100 % DSGVO-konform",
        "nur in der EU",
        "rechtssicher",
        "fälschungssicher",
    ],
)
def test_promise_nobody_can_keep_is_a_problem(claim):
    assert ("claim", "alternative") in found(alternative=claim)


@pytest.mark.parametrize(
    "url",
    [
        "http://muster.example/x",
        "ftp://muster.example",
        "muster.example/x",
        "https://",
        "https://user:secret@muster.example",
        "https://muster.example/a b",
        "https://muster.example/*x*",
        "https://muster.example/\nx",
        "javascript:alert(1)",
        "http://localhost.muster.example",
        "https://[",
    ],
)
def test_address_must_be_plain_https(url):
    assert ("not_https", "url") in found(url=url)


@pytest.mark.parametrize(
    "url",
    [
        "https://muster.example/whatsapp/privacy/a_b?x=1",
        "http://localhost:8069/whatsapp/privacy/a",
        "http://127.0.0.1:8069/whatsapp/privacy/a",
    ],
)
def test_https_and_this_very_machine_are_allowed(url):
    assert found(url=url) == set()


def test_too_long_text_is_reported_with_both_numbers():
    facts = replace(FACTS, alternative="x" * 400)
    (problem,) = notice.problems(facts)
    actual = len(notice.render(facts, "full").body)
    assert problem == notice.Problem("too_long", "body", limit=1024, actual=actual)


def test_too_long_text_is_never_cut():
    facts = replace(FACTS, alternative="x" * 4000)
    assert "x" * 4000 in notice.render(facts, "full").body


def test_version_counts_from_one():
    assert ("version", "version") in found(version=0)


def test_notice_without_the_line_on_objection_is_a_problem(monkeypatch):
    without = replace(
        GERMAN, details=GERMAN.details.replace(GERMAN.objection, "Jederzeit STOPP.")
    )
    monkeypatch.setitem(notice_render.TEXTS, "de", without)
    assert ("no_objection_line", "body") in found()
