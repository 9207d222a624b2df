"""What a letter about a request must say."""

from datetime import date, datetime, timezone

import pytest

from whatsapp_dsgvo.lib.consent.promo import promo_words
from whatsapp_dsgvo.lib.privacy import letters, request_texts

UTC = timezone.utc
RECEIVED = datetime(2026, 11, 25, 9, tzinfo=UTC)
REASON = {
    letters.EXTENSION: "complex",
    letters.REFUSAL: "duty",
    letters.LIFT: "checked",
}
RIGHTS = tuple(request_texts.RIGHTS["de"])
EVERY = [
    (lang, kind, right)
    for lang in ("de", "en")
    for kind in letters.KINDS
    for right in RIGHTS
]


def case(right="erasure", **values):
    facts = {"authority": "BfDI, Bonn", "company": "Muster GmbH"}
    facts = {**facts, "ends": date(2027, 1, 11), **values}
    return letters.Case("DS-0007", right, RECEIVED, **facts)


@pytest.mark.parametrize(("lang", "kind", "right"), EVERY)
def test_every_proposal_may_go_as_it_is(lang, kind, right):
    text = letters.compose(kind, case(right), lang, REASON.get(kind))
    assert letters.problems(kind, case(right), lang, text) == ()
    assert promo_words(text) == ()


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize(("right", "article"), [("access", 15), ("portability", 20)])
def test_what_is_withheld_for_others_names_the_norm(right, article, lang):
    granted, part = (
        letters.compose(letters.OUTCOME, case(right, partial=partial), lang)
        for partial in (False, True)
    )
    norm = {"de": f"Art. {article} Abs. 4 DSGVO", "en": f"Art. {article}(4) GDPR"}[lang]
    assert norm in part
    assert norm not in granted
    assert letters.problems(letters.OUTCOME, case(right), lang, part) == ()


@pytest.mark.parametrize("lang", ["de", "en"])
def test_only_the_receipt_tells_what_an_erasure_takes_along(lang):
    words = request_texts.RUNNING[lang]
    for kind in letters.KINDS:
        text = letters.compose(kind, case(running=True), lang, REASON.get(kind))
        assert (words in text) == (kind == letters.RECEIPT)
        assert letters.problems(kind, case(), lang, text) == ()
        assert words not in letters.compose(kind, case(), lang, REASON.get(kind))


def test_both_languages_have_the_same_words():
    for table in ("LETTERS", "RIGHTS", "RESULTS", "REASONS"):
        words = getattr(request_texts, table)
        assert words["de"].keys() == words["en"].keys(), table


def test_every_reason_has_its_words():
    every = letters.EXTENSION_REASONS + letters.REFUSAL_REASONS + letters.LIFT_REASONS
    assert set(every) == set(request_texts.REASONS["de"])


@pytest.mark.parametrize(
    ("kind", "removed", "code"),
    [
        (letters.RECEIPT, "DS-0007", "case"),
        (letters.RECEIPT, "28.12.2026", "date"),
        (letters.EXTENSION, "25.02.2027", "date"),
        (letters.REFUSAL, "Aufsichtsbehörde", "complaint"),
        (letters.REFUSAL, "Gerichten", "court"),
        (letters.OUTCOME, "Aufsichtsbehörde", "complaint"),
        (letters.LIFT, "11.01.2027", "ends"),
    ],
)
def test_what_the_law_demands_is_missed(kind, removed, code):
    text = letters.compose(kind, case(), "de", REASON.get(kind))
    assert removed in text
    without = text.replace(removed, "")
    assert letters.problems(kind, case(), "de", without) == (code,)


def test_gaps_and_advertising_stop_a_letter():
    text = letters.compose(letters.REFUSAL, case(authority=""), "de")
    found = letters.problems(letters.REFUSAL, case(), "de", f"{text} Gutschein!")
    assert found == ("gap", "promo")


def test_the_end_of_a_restriction_names_the_day_and_the_reason():
    text = letters.compose(letters.LIFT, case("restriction"), "en", "checked")
    assert "2027-01-11" in text
    assert "18(3)" in text
    assert "18(1)(a)" in text
    undated = case("restriction", ends=None)
    open_text = letters.compose(letters.LIFT, undated, "en", "checked")
    assert letters.problems(letters.LIFT, undated, "en", open_text) == ("gap", "ends")


def test_what_is_longer_than_a_message_is_refused():
    text = letters.compose(letters.RECEIPT, case(), "de") + "x" * letters.LONGEST
    assert letters.problems(letters.RECEIPT, case(), "de", text) == ("long",)


def test_a_part_that_stays_is_said():
    full, partial = (
        letters.compose(letters.OUTCOME, case(partial=partial), "de")
        for partial in (False, True)
    )
    assert "aufbewahren" in partial
    assert "aufbewahren" not in full


def test_an_extension_counts_until_the_last_minute_of_the_last_day_in_berlin():
    last = datetime(2026, 12, 28, 22, 59, tzinfo=UTC)
    after = datetime(2026, 12, 28, 23, 1, tzinfo=UTC)
    assert letters.in_time(letters.EXTENSION, RECEIVED, last)
    assert not letters.in_time(letters.EXTENSION, RECEIVED, after)
    assert letters.in_time(letters.REFUSAL, RECEIVED, after)


@pytest.mark.parametrize(
    ("code", "expected"), [("de_CH", "de"), ("fr_FR", "en"), (None, "en")]
)
def test_language_of_a_letter(code, expected):
    assert letters.language(code) == expected


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("partial", [False, True])
@pytest.mark.parametrize("authority", ["", "LfDI Musterland"])
def test_the_last_message_names_case_complaint_and_court(lang, partial, authority):
    told = case(authority=authority, partial=partial)
    text = letters.erasing(told, lang)
    assert letters.problems(letters.OUTCOME, told, lang, text) == ()
    assert authority in text
    assert "  " not in text
    assert (("gesperrt" if lang == "de" else "locked") in text) == partial
