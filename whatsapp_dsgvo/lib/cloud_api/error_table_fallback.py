"""Rules for failures without a code of Meta's, or with one we don't know yet.

Their codes are ours and negative, as Meta has none below zero: so a stored code finds
its rule again.
"""

from .error_rule import (
    CALL_ADMIN,
    FIX_MESSAGE,
    PATIENT,
    REPAIR_TEMPLATE,
    ErrorRule,
    Remedy,
    account,
    final,
    temporary,
)

REFUSED = final(
    -1,
    "WhatsApp refused the message for a reason we do not know.",
    "WhatsApp hat die Nachricht aus einem uns unbekannten Grund abgelehnt.",
    CALL_ADMIN,
    admin=True,
)
OUTAGE = temporary(
    -2,
    "WhatsApp is temporarily not available.",
    "WhatsApp ist vorübergehend nicht verfügbar.",
    PATIENT,
)
NO_CONNECTION = temporary(
    -3,
    "No connection to WhatsApp could be made; nothing was sent.",
    "Es kam keine Verbindung zu WhatsApp zustande; es wurde nichts gesendet.",
    PATIENT,
)
WRONG_ACCESS = account(
    -4,
    "WhatsApp did not let us in.",
    "WhatsApp hat uns den Zugang verweigert.",
    (
        "Ask your administrator to check address and access token of this number.",
        "Bitten Sie Ihre Administration, Adresse und Zugriffstoken dieser Nummer zu "
        "prüfen.",
    ),
)
UNCERTAIN = final(
    -5,
    "It is not clear whether WhatsApp has sent the message.",
    "Es ist unklar, ob WhatsApp die Nachricht gesendet hat.",
    (
        "Wait for the delivery status before you send it again.",
        "Warten Sie den Zustellstatus ab, bevor Sie die Nachricht erneut senden.",
    ),
)
NOT_OFFERED = final(
    -6,
    "The provider of this number does not offer this function.",
    "Der Anbieter dieser Nummer bietet diese Funktion nicht an.",
    CALL_ADMIN,
    admin=True,
)

INVALID = final(
    -7,
    "WhatsApp would not take the message in this form.",
    "WhatsApp würde die Nachricht in dieser Form nicht annehmen.",
    FIX_MESSAGE,
)

_BUSINESS_SUPPORT: Remedy = (
    "Ask your administrator to read the notice in Meta's Business Support.",
    "Bitten Sie Ihre Administration, den Hinweis in Metas Business-Support zu lesen.",
)
TEMPLATE_CHANGED = final(
    -8,
    "The template “Reply ready” can no longer be used: Meta has moved it to another "
    "category, or its text was changed.",
    "Die Vorlage „Antwort bereit“ ist nicht mehr verwendbar: Meta hat sie anders "
    "eingeordnet, oder ihr Text wurde geändert.",
    REPAIR_TEMPLATE,
    admin=True,
)
# Of the kind "final": a restricted or warned number still sends, and that is no sign
# that it is over.
RESTRICTED = final(
    -9,
    "Meta has restricted our WhatsApp account.",
    "Meta hat unser WhatsApp-Konto eingeschränkt.",
    _BUSINESS_SUPPORT,
    admin=True,
)
BAN_ANNOUNCED = final(
    -10,
    "Meta is going to switch off our WhatsApp account.",
    "Meta wird unser WhatsApp-Konto abschalten.",
    _BUSINESS_SUPPORT,
    admin=True,
)
ACCOUNT_DELETED = account(
    -11,
    "Our WhatsApp account was deleted at Meta.",
    "Unser WhatsApp-Konto wurde bei Meta gelöscht.",
    _BUSINESS_SUPPORT,
)

RULES: tuple[ErrorRule, ...] = (
    REFUSED,
    OUTAGE,
    NO_CONNECTION,
    WRONG_ACCESS,
    UNCERTAIN,
    NOT_OFFERED,
    INVALID,
    TEMPLATE_CHANGED,
    RESTRICTED,
    BAN_ANNOUNCED,
    ACCOUNT_DELETED,
)
