from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whatsapp_dsgvo.lib.desk.triage import business_deadline, label

LABELS = {"legal", "urgent", "privacy", "greeting", "file", "other"}


@pytest.mark.parametrize(
    "text",
    [
        "Ich kündige meinen Vertrag",
        "KUENDIGUNG",
        "Hiermit habe ich gekündigt",
        "Kündigungsfrist verpasst",
        "Ich widerrufe meinen Kauf",
        "Widerruf",
        "Ich trete vom Vertrag zurück",
        "Rücktritt vom Kauf",
        "Bitte stornieren Sie",
        "Das ist die letzte Mahnung",
        "Ich setze Ihnen eine Frist bis Freitag",
        "fristlos",
        "Der Mangel besteht noch",
        "Das Gerät hat Mängel",
        "Baumaengel im Bad",
        "Ich fechte den Vertrag an",
        "Anfechtung",
        "Mein Anwalt meldet sich",
        "Rechtsanwältin",
        "Wir sehen uns vor Gericht",
        "Widerspruch gegen die Rechnung",
        "Schadensersatz",
        "I want to cancel my contract",
        "You will hear from my lawyer",
        "Avocat",
    ],
)
def test_legal_declarations_are_labelled(text):
    assert label(text, "text") == "legal"


@pytest.mark.parametrize(
    "text",
    [
        "Ich möchte mich nach Preisen erkundigen",
        "Danke für die Ankündigung",
        "Wo ist mein Paket",
        "Ein erfrischendes Getränk",
        "Hallo Herr Muster, ich habe eine Frage",
        "Hallo?",
        "👎",
        "",
        None,
    ],
)
def test_everyday_messages_are_other(text):
    assert label(text, "text") == "other"


@pytest.mark.parametrize("text", ["Notfall!", "dringende Bitte", "URGENT", "Rohrbruch"])
def test_urgent_words_are_labelled(text):
    assert label(text, "text") == "urgent"


def test_a_company_adds_its_own_urgent_words():
    assert label("Der Aufzug steckt fest", "text", ["Aufzug", ""]) == "urgent"


@pytest.mark.parametrize(
    "text",
    [
        "LÖSCHEN",
        "Welche Daten haben Sie über mich?",
        "Eine Frage zum Datenschutz",
        "Ich widerspreche der Verarbeitung meiner Daten",
    ],
)
def test_privacy_matters_are_labelled(text):
    assert label(text, "text") == "privacy"


@pytest.mark.parametrize(
    "text", ["Hallo", "Guten Tag 👋", "Moin zusammen", "danke", "👍"]
)
def test_greetings_need_nobody(text):
    assert label(text, "text") == "greeting"


@pytest.mark.parametrize(
    "kind", ["image", "document", "audio", "voice", "video", "sticker"]
)
def test_a_file_without_a_telling_caption_is_a_file(kind):
    assert label(None, kind) == label("Hallo", kind) == "file"


def test_caption_of_a_file_counts_first():
    assert label("Meine Kündigung", "document") == "legal"


def test_a_reaction_needs_nobody():
    assert label("👎", "reaction") == "greeting"


def test_legal_wins_over_everything():
    assert label("Dringend: Kündigung, bitte Daten löschen", "image") == "legal"


@given(st.text(), st.sampled_from(["text", "image", "reaction", "location", ""]))
def test_every_message_gets_a_label(text, kind):
    assert label(text, kind) in LABELS


@pytest.mark.parametrize(
    ("name", "hours"),
    [("legal", 4), ("urgent", 4), ("privacy", 8), ("file", 8), ("other", 8)],
)
def test_deadline_is_four_business_hours_or_a_day(name, hours):
    assert business_deadline(name) == timedelta(hours=hours)
