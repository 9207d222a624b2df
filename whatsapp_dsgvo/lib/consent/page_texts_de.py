"""The full privacy notice in German: sections in their order, with placeholders.

A line beginning with "#" is a heading, a blank line ends a paragraph, "{@name}" alone
stands for a list. Nothing here promises what the software cannot keep: Meta decrypts on
the company's behalf, processing may leave the EU for a while.
"""

from __future__ import annotations

LISTS = {
    "purpose": "• {text} – Rechtsgrundlage: {basis}",
    "purpose_with_interest": (
        "• {text} – Rechtsgrundlage: {basis}; unser berechtigtes Interesse: {interest}"
    ),
    "representative": "Unser Vertreter in der EU (Art. 27 DSGVO): {name}",
}

_HEAD = """
# Datenschutzhinweise für WhatsApp

Diese Hinweise gelten, wenn Sie {controller} über WhatsApp schreiben. Fassung {version}
vom {date}.

"""

_INTRO = """\
Sie schreiben zuerst. Ihre Nachricht öffnen und beantworten wir auf WhatsApp erst, wenn
Sie zugestimmt haben. Vorher senden wir dort nur den Datenschutzhinweis, höchstens kurze
Erinnerungen daran und Bestätigungen Ihrer eigenen Erklärungen (zum Beispiel STOPP oder
LÖSCHEN).

"""

# SERVICE_REPLY: nothing may say that we wait for the yes.
_INTRO_AT_ONCE = """\
Sie schreiben zuerst. Ihre Anfrage lesen und beantworten wir auf WhatsApp, auch bevor Sie
zugestimmt haben; ein Nein oder STOPP beendet das. Von selbst senden wir dort nur den
Datenschutzhinweis, höchstens kurze Erinnerungen daran und Bestätigungen Ihrer eigenen
Erklärungen (zum Beispiel STOPP oder LÖSCHEN).

"""

_BODY = """\
# Wer ist verantwortlich?

{controller}, {address}. Kontakt: {contact}

{@representative}

Datenschutzbeauftragte oder Datenschutzbeauftragter: {dpo}

# Welche Daten verarbeiten wir?

Rufnummer oder WhatsApp-Kennung, den Profilnamen, den Sie selbst gewählt haben, Ihre
Nachrichten und Dateien, unsere Antworten, Zeitpunkte und Zustellstatus sowie Ihre
Erklärungen (Zustimmung, Widerruf).

Bitte senden Sie uns keine Gesundheits-, Ausweis- oder Bankdaten.

# Wofür und auf welcher Rechtsgrundlage?

{@purposes}

# Was geschieht ohne Ihr Ja?

"""

_WITHOUT_YES = """\
Ihre Nachricht liegt verschlüsselt bei uns. Wenige dafür bestimmte Personen prüfen nur,
ob sie eine rechtliche Erklärung (zum Beispiel eine Kündigung) oder ein Notfall ist; ein
Programm sortiert dafür vor. Sonst wird sie nach 7 Tagen gelöscht. Eine rechtliche
Erklärung beantworten wir per Brief, E-Mail oder Telefon.

"""

_WITHOUT_YES_AT_ONCE = """\
Wir beantworten nur Ihre Anfrage. Ein Nein oder STOPP beendet auch das.

"""

_REST = """\
# Wer erhält die Daten?

Meta (WhatsApp Cloud API) ist unser Auftragsverarbeiter: Meta entschlüsselt die
Nachrichten in unserem Auftrag und übergibt sie uns über eine verschlüsselte Verbindung.
Bei uns liegen die Inhalte wieder verschlüsselt.

{@recipients}

Für den Betrieb von WhatsApp selbst, etwa Ihr Konto und die Angaben, wer wann mit wem
schreibt, ist WhatsApp eigener Verantwortlicher. Darauf haben wir keinen Einfluss:
{whatsapp_url}

# Werden Daten außerhalb der EU verarbeitet?

Ja, das ist möglich: Während der Zustellung können Inhalte kurzzeitig in Rechenzentren
außerhalb der EU verarbeitet werden. Grundlagen:

{@transfers}

# Wie lange speichern wir?

{@retention}

Wenn Sie eine Nachricht im Chat löschen, ist sie bei uns nicht gelöscht. Schreiben Sie
uns dafür LÖSCHEN.

# Widerruf Ihrer Zustimmung

Sie können Ihre Zustimmung jederzeit und ohne Begründung widerrufen: Schreiben Sie STOPP
im Chat oder nutzen Sie einen anderen Weg. Was bis dahin geschehen ist, bleibt
rechtmäßig (Art. 7 Abs. 3 DSGVO).

# Widerspruchsrecht

Soweit wir Daten auf der Grundlage berechtigter Interessen verarbeiten, können Sie aus
Gründen, die sich aus Ihrer besonderen Situation ergeben, jederzeit widersprechen (Art.
21 Abs. 1 DSGVO). Der Verarbeitung für Direktwerbung können Sie jederzeit ohne Gründe
widersprechen (Art. 21 Abs. 2 DSGVO). Es genügt eine formlose Nachricht, im Chat das
Wort STOPP.

# Ihre weiteren Rechte

Sie haben das Recht auf Auskunft (Art. 15), Berichtigung (Art. 16), Löschung (Art. 17),
Einschränkung der Verarbeitung (Art. 18) und Datenübertragbarkeit (Art. 20 DSGVO).
Wenden Sie sich dafür an {contact} oder schreiben Sie uns im Chat.

# Beschwerderecht

Sie können sich bei einer Aufsichtsbehörde beschweren (Art. 77 DSGVO), zum Beispiel bei:
{authority}

# Müssen Sie uns Daten geben?

Nein. WhatsApp ist freiwillig; ohne Zustimmung entsteht Ihnen kein
Nachteil. Sie erreichen uns auch so: {alternative}

# Automatisierte Entscheidungen

Wir treffen keine Entscheidungen über Sie, die allein auf automatisierter Verarbeitung
beruhen, und bilden kein Profil (Art. 22 DSGVO).

# Unter 16 Jahren

Wenn Sie unter 16 sind, lassen Sie bitte Ihre Eltern an uns schreiben.
"""

PAGE = _HEAD + _INTRO + _BODY + _WITHOUT_YES + _REST
AT_ONCE = _HEAD + _INTRO_AT_ONCE + _BODY + _WITHOUT_YES_AT_ONCE + _REST
