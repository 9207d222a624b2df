"""Codes of templates, marketing messages and flows.

Source: Meta, "Error codes" (WhatsApp Cloud API), edition of 2026-09-11.
"""

from .error_rule import (
    CALL_ADMIN,
    MINUTES,
    REPAIR_TEMPLATE,
    ErrorRule,
    Remedy,
    final,
    later,
    temporary,
)

_EDIT: Remedy = (
    "Ask your administrator to correct the template and submit it again.",
    "Bitten Sie Ihre Administration, die Vorlage zu korrigieren und neu einzureichen.",
)
_FLOW: Remedy = (
    "Ask your administrator to check the flow in WhatsApp Manager.",
    "Bitten Sie Ihre Administration, den Flow im WhatsApp Manager zu prüfen.",
)
# template creation and editing share one sentence; Meta's details name the field
EDITING_CODES = (
    2388019,
    2388039,
    2388040,
    2388047,
    2388072,
    2388073,
    2388293,
    2388299,
)


def _editing(code: int) -> ErrorRule:
    return final(
        code,
        "Meta did not accept the template as it was submitted.",
        "Meta hat die Vorlage in der eingereichten Form nicht angenommen.",
        _EDIT,
        admin=True,
    )


RULES: tuple[ErrorRule, ...] = (
    final(
        131061,
        "This template has a maximum price and cannot be sent here.",
        "Diese Vorlage hat einen Höchstpreis und kann hier nicht gesendet werden.",
        REPAIR_TEMPLATE,
        admin=True,
    ),
    final(
        131063,
        "Marketing templates are switched off for our account.",
        "Werbevorlagen sind für unser Konto abgeschaltet.",
        CALL_ADMIN,
        admin=True,
    ),
    later(
        131064,
        "Meta limits our templates because some were put in the wrong category.",
        "Meta begrenzt unsere Vorlagen, weil einige falsch eingeordnet waren.",
        CALL_ADMIN,
        admin=True,
    ),
    final(
        132000,
        "The number of filled-in values does not match the template.",
        "Die Zahl der eingesetzten Werte passt nicht zur Vorlage.",
        REPAIR_TEMPLATE,
        admin=True,
    ),
    final(
        132001,
        "The template does not exist in this language or is not approved.",
        "Die Vorlage gibt es in dieser Sprache nicht, oder sie ist nicht freigegeben.",
        REPAIR_TEMPLATE,
        admin=True,
    ),
    final(
        132005,
        "With the values filled in, the template's text is too long.",
        "Mit den eingesetzten Werten ist der Text der Vorlage zu lang.",
        REPAIR_TEMPLATE,
        admin=True,
    ),
    final(
        132007,
        "The template breaks one of WhatsApp's policies.",
        "Die Vorlage verstößt gegen eine Richtlinie von WhatsApp.",
        REPAIR_TEMPLATE,
        admin=True,
    ),
    final(
        132008,
        "A value filled into the template is not allowed.",
        "Ein in die Vorlage eingesetzter Wert ist nicht zulässig.",
        REPAIR_TEMPLATE,
        admin=True,
    ),
    final(
        132012,
        "A value filled into the template has the wrong form.",
        "Ein in die Vorlage eingesetzter Wert hat die falsche Form.",
        REPAIR_TEMPLATE,
        admin=True,
    ),
    later(
        132015,
        "Meta has paused this template because of low quality.",
        "Meta hat diese Vorlage wegen geringer Qualität pausiert.",
        REPAIR_TEMPLATE,
        admin=True,
    ),
    final(
        132016,
        "Meta has switched this template off for good.",
        "Meta hat diese Vorlage endgültig abgeschaltet.",
        REPAIR_TEMPLATE,
        admin=True,
    ),
    final(
        132018,
        "The filled-in template did not pass Meta's check.",
        "Die ausgefüllte Vorlage hat Metas Prüfung nicht bestanden.",
        REPAIR_TEMPLATE,
        admin=True,
    ),
    final(
        132068,
        "Meta has blocked the flow in this message.",
        "Meta hat den Flow in dieser Nachricht gesperrt.",
        _FLOW,
        admin=True,
    ),
    later(
        132069,
        "Meta limits the flow in this message to a few per hour.",
        "Meta begrenzt den Flow in dieser Nachricht auf wenige pro Stunde.",
        (
            "Try again in an hour.",
            "Versuchen Sie es in einer Stunde erneut.",
        ),
    ),
    final(
        134011,
        "Meta's terms for payments are not accepted yet.",
        "Metas Bedingungen für Zahlungen sind noch nicht akzeptiert.",
        CALL_ADMIN,
        admin=True,
    ),
    final(
        134100,
        "Only marketing templates can be sent this way.",
        "Auf diesem Weg lassen sich nur Werbevorlagen senden.",
        REPAIR_TEMPLATE,
        admin=True,
    ),
    temporary(
        134101,
        "Meta is still preparing this template, usually for ten minutes.",
        "Meta bereitet diese Vorlage noch vor, meist zehn Minuten lang.",
        MINUTES,
    ),
    final(
        134102,
        "This template is not available for marketing messages.",
        "Diese Vorlage steht für Werbenachrichten nicht zur Verfügung.",
        REPAIR_TEMPLATE,
        admin=True,
    ),
    *map(_editing, EDITING_CODES),
)
