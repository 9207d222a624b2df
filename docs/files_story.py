"""One conversation with a file in every state it can be in; the pictures show it.

Nothing is painted: a scanner that answers as ClamAV does, and a Cloud API that refuses,
bring the files into these states. All fictional.
"""

import base64

import clamd
from kinds_story import MP4, PDF

NORA = "+4915155500007"
HELLO = "Guten Tag, hier kommen die Unterlagen zu meinem Wasserschaden."
AGAIN = "Ich versuche es heute noch einmal."
ANSWER = "Danke! Anbei Angebot und Zeitplan."
WEEK = {"days": 8}
A_WHILE = {"minutes": 15}
CAP = "whatsapp_dsgvo.files_per_day"
SCAN, SCANNER = "whatsapp_dsgvo.scan_files", "whatsapp_dsgvo.scanner_address"
# What the files hold, so that the scanner knows what to say of them.
ILL, LARGE = b"%BUSY", b"%LARGE"
VIRUS = clamd.EICAR.strip()
ANSWERS = {
    VIRUS: b"stream: Eicar-Test-Signature FOUND",
    ILL: b"stream: Can't allocate memory ERROR",
    LARGE: b"INSTREAM size limit exceeded. ERROR",
}
ZIP = b"PK\x03\x04" + bytes(60)
OFFER, PLAN = "Angebot 2026-118.pdf", "Zeitplan.pdf"
LATER = "Schadensanzeige zum Unterschreiben.pdf"
# What an agent picks: one that fits, one that is too large, one WhatsApp never takes.
PICKED = {
    "Lageplan.pdf": PDF,
    "Rundgang.mp4": MP4 + bytes(17 * 1024 * 1024),
    "Messgerät.exe": b"MZ\x90\x00" + bytes(64),
}
# ... and one that takes its time
UPLOAD = {"Fotos.pdf": PDF + bytes(4 * 1024 * 1024)}


def greet(phones):
    """Nora writes and says yes; her ticket opens."""
    phones.add(NORA, "Nora Beispiel")
    phones.write(NORA, HELLO)
    phones.say_yes(NORA)


def send(phones, name, data=PDF, kind="document", **more):
    """Nora sends a file."""
    content = base64.b64encode(data).decode()
    phones.send_file(NORA, kind, content, filename=name, **more)
