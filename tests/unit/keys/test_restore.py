"""Which entries of the journal a database can't explain."""

from whatsapp_dsgvo.lib.keys.journal_entries import Head, JournalEvent, next_entry
from whatsapp_dsgvo.lib.keys.restore import (
    OF_PERSON,
    Extent,
    erasure_kind,
    extent_of,
    kind_of,
    kind_with,
    linked,
    linked_in,
    scope_of,
    scoped,
    told,
    unknown,
)

AT = "2026-03-02T09:00:00Z"


def entries(*digests):
    head, made = Head(), []
    for digest in digests:
        made.append(next_entry(head, JournalEvent(AT, "withdrawal", digest)))
        head = Head(made[-1].seq, made[-1].entry_hash)
    return made


def test_what_waits_to_be_told_is_no_restore():
    journal = entries("a", "b")
    assert unknown(journal, map(told, journal)) == []


def test_what_nobody_knows_is_missing():
    journal = entries("a", "b")
    assert unknown(journal, [told(journal[0])]) == [journal[1]]


def test_one_mark_explains_one_entry():
    journal = entries("a", "a")
    assert unknown(journal, [told(journal[0])]) == [journal[1]]


def test_a_digest_names_its_company():
    assert scope_of(scoped(7, "1:ab")) == (7, "1:ab")


def test_a_digest_without_company_concerns_all():
    assert scope_of("1:ab") == (None, "1:ab")


def test_a_kind_names_its_purpose():
    assert kind_of(kind_with("withdrawal", "marketing")) == ("withdrawal", "marketing")


def test_a_kind_of_an_old_journal_means_every_purpose():
    assert kind_with("withdrawal", None) == "withdrawal"
    assert kind_of("withdrawal") == ("withdrawal", None)


def test_a_waiting_withdrawal_of_one_purpose_does_not_explain_another():
    entry = next_entry(Head(), JournalEvent(AT, "withdrawal/marketing", "a"))
    assert unknown([entry], [(AT, "withdrawal/survey", "a")]) == [entry]
    assert unknown([entry], [(AT, "withdrawal/marketing", "a")]) == []


def test_a_kind_names_how_far_an_erasure_went():
    for contact in (True, False):
        for forgotten in (True, False):
            name, detail = kind_of(erasure_kind(contact, forgotten, OF_PERSON))
            assert name == OF_PERSON
            assert extent_of(detail) == Extent(contact, forgotten)


def test_an_erasure_of_an_old_journal_says_nothing_about_the_contact():
    for detail in (None, "newer", "contact+newer", "forgotten"):
        assert extent_of(detail) == Extent(None, False)


def test_a_link_names_both_within_one_company():
    digest = linked("1:aa", "1:bb")
    assert linked_in(digest) == ("1:aa", "1:bb")
    assert scope_of(scoped(7, digest)) == (7, digest)
