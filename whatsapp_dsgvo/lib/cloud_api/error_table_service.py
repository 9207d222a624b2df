"""Codes of the messaging service as a whole: limits, account state, groups.

Source: Meta, "Error codes" (WhatsApp Cloud API), edition of 2026-09-11.
"""

from .error_rule import (
    CALL_ADMIN,
    FIX_MESSAGE,
    MINUTES,
    OTHER_WAY,
    PATIENT,
    THRICE,
    ErrorRule,
    Remedy,
    account,
    final,
    later,
    temporary,
)

_PAY: Remedy = (
    "Ask your administrator to check the payment method at Meta.",
    "Bitten Sie Ihre Administration, das Zahlungsmittel bei Meta zu prüfen.",
)
GROUPS = final(
    131200,
    "WhatsApp refused this action in a group.",
    "WhatsApp hat diese Aktion in einer Gruppe abgelehnt.",
    OTHER_WAY,
)

RULES: tuple[ErrorRule, ...] = (
    temporary(
        130429,
        "This number sends too many messages at the moment.",
        "Diese Nummer sendet im Moment zu viele Nachrichten.",
        PATIENT,
        "number",
    ),
    temporary(
        131000,
        "WhatsApp reported an unknown error.",
        "WhatsApp meldet einen unbekannten Fehler.",
        THRICE,
    ),
    final(
        131005,
        "Meta denied access to this function.",
        "Meta hat den Zugriff auf diese Funktion verweigert.",
        CALL_ADMIN,
        admin=True,
    ),
    final(
        131008,
        "A required part of the message is missing.",
        "Ein Pflichtteil der Nachricht fehlt.",
        FIX_MESSAGE,
    ),
    temporary(
        131016,
        "A WhatsApp service is temporarily unavailable.",
        "Ein WhatsApp-Dienst ist vorübergehend nicht verfügbar.",
        PATIENT,
    ),
    final(
        131020,
        "WhatsApp does not accept this group or its member.",
        "WhatsApp akzeptiert diese Gruppe oder ihr Mitglied nicht.",
        OTHER_WAY,
    ),
    account(
        131031,
        "Meta has locked our WhatsApp account.",
        "Meta hat unser WhatsApp-Konto gesperrt.",
        CALL_ADMIN,
    ),
    final(
        131035,
        "A customer's message could not be delivered to us in time and is lost.",
        "Eine Kundennachricht konnte uns nicht rechtzeitig zugestellt werden und ist "
        "verloren.",
        (
            "Ask your administrator to check how long the system was not reachable.",
            "Bitten Sie Ihre Administration zu prüfen, wie lange das System nicht "
            "erreichbar war.",
        ),
        admin=True,
    ),
    final(
        131037,
        "Meta has not approved this number's display name yet.",
        "Meta hat den Anzeigenamen dieser Nummer noch nicht freigegeben.",
        CALL_ADMIN,
        admin=True,
    ),
    final(
        131041,
        "WhatsApp does not accept this message in a group.",
        "WhatsApp nimmt diese Nachricht in einer Gruppe nicht an.",
        OTHER_WAY,
    ),
    account(
        131042,
        "Meta does not deliver because of a payment problem.",
        "Meta stellt wegen eines Zahlungsproblems nicht zu.",
        _PAY,
    ),
    final(
        131044,
        "Meta refuses the call because of a payment problem.",
        "Meta lehnt den Anruf wegen eines Zahlungsproblems ab.",
        _PAY,
        admin=True,
    ),
    account(
        131045,
        "This number is not registered correctly at Meta.",
        "Diese Nummer ist bei Meta nicht richtig registriert.",
        (
            "Ask your administrator to register the number again.",
            "Bitten Sie Ihre Administration, die Nummer erneut zu registrieren.",
        ),
    ),
    later(
        131048,
        "Meta limits this number because many people blocked or reported it.",
        "Meta begrenzt diese Nummer, weil viele Personen sie blockiert oder gemeldet "
        "haben.",
        (
            "Stop mass messages and try again after some hours.",
            "Stoppen Sie Massennachrichten und versuchen Sie es nach einigen Stunden "
            "erneut.",
        ),
        admin=True,
    ),
    final(
        131055,
        "Meta does not offer this function here.",
        "Meta bietet diese Funktion hier nicht an.",
        CALL_ADMIN,
        admin=True,
    ),
    temporary(
        131057,
        "Meta is maintaining our account, usually for about a minute.",
        "Meta wartet unser Konto, meist etwa eine Minute lang.",
        MINUTES,
        "waba",
    ),
    final(
        131059,
        "A list from Meta has changed while it was read.",
        "Eine Liste von Meta hat sich beim Lesen geändert.",
        (
            "Start the query again from the beginning.",
            "Starten Sie die Abfrage noch einmal von vorn.",
        ),
    ),
    final(
        131215,
        "Our account may not use WhatsApp groups.",
        "Unser Konto darf WhatsApp-Gruppen nicht nutzen.",
        OTHER_WAY,
    ),
    temporary(
        2494100,
        "Meta is maintaining this number, usually for some minutes.",
        "Meta wartet diese Nummer, meist einige Minuten lang.",
        MINUTES,
        "number",
    ),
)
