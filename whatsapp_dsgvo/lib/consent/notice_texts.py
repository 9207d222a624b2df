"""The words of the privacy notice in the chat, German and English.

The first layer of Art. 13 GDPR, with the right to object shown on a line of its own
(Art. 21 (4)) and the question alone at the end (Art. 7 (2)). Counsel has read these words:
change them only together with the notice's version. Each `{field}` is a field of
:class:`~.notice_render.NoticeFacts`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class NoticeText:
    """One language. `hours` is added to the greeting outside opening hours."""

    greeting: str
    hours: str
    details: str
    question: str
    short: str
    footer: str
    yes_title: str
    no_title: str
    objection: str


GERMAN = NoticeText(
    greeting=(
        "Guten Tag! Ihre Nachricht an die {company} ist angekommen. Wir öffnen und "
        "beantworten sie auf WhatsApp, sobald Sie zustimmen."
    ),
    hours=" Wir sind {hours} da.",
    details="""

• Wir: {company}, {place}
• Wofür: nur Ihre Anfrage, keine Werbung
• Was: Rufnummer/WhatsApp-Kennung, Profilname, Nachrichten, Dateien
• Wer noch: Meta (WhatsApp) entschlüsselt in unserem Auftrag, \
kurzzeitig auch außerhalb der EU
• Wie lange: {retention}
• Ohne Ihr Ja: Wir prüfen nur, ob es eine rechtliche Erklärung oder ein Notfall ist, \
und löschen nach 7 Tagen

*Widerruf und Widerspruch:* jederzeit mit STOPP.
Alles Weitere, Ihre Rechte, Datenschutz: {url}

Ohne WhatsApp: {alternative}
Bitte keine Gesundheits-, Ausweis- oder Bankdaten. \
Unter 16: bitte die Eltern schreiben lassen.

""",
    question="*Sind Sie einverstanden, dass wir Ihnen auf WhatsApp antworten?*",
    short=(
        "Ein kurzes Ja brauchen wir noch, erst dann dürfen wir Ihre Nachricht "
        "beantworten. Hinweise: {url}"
    ),
    footer="Fassung {version}",
    yes_title="Ja, einverstanden",
    no_title="Nein, danke",
    objection="*Widerruf und Widerspruch:* jederzeit mit STOPP.",
)

ENGLISH = NoticeText(
    greeting=(
        "Hello! Your message to {company} has arrived. We will open and answer it on "
        "WhatsApp as soon as you agree."
    ),
    hours=" Our hours: {hours}.",
    details="""

• Who we are: {company}, {place}
• What for: your enquiry only, no advertising
• What: phone number/WhatsApp ID, profile name, messages, files
• Who else: Meta (WhatsApp) decrypts on our behalf, \
for a short time also outside the EU
• How long: {retention}
• Without your yes: we only check whether it is a legal declaration or an emergency, \
and delete after 7 days

*Withdrawal and objection:* at any time, write STOP.
Everything else, your rights, data protection: {url}

Without WhatsApp: {alternative}
Please send no health, ID-card or bank data. \
Under 16: please let a parent write to us.

""",
    question="*Do you agree that we answer you on WhatsApp?*",
    short=(
        "We still need a short yes from you; only then may we answer your message. "
        "Details: {url}"
    ),
    footer="Version {version}",
    yes_title="Yes, I agree",
    no_title="No, thanks",
    objection="*Withdrawal and objection:* at any time, write STOP.",
)

# SERVICE_REPLY: an enquiry is answered at once (Art. 6 (1) b and f GDPR), so nothing may
# say that it is opened or answered after the yes only.
GERMAN_AT_ONCE = replace(
    GERMAN,
    greeting=(
        "Guten Tag! Ihre Nachricht an die {company} ist angekommen. Wir lesen sie und "
        "antworten Ihnen hier auf WhatsApp."
    ),
    details="""

• Wir: {company}, {place}
• Wofür: Ihre Anfrage beantworten (Art. 6 Abs. 1 b und f DSGVO), keine Werbung
• Was: Rufnummer/WhatsApp-Kennung, Profilname, Nachrichten, Dateien
• Wer noch: Meta (WhatsApp) entschlüsselt in unserem Auftrag, \
kurzzeitig auch außerhalb der EU
• Wie lange: {retention}
• Ohne Ihr Ja: Wir beantworten nur Ihre Anfrage; Nein oder STOPP beendet auch das

*Widerruf und Widerspruch:* jederzeit mit STOPP.
Alles Weitere, Ihre Rechte, Datenschutz: {url}

Ohne WhatsApp: {alternative}
Bitte keine Gesundheits-, Ausweis- oder Bankdaten. \
Unter 16: bitte die Eltern schreiben lassen.

""",
    short=(
        "Ein kurzes Ja oder Nein fehlt uns noch. Ihre Anfrage beantworten wir auch so; "
        "STOPP beendet das. Hinweise: {url}"
    ),
)

ENGLISH_AT_ONCE = replace(
    ENGLISH,
    greeting=(
        "Hello! Your message to {company} has arrived. We will read it and answer you "
        "here on WhatsApp."
    ),
    details="""

• Who we are: {company}, {place}
• What for: to answer your enquiry (Art. 6 (1) b and f GDPR), no advertising
• What: phone number/WhatsApp ID, profile name, messages, files
• Who else: Meta (WhatsApp) decrypts on our behalf, \
for a short time also outside the EU
• How long: {retention}
• Without your yes: we only answer your enquiry; no or STOP ends that, too

*Withdrawal and objection:* at any time, write STOP.
Everything else, your rights, data protection: {url}

Without WhatsApp: {alternative}
Please send no health, ID-card or bank data. \
Under 16: please let a parent write to us.

""",
    short=(
        "We still need a short yes or no from you. We answer your enquiry anyway; STOP "
        "ends that. Details: {url}"
    ),
)

TEXTS: dict[str, NoticeText] = {"de": GERMAN, "en": ENGLISH}
AT_ONCE: dict[str, NoticeText] = {"de": GERMAN_AT_ONCE, "en": ENGLISH_AT_ONCE}
