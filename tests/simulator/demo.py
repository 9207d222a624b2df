"""The world the demo starts with. Nothing here is a secret or a real number."""

from .entities import Customer, Number, Template, Token, Waba
from .wamid import user_id

APP_ID = "400000000000001"
APP_SECRET = "demo-app-secret"
VERIFY_TOKEN = "demo-verify-token"
ACCESS_TOKEN = "demo-access-token"
D360_KEY = "demo-d360-key"
BUSINESS_ID = "300000000000001"
WABA_ID = "200000000000001"
PHONE_NUMBER_ID = "100000000000001"
DISPLAY_NUMBER = "+49 30 5550 100"
VERIFIED_NAME = "Muster GmbH"

REPLY_READY_TEXT = (
    "Wir haben eine Antwort auf Ihre Anfrage. "
    "Tippen Sie auf „Antwort lesen“, dann senden wir sie Ihnen hier."
)
# As the addon submits it; {{1}} is the day of the enquiry, {{2}} its number.
QUESTIONS = {
    "de": (
        "Wir haben eine Antwort auf Ihre Anfrage vom {{1}} (Vorgang {{2}}). "
        "Möchten Sie sie hier lesen?",
        ("Antwort lesen", "Nicht mehr nötig"),
    ),
    "en": (
        "We have an answer to your enquiry of {{1}} (case {{2}}). "
        "Would you like to read it here?",
        ("Read answer", "No longer needed"),
    ),
}


def wabas() -> list[Waba]:
    return [Waba(id=WABA_ID, name=VERIFIED_NAME, business_id=BUSINESS_ID)]


def numbers() -> list[Number]:
    storage = {"status": "IN_COUNTRY_STORAGE_ENABLED", "data_localization_region": "DE"}
    return [
        Number(
            id=PHONE_NUMBER_ID,
            waba_id=WABA_ID,
            display=DISPLAY_NUMBER,
            verified_name=VERIFIED_NAME,
            storage=storage,
            d360_key=D360_KEY,
        )
    ]


def tokens() -> list[Token]:
    return [Token(id=ACCESS_TOKEN)]


def customers() -> list[Customer]:
    return [
        _customer("+4915155500001", "Erika Muster"),
        _customer("+4915155500002", "Max Beispiel 🌸"),
        _customer("+4915155500003", "Ayşe Probe"),
        _customer("+4915155500004", "Kim", username="kim.beispiel", phone_hidden=True),
    ]


def templates() -> list[Template]:
    """Approved templates, so that a reply after 24 hours can be shown."""
    (german, titles), (english, english_titles) = QUESTIONS.values()
    return [
        _template("1", "antwort_bereit", "de", REPLY_READY_TEXT, titles),
        _template("2", "antwort_bereit_1", "de", german, titles),
        _template("3", "antwort_bereit_1", "en", english, english_titles),
    ]


def _template(number: str, name: str, language: str, text: str, titles) -> Template:
    buttons = [{"type": "QUICK_REPLY", "text": title} for title in titles]
    return Template(
        id=f"50000000000000{number}",
        waba_id=WABA_ID,
        name=name,
        language=language,
        category="UTILITY",
        components=[
            {"type": "BODY", "text": text},
            {"type": "BUTTONS", "buttons": buttons},
        ],
        status="APPROVED",
        quality="GREEN",
    )


def _customer(phone: str, name: str, **more) -> Customer:
    return Customer(
        id=phone.lstrip("+"),
        user_id=user_id(BUSINESS_ID, phone),
        phone=phone,
        name=name,
        **more,
    )
