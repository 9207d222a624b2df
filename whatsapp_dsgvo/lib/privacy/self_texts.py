"""Words of the public pages of data subjects, by language."""

from typing import Final

from .request_texts import RUNNING

Texts = dict[str, str | dict[str, str]]

TEXTS: Final[dict[str, Texts]] = {
    "de": {
        "title": "Meine WhatsApp-Einwilligungen",
        "intro": "Hier sehen Sie, wofür Sie uns auf WhatsApp Ihre Einwilligung gegeben "
        "haben, und können sie jederzeit widerrufen. Sie brauchen kein Konto und geben keine "
        "Telefonnummer ein.",
        "how": "Wir zeigen Ihnen einen Code. Den senden Sie uns aus Ihrem WhatsApp. So "
        "wissen wir, dass Sie es sind.",
        "start": "Code anzeigen",
        "send": "Senden Sie uns aus Ihrem WhatsApp genau diese Nachricht:",
        "to": "an",
        "open": "WhatsApp mit dieser Nachricht öffnen",
        "scan": "oder mit dem Telefon einlesen:",
        "lasts": "Der Code gilt 15 Minuten und ist keine Einwilligung.",
        "check": "Ich habe die Nachricht gesendet",
        "not_arrived": "Noch nicht angekommen. Bitte senden Sie die Nachricht und "
        "tippen Sie dann noch einmal.",
        "ended": "Dieser Besuch ist beendet. Bitte beginnen Sie neu.",
        "busy": "Gerade fragen zu viele Menschen zugleich. Bitte versuchen Sie es "
        "später wieder.",
        "you": "Ihre Kennungen (verkürzt)",
        "consents": "Ihre Einwilligungen",
        "nothing": "Wir haben keine Einwilligung von Ihnen gespeichert.",
        "since": "seit",
        "withdraw": "Alles auf WhatsApp widerrufen",
        "withdrawn": "Widerrufen. Wir schreiben Ihnen auf WhatsApp nicht mehr.",
        "rights": "Ihre Rechte",
        "access": "Auskunft verlangen",
        "rectification": "Berichtigung verlangen",
        "erasure": "Löschung verlangen",
        "restriction": "Einschränkung verlangen",
        "portability": "Datenübertragung verlangen",
        "objection": "Widerspruch einlegen",
        "requested": "Ihr Antrag ist eingegangen. Wir antworten innerhalb eines "
        "Monats. Vorgang:",
        "to_say": "Bitte schreiben Sie uns noch, was falsch ist und wie es richtig heißt, "
        "und nennen Sie den Vorgang.",
        "takes_along": RUNNING["de"].strip(),
        "visit": "Diese Seite zeigt Ihre Daten 30 Minuten lang. Schließen Sie sie an "
        "fremden Geräten.",
        "purposes": {
            "service": "Anfragen beantworten",
            "proactive": "Von uns aus melden",
            "marketing": "Werbung",
            "survey": "Zufriedenheitsumfrage",
        },
        "states": {
            "none": "nicht gefragt",
            "pending": "gefragt, noch keine Antwort",
            "given": "erteilt",
            "withdrawn": "widerrufen",
            "expired": "abgelaufen",
            "reconfirm": "neu zu bestätigen",
            "blocked": "gesperrt",
        },
    },
    "en": {
        "title": "My WhatsApp consents",
        "intro": "See what you have agreed to on WhatsApp and withdraw it at any time. "
        "You need no account and enter no phone number.",
        "how": "We show you a code. You send it to us from your WhatsApp. That is how "
        "we know it is you.",
        "start": "Show the code",
        "send": "Send us exactly this message from your WhatsApp:",
        "to": "to",
        "open": "Open WhatsApp with this message",
        "scan": "or scan it with your phone:",
        "lasts": "The code lasts 15 minutes and is no consent.",
        "check": "I have sent the message",
        "not_arrived": "It has not arrived yet. Please send the message, then press "
        "once more.",
        "ended": "This visit has ended. Please start again.",
        "busy": "Too many people ask at the same time. Please try again later.",
        "you": "Your identities (shortened)",
        "consents": "Your consents",
        "nothing": "We have stored no consent of yours.",
        "since": "since",
        "withdraw": "Withdraw everything on WhatsApp",
        "withdrawn": "Withdrawn. We no longer write to you on WhatsApp.",
        "rights": "Your rights",
        "access": "Ask for access",
        "rectification": "Ask for rectification",
        "erasure": "Ask for erasure",
        "restriction": "Ask for restriction",
        "portability": "Ask for portability",
        "objection": "Object",
        "requested": "We have received your request and answer within a month. Case:",
        "to_say": "Please write to us what is wrong, and how it is right, and name the "
        "case.",
        "takes_along": RUNNING["en"].strip(),
        "visit": "This page shows your data for 30 minutes. Close it on devices of "
        "others.",
        "purposes": {
            "service": "Answer enquiries",
            "proactive": "Contact on our own initiative",
            "marketing": "Advertising",
            "survey": "Satisfaction survey",
        },
        "states": {
            "none": "not asked",
            "pending": "asked, no answer yet",
            "given": "given",
            "withdrawn": "withdrawn",
            "expired": "expired",
            "reconfirm": "to be confirmed again",
            "blocked": "blocked",
        },
    },
}

EXPORT_TEXTS: Final[dict[str, dict[str, str]]] = {
    "de": {
        "title": "Ihre Daten abholen",
        "ask": "Bitte geben Sie den Code ein, den Sie von uns bekommen haben. Sie können "
        "das Archiv einmal vollständig abholen; bricht der Abruf ab, beginnen Sie neu.",
        "wrong": "Der Code stimmt nicht. Nach drei falschen Versuchen wird der Abruf "
        "gesperrt.",
        "ended": "Hier gibt es nichts abzuholen. Der Link ist unbekannt, abgelaufen, "
        "gesperrt oder schon benutzt. Bitte wenden Sie sich an uns.",
        "code": "Code",
        "fetch": "Abholen",
    },
    "en": {
        "title": "Fetch your data",
        "ask": "Please enter the code we gave you. You can fetch the whole archive once; "
        "if it breaks off, begin again.",
        "wrong": "That is not the code. After three wrong ones it is locked.",
        "ended": "There is nothing to fetch here. The link is unknown, too old, locked "
        "or was used already. Please contact us.",
        "code": "Code",
        "fetch": "Fetch",
    },
}
