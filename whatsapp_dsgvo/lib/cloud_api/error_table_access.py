"""Codes of the Graph API: tokens, permissions, rate limits.

Source: Meta, "Error codes" (WhatsApp Cloud API), edition of 2026-09-11.
"""

from .error_rule import (
    CALL_ADMIN,
    MINUTES,
    PATIENT,
    THRICE,
    ErrorRule,
    Remedy,
    account,
    final,
    temporary,
)

_NEW_TOKEN: Remedy = (
    "Ask your administrator to store a new access token for this number.",
    "Bitten Sie Ihre Administration, für diese Nummer ein neues Zugriffstoken zu "
    "hinterlegen.",
)
_GRANT: Remedy = (
    "Ask your administrator to check the rights of the system user at Meta.",
    "Bitten Sie Ihre Administration, die Rechte des Systemnutzers bei Meta zu prüfen.",
)
_CHECK_NUMBER: Remedy = (
    "Ask your administrator to check the number's id and rights in the settings.",
    "Bitten Sie Ihre Administration, Kennung und Rechte der Nummer in den "
    "Einstellungen zu prüfen.",
)

PERMISSION_MISSING = account(
    200,
    "Meta refused access to this business number.",
    "Meta hat den Zugriff auf diese Geschäftsnummer verweigert.",
    _GRANT,
)
OBJECT_MISSING = final(
    100,
    "Meta does not know the requested object or refuses access to it.",
    "Meta kennt das angefragte Objekt nicht oder verweigert den Zugriff darauf.",
    _CHECK_NUMBER,
    admin=True,
)

RULES: tuple[ErrorRule, ...] = (
    account(
        0,
        "Meta did not accept our access token.",
        "Meta hat unser Zugriffstoken nicht akzeptiert.",
        _NEW_TOKEN,
    ),
    temporary(
        1,
        "Meta reported an unknown error.",
        "Meta meldet einen unbekannten Fehler.",
        THRICE,
    ),
    temporary(
        2,
        "WhatsApp is temporarily overloaded or down.",
        "WhatsApp ist vorübergehend überlastet oder nicht erreichbar.",
        PATIENT,
    ),
    final(
        3,
        "Our Meta app lacks the right to do this.",
        "Unserer Meta-App fehlt die Berechtigung dafür.",
        _GRANT,
        admin=True,
    ),
    temporary(
        4,
        "Our Meta app has made too many calls for the moment.",
        "Unsere Meta-App hat im Moment zu viele Aufrufe gemacht.",
        MINUTES,
        "app",
    ),
    account(
        10,
        "Meta denied permission for this number.",
        "Meta hat die Berechtigung für diese Nummer verweigert.",
        _GRANT,
    ),
    temporary(
        17,
        "Our account at Meta has made too many calls for the moment.",
        "Unser Konto bei Meta hat im Moment zu viele Aufrufe gemacht.",
        MINUTES,
        "app",
    ),
    final(
        33,
        "The business number was deleted at Meta, or its id is wrong.",
        "Die Geschäftsnummer wurde bei Meta gelöscht oder ihre Kennung ist falsch.",
        _CHECK_NUMBER,
        admin=True,
    ),
    final(
        100,
        "Meta could not read a part of the request.",
        "Meta konnte einen Teil der Anfrage nicht verarbeiten.",
        CALL_ADMIN,
        admin=True,
    ),
    account(
        104,
        "The request reached Meta without an access token.",
        "Die Anfrage kam ohne Zugriffstoken bei Meta an.",
        _NEW_TOKEN,
    ),
    account(
        190,
        "Our access token for WhatsApp has expired or was revoked.",
        "Unser Zugriffstoken für WhatsApp ist abgelaufen oder wurde widerrufen.",
        _NEW_TOKEN,
    ),
    PERMISSION_MISSING,
    account(
        368,
        "Meta has restricted our account for breaking a policy.",
        "Meta hat unser Konto wegen eines Richtlinienverstoßes eingeschränkt.",
        (
            "Ask your administrator to read the notice in Meta's Business Support.",
            "Bitten Sie Ihre Administration, den Hinweis in Metas Business-Support "
            "zu lesen.",
        ),
    ),
    final(
        803,
        "The requested object no longer exists at Meta.",
        "Das angefragte Objekt gibt es bei Meta nicht mehr.",
        _CHECK_NUMBER,
        admin=True,
    ),
    temporary(
        80007,
        "Our WhatsApp account has made too many calls for the moment.",
        "Unser WhatsApp-Konto hat im Moment zu viele Aufrufe gemacht.",
        MINUTES,
        "waba",
    ),
)
