"""Rules for failures without a code of Meta's, or with one we don't know yet."""

from .error_rule import CALL_ADMIN, account, final, temporary

NO_CODE = -1

REFUSED = final(
    NO_CODE,
    "WhatsApp refused the message for a reason we do not know.",
    "WhatsApp hat die Nachricht aus einem uns unbekannten Grund abgelehnt.",
    CALL_ADMIN,
    admin=True,
)
OUTAGE = temporary(
    NO_CODE,
    "WhatsApp is temporarily not available.",
    "WhatsApp ist vorübergehend nicht verfügbar.",
)
NO_CONNECTION = temporary(
    NO_CODE,
    "No connection to WhatsApp could be made; nothing was sent.",
    "Es kam keine Verbindung zu WhatsApp zustande; es wurde nichts gesendet.",
)
WRONG_ACCESS = account(
    NO_CODE,
    "WhatsApp did not let us in.",
    "WhatsApp hat uns den Zugang verweigert.",
    (
        "Ask your administrator to check address and access token of this number.",
        "Bitten Sie Ihre Administration, Adresse und Zugriffstoken dieser Nummer zu "
        "prüfen.",
    ),
)
UNCERTAIN = final(
    NO_CODE,
    "It is not clear whether WhatsApp has sent the message.",
    "Es ist unklar, ob WhatsApp die Nachricht gesendet hat.",
    (
        "Wait for the delivery status before you send it again.",
        "Warten Sie den Zustellstatus ab, bevor Sie die Nachricht erneut senden.",
    ),
)
NOT_OFFERED = final(
    NO_CODE,
    "The provider of this number does not offer this function.",
    "Der Anbieter dieser Nummer bietet diese Funktion nicht an.",
    CALL_ADMIN,
    admin=True,
)
