"""Codes of number registration, calls, flows, block list and usernames.

Source: Meta, "Error codes" (WhatsApp Cloud API), edition of 2026-09-11.
"""

from .error_rule import (
    CALL_ADMIN,
    OTHER_WAY,
    ErrorRule,
    Remedy,
    account,
    final,
    later,
    temporary,
)

_REGISTER: Remedy = (
    "Ask your administrator to register the number again.",
    "Bitten Sie Ihre Administration, die Nummer erneut zu registrieren.",
)
_WAIT_FOR_PIN: Remedy = (
    "Wait for the time Meta names before you enter the PIN again.",
    "Warten Sie die von Meta genannte Zeit ab, bevor Sie die PIN erneut eingeben.",
)
CALLING = final(
    138000,
    "WhatsApp refused the call.",
    "WhatsApp hat den Anruf abgelehnt.",
    OTHER_WAY,
)
FLOWS = final(
    139000,
    "Meta refused the flow.",
    "Meta hat den Flow abgelehnt.",
    CALL_ADMIN,
    admin=True,
)
USERNAMES = final(
    147001,
    "Meta refused the username for this number.",
    "Meta hat den Benutzernamen für diese Nummer abgelehnt.",
    CALL_ADMIN,
    admin=True,
)

RULES: tuple[ErrorRule, ...] = (
    final(
        133000,
        "An earlier deregistration of this number did not finish.",
        "Eine frühere Abmeldung dieser Nummer wurde nicht abgeschlossen.",
        (
            "Deregister the number again, then register it.",
            "Melden Sie die Nummer erneut ab und dann wieder an.",
        ),
        admin=True,
    ),
    temporary(
        133004,
        "Meta's server is temporarily unavailable.",
        "Metas Server ist vorübergehend nicht verfügbar.",
    ),
    final(
        133005,
        "The PIN of this number is wrong.",
        "Die PIN dieser Nummer ist falsch.",
        (
            "Enter the right PIN, or reset it in WhatsApp Manager.",
            "Geben Sie die richtige PIN ein oder setzen Sie sie im WhatsApp Manager "
            "zurück.",
        ),
        admin=True,
    ),
    final(
        133006,
        "This number must be verified before it can be registered.",
        "Diese Nummer muss vor der Registrierung bestätigt werden.",
        (
            "Request a verification code and confirm the number.",
            "Fordern Sie einen Bestätigungscode an und bestätigen Sie die Nummer.",
        ),
        admin=True,
    ),
    later(
        133008,
        "Too many wrong PINs were entered.",
        "Es wurden zu viele falsche PINs eingegeben.",
        _WAIT_FOR_PIN,
        admin=True,
    ),
    later(
        133009,
        "PINs were entered too quickly.",
        "PINs wurden zu schnell hintereinander eingegeben.",
        _WAIT_FOR_PIN,
        admin=True,
    ),
    account(
        133010,
        "This number is not registered with WhatsApp.",
        "Diese Nummer ist nicht bei WhatsApp registriert.",
        _REGISTER,
    ),
    later(
        133015,
        "This number was deleted a moment ago.",
        "Diese Nummer wurde gerade erst gelöscht.",
        (
            "Wait five minutes and register it again.",
            "Warten Sie fünf Minuten und registrieren Sie sie erneut.",
        ),
        admin=True,
    ),
    later(
        133016,
        "This number was registered or deregistered too often within 72 hours.",
        "Diese Nummer wurde innerhalb von 72 Stunden zu oft an- oder abgemeldet.",
        (
            "Wait up to 72 hours before the next attempt.",
            "Warten Sie bis zu 72 Stunden bis zum nächsten Versuch.",
        ),
        admin=True,
    ),
    final(
        135000,
        "WhatsApp could not process the message's parameters.",
        "WhatsApp konnte die Angaben der Nachricht nicht verarbeiten.",
        CALL_ADMIN,
        admin=True,
    ),
    final(
        139100,
        "Some people could not be blocked or unblocked.",
        "Einige Personen konnten nicht blockiert oder freigegeben werden.",
        (
            "Look at each entry; only people who wrote in the last 24 hours count.",
            "Prüfen Sie jeden Eintrag; möglich ist es nur bei Personen, die in den "
            "letzten 24 Stunden geschrieben haben.",
        ),
    ),
    final(
        139101,
        "The list of blocked people is full.",
        "Die Liste blockierter Personen ist voll.",
        CALL_ADMIN,
        admin=True,
    ),
    temporary(
        139102,
        "The list of blocked people was changed at the same time.",
        "Die Liste blockierter Personen wurde gleichzeitig geändert.",
    ),
    temporary(
        139103,
        "Meta reported an internal error in the list of blocked people.",
        "Meta meldet einen internen Fehler in der Liste blockierter Personen.",
    ),
    final(
        2593107,
        "The synchronisation with the WhatsApp Business app was already done.",
        "Die Synchronisierung mit der WhatsApp-Business-App wurde schon ausgeführt.",
        CALL_ADMIN,
        admin=True,
    ),
    final(
        2593108,
        "The time for synchronising with the WhatsApp Business app is over.",
        "Die Frist für die Synchronisierung mit der WhatsApp-Business-App ist vorbei.",
        CALL_ADMIN,
        admin=True,
    ),
)
