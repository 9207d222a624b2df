"""One conversation in which every kind of message occurs; the pictures show it.

What a phone can send but not ask for is sent as Meta writes it. All fictional.
"""

import base64
import io
import json

from PIL import Image, ImageDraw

BEA = "+4915155500006"
NEW_NUMBER = "+4915155500066"
HELLO = "Guten Tag, die neue Heizung macht laute Geräusche."
ANSWER = "Guten Tag, Frau Beispiel! Können Sie uns ein Foto schicken?"
UNANSWERED = "Kommt der Techniker auch am Samstag?"
WHERE = "Dann schicke ich Ihnen alles, was ich habe."
PLACE = {
    "latitude": 52.520008,
    "longitude": 13.404954,
    "name": "Heizungskeller, Haus 2",
    "address": "Beispielplatz 7, 10115 Berlin",
}
CARD = {
    "name": {"formatted_name": "Max Hausmeister", "first_name": "Max"},
    "org": {"company": "Hausverwaltung Muster"},
    "phones": [{"phone": "+49 1525 5500017", "type": "CELL"}],
    "emails": [{"email": "max@muster.example"}],
}
ROW = {"id": "r1", "title": "Rückruf", "description": "Heute zwischen 14 und 16 Uhr"}
BUTTON = {"id": "b1", "title": "Ja, das passt"}
FORM = {"Wunschtermin": "Donnerstag", "Uhrzeit": ["8–10", "14–16"]}
ITEM = {"product_retailer_id": "Filter-17", "quantity": 2, "item_price": 30}
AD = {"headline": "Winter-Check für Ihre Heizung", "source_type": "ad"}
GROUP = {"type": "text", "text": {"body": "Wer ist am Freitag da?"}, "group_id": "G1"}
SECRET = "Bitte nichts vor 10 Uhr, da habe ich meine Dialyse."
# What the desk can send besides text: methods of the ticket and their arguments.
DESK = (
    (
        "whatsapp_send_buttons",
        ["Passt Ihnen Donnerstag, 14 Uhr?", ["Ja, das passt", "Lieber später"]],
    ),
    (
        "whatsapp_send_list",
        [
            "Wobei dürfen wir noch helfen?",
            "Auswählen",
            [["Rückruf", "Heute zwischen 14 und 16 Uhr"], ["Termin", "Diese Woche"]],
        ],
    ),
    (
        "whatsapp_send_location",
        [52.520008, 13.404954, "Unsere Werkstatt", "Beispielplatz 1, 10115 Berlin"],
    ),
)
OGG = b"OggS\x00\x02" + bytes(22) + b"\x01\x13OpusHead\x01\x01" + bytes(64)
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(64)
MP3 = b"ID3\x03\x00\x00\x00\x00\x00\x00" + bytes(64)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
TOO_LARGE = 17 * 1024 * 1024
NOT_EVEN_META = 101 * 1024 * 1024
EXE = b"MZ\x90\x00" + bytes(60) + b"PE\x00\x00" + bytes(64)


def greet(phones):
    """Bea writes and says yes; her ticket opens."""
    phones.tell_codes()
    phones.add(BEA, "Bea Beispiel", identity_hash="old phone")
    phones.write(BEA, HELLO)
    phones.say_yes(BEA)


def send_everything(phones):
    """Every kind of message a customer can send, once the agent has answered."""
    answer = phones.wait_for(BEA, "text", count=2)["id"]
    phones.look(BEA)
    phones.send(BEA, text=WHERE, quote=answer)
    phones.send(BEA, react=answer, emoji="👍")
    _words(phones)
    _choices(phones)
    _files(phones)
    _changes(phones)


def _words(phones):
    text = {"body": "Achtung: Geräusche im Heizkörper nie selbst reparieren!"}
    forwarded = {"type": "text", "text": text, "context": {"forwarded": True}}
    phones.send(BEA, content=forwarded)
    lured = {"type": "text", "text": {"body": "Gilt das Angebot noch?"}, "referral": AD}
    phones.send(BEA, content=lured)
    phones.send(BEA, content={"type": "location", "location": PLACE})
    phones.send(BEA, content={"type": "contacts", "contacts": [CARD]})


def _choices(phones):
    for kind, choice in (("list_reply", ROW), ("button_reply", BUTTON)):
        _interactive(phones, kind, choice)
    form = {"name": "flow", "body": "Sent", "response_json": json.dumps(FORM)}
    _interactive(phones, "nfm_reply", form)
    order = {"text": "Bitte mitbringen", "product_items": [ITEM | {"currency": "EUR"}]}
    phones.send(BEA, content={"type": "order", "order": order})
    poll = {"type": "unsupported", "unsupported": {"type": "poll_creation"}}
    phones.send(BEA, content=poll)
    phones.send(BEA, content={"type": "hologram", "hologram": {"of": "heating"}})


def _interactive(phones, kind, part):
    content = {"type": "interactive", "interactive": {"type": kind, kind: part}}
    phones.send(BEA, content=content)


def _files(phones):
    def file(kind, data, **more):
        phones.send_file(BEA, kind, base64.b64encode(data).decode(), **more)

    file("image", _photo(), mime_type="image/png", caption="So sieht es aus")
    file("video", MP4, mime_type="video/mp4")
    file("audio", OGG, mime_type="audio/ogg; codecs=opus", voice=True)
    file("audio", MP3, mime_type="audio/mpeg")
    file("document", PDF, filename="Wartungsvertrag mit der Hausverwaltung 2026.pdf")
    file("sticker", _sticker(), mime_type="image/webp")
    file("document", EXE, filename="Heizung.exe")
    file("image", b"", mime_type="image/jpeg", size=TOO_LARGE)
    file("video", MP4, mime_type="video/mp4", size=NOT_EVEN_META)


def _changes(phones):
    wrong = phones.send(BEA, text="Ich bin am Dienstag zu Hause.")
    right = {"type": "text", "text": {"body": "Ich bin am *Donnerstag* zu Hause."}}
    change = {"original_message_id": wrong, "message": right}
    phones.send(BEA, content={"type": "edit", "edit": change})
    gone = phones.send(BEA, text="Das war für jemand anderen.")
    revoke = {"original_message_id": gone}
    phones.send(BEA, content={"type": "revoke", "revoke": revoke})
    phones.send(BEA, call="")
    phones.send(BEA, content=GROUP)
    phones.add(BEA, "Bea Beispiel", identity_hash="new phone")
    phones.write(BEA, SECRET)


def move(phones):
    """Bea gets a new number; WhatsApp tells it in the chat."""
    phones.send(BEA, number=NEW_NUMBER)


def _photo():
    picture = Image.new("RGB", (480, 320), (214, 222, 230))
    draw = ImageDraw.Draw(picture)
    for x in range(60, 420, 40):
        draw.rounded_rectangle(
            (x, 60, x + 28, 260), 10, (250, 250, 250), (150, 160, 170)
        )
    draw.ellipse((28, 220, 62, 254), (200, 60, 50))
    return _bytes(picture, "PNG")


def _sticker():
    picture = Image.new("RGBA", (512, 512), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((40, 40, 472, 472), (255, 205, 60, 255))
    for x in (170, 300):
        draw.ellipse((x, 170, x + 45, 240), (70, 50, 20, 255))
    draw.arc((140, 190, 372, 390), 20, 160, (70, 50, 20, 255), 24)
    return _bytes(picture, "WEBP")


def _bytes(picture, kind):
    file = io.BytesIO()
    picture.save(file, kind)
    return file.getvalue()
