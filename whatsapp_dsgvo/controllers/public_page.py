"""What the public pages share: no login, no cookie, nothing loaded from elsewhere."""

import base64
import io
from urllib.parse import quote

import qrcode

from odoo.http import request

LANGUAGES = {"de": "de_DE", "en": "en_US"}
HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Cache-Control", "no-store"),
    # the address of an export is half of what opens it
    ("Referrer-Policy", "no-referrer"),
    (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
        "form-action 'self'; frame-ancestors 'none'",
    ),
]


def text(value):
    """What the database can be asked for: no uploaded file, no NUL; else ""."""
    return value if isinstance(value, str) and "\0" not in value else ""


def channel_of(uuid):
    # sudo: wa.channel - which number a public page is about
    channel = request.env["wa.channel"].sudo().search([("uuid", "=", text(uuid))])
    if not channel:
        raise request.not_found()
    return channel


def language_of(lang):
    """The one asked for, else what the browser prefers."""
    offered = request.httprequest.accept_languages.best_match(LANGUAGES)
    return lang if lang in LANGUAGES else offered or "de"


def answer(template, values, status=200):
    """The page and its dates as `values["language"]` has them, not as the browser."""
    languages = request.env["res.lang"]
    lang = languages._get_code(LANGUAGES[values["language"]]) or "en_US"
    qweb = request.env["ir.qweb"].with_context(lang=lang, tz="Europe/Berlin")
    html = qweb._render(f"whatsapp_dsgvo.{template}", values)
    return request.make_response(html, HEADERS, status=status)


def way_to_write(channel, message):
    """A link that opens the chat with this message, and its QR code."""
    digits = "".join(filter(str.isdigit, channel.display_number or ""))
    link = f"https://wa.me/{digits}?text={quote(message)}"
    return {"message": message, "link": link, "qr": _qr_code(link)}


def _qr_code(text):
    """As a data URL: the page loads nothing."""
    image = io.BytesIO()
    qrcode.make(text, box_size=5, border=2).save(image, format="PNG")
    return "data:image/png;base64," + base64.b64encode(image.getvalue()).decode()
