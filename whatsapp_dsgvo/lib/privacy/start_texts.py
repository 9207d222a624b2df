"""Words of the page from which people come to the chat, by language."""

from typing import Final

TEXTS: Final[dict[str, dict[str, str]]] = {
    "de": {
        "title": "Schreiben Sie uns auf WhatsApp",
        "intro": "Lesen Sie hier, was mit Ihren Nachrichten geschieht. Danach schreiben "
        "Sie uns zuerst. Im Chat fragen wir Sie, ob Sie zustimmen; diese Seite zu öffnen "
        "ist noch keine Zustimmung.",
        "open": "WhatsApp öffnen",
        "scan": "oder mit dem Telefon einlesen:",
        "number": "Unsere Nummer:",
        "greeting": "Guten Tag!",
        "closed": "Auf WhatsApp sind wir gerade nicht erreichbar. So erreichen Sie uns:",
        "me": "Meine WhatsApp-Einwilligungen ansehen und widerrufen",
        "other": "English",
    },
    "en": {
        "title": "Write to us on WhatsApp",
        "intro": "Read here what happens to your messages. Then you write to us first. In "
        "the chat we ask whether you agree; to open this page is no consent yet.",
        "open": "Open WhatsApp",
        "scan": "or scan with your phone:",
        "number": "Our number:",
        "greeting": "Hello!",
        "closed": "We can't be reached on WhatsApp just now. Please reach us here:",
        "me": "See and withdraw my WhatsApp consents",
        "other": "Deutsch",
    },
}
