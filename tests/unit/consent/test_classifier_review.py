"""Sentences that may use a right: a person must see them."""

import pytest

from whatsapp_dsgvo.lib.consent.classifier import classify, privacy_request


@pytest.mark.parametrize(
    "text",
    [
        "Ich möchte keine Werbung mehr",
        "Bitte löschen Sie alle meine Daten",
        "Ich widerrufe meinen Kaufvertrag",
        "Stop sending me this",
        "Bitte schreiben Sie mir nicht mehr",
        "Ich will nichts mehr von euch geschickt bekommen, nicht mehr schreiben!",
        "Lass mich in Ruhe",
        "Lassen Sie mich endlich in Ruhe!",
        "Ich melde mich von Ihrem Dienst ab",
        "Ich ziehe meine Einwilligung zurück",
        "I want to unsubscribe from this",
        "Please don't contact me again",
        "I withdraw my consent",
        "Ne m'écrivez plus",
        "No me escriban más",
        "Non scrivetemi più",
        "Bana artık mesaj atmayın",
        "Не пишите мне больше",
        "Welche Daten haben Sie über mich gespeichert?",
        "Auskunft nach Art. 15 DSGVO",
    ],
)
def test_informal_withdrawals_and_requests_are_reviewed(text):
    assert classify(text) == "review"


@pytest.mark.parametrize(
    "text",
    [
        "Können Sie meine Bestellung löschen?",
        "Mein Paket ist noch nicht da",
        "Artikel 15 aus Ihrem Katalog ist kaputt",
        "Wie sind Ihre Öffnungszeiten?",
        "Ich habe eine Frage zur Rechnung",
        "Can you send me the invoice again?",
    ],
)
def test_everyday_questions_are_not_reviewed(text):
    assert classify(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "LÖSCHEN",
        "Löschen!",
        "loeschen",
        "Daten löschen",
        "Bitte lösche meine Daten",
        "Meine Nummer bitte löschen",
        "Löschung meiner Daten",
        "DELETE",
        "Please delete my data",
        "Supprimez mes données",
        "Borren mis datos",
        "Eliminare i miei dati",
        "Verilerimi silin",
        "Usuńcie moje dane",
        "Verwijder mijn gegevens",
        "Удалите мои данные",
        "Antrag nach Art. 17 DSGVO",
    ],
)
def test_erasure_is_recognised(text):
    assert privacy_request(text) == "erasure"


@pytest.mark.parametrize(
    "text",
    [
        "Bitte löschen Sie meine Daten nicht",
        "Daten noch nicht löschen",
        "Don't delete my data",
    ],
)
def test_please_do_not_delete_is_no_erasure_but_is_reviewed(text):
    assert (privacy_request(text), classify(text)) == (None, "review")


@pytest.mark.parametrize(
    "text",
    [
        "Auskunft",
        "AUSKUNFT bitte",
        "Auskunft über meine Daten",
        "Was für Daten haben Sie über mich?",
        "DSGVO-Auskunft",
        "Ich möchte eine Kopie aller meiner Daten",
        "subject access request",
        "What data do you have about me?",
    ],
)
def test_access_is_recognised(text):
    assert privacy_request(text) == "access"


@pytest.mark.parametrize(
    "text",
    [
        "Widerspruch",
        "Ich widerspreche der Verarbeitung meiner Daten",
        "Der Nutzung meiner Daten widerspreche ich",
        "I object to the use of my data",
    ],
)
def test_objection_is_recognised(text):
    assert privacy_request(text) == "objection"


@pytest.mark.parametrize(
    "text",
    ["Hallo", "Widerspruch gegen die Rechnung", "Wo bleibt mein Geld?", "", None],
)
def test_other_messages_are_no_request(text):
    assert privacy_request(text) is None


@pytest.mark.parametrize(
    ("text", "right"),
    [
        (
            "Meine Adresse ist falsch, bitte berichtigen Sie meine Daten",
            "rectification",
        ),
        ("Ich verlange die Berichtigung meiner Daten", "rectification"),
        ("Please correct my personal data", "rectification"),
        ("Bitte schränken Sie die Verarbeitung meiner Daten ein", "restriction"),
        ("Einschränkung der Verarbeitung nach Art. 18 DSGVO", "restriction"),
        ("Ich möchte die Verarbeitung meiner Daten einschränken lassen", "restriction"),
        ("I want you to restrict the processing of my data", "restriction"),
        ("Ich verlange Datenübertragbarkeit", "portability"),
        ("Antrag auf Datenuebertragung", "portability"),
        ("Bitte senden Sie mir meine Daten maschinenlesbar", "portability"),
        ("I ask for data portability", "portability"),
    ],
)
def test_the_other_rights_are_recognised_too(text, right):
    assert privacy_request(text) == right


@pytest.mark.parametrize(
    "text",
    [
        "Meine neue Adresse ist Beispielweg 3",
        "Bitte berichtigen Sie die Rechnung RE-17",
        "Können Sie das Lieferdatum korrigieren?",
        "Die Bearbeitung dauert mir zu lange",
        "Wie kann ich Fotos auf mein neues Handy übertragen?",
        "Artikel 20 aus Ihrem Katalog",
    ],
)
def test_everyday_corrections_are_no_request(text):
    assert privacy_request(text) is None
