"""What an administrator does where an agent is told to ask one.

By the agent's remedy, as the tables write it; one that asks nobody says it already.
"""

from .error_rule import ErrorRule, Remedy

_META: Remedy = (
    "Please look at the notices in Meta's Business Support, or ask Meta's support.",
    "Bitte sehen Sie die Hinweise in Metas Business-Support an oder fragen Sie den "
    "Support von Meta.",
)
_TEMPLATE: Remedy = (
    "Please check the template at Meta, in WhatsApp Manager.",
    "Bitte prüfen Sie die Vorlage bei Meta, im WhatsApp Manager.",
)
REMEDIES: dict[str, Remedy] = {
    "Ask your administrator to store a new access token for this number.": (
        "Please store a new access token for this number.",
        "Bitte hinterlegen Sie für diese Nummer ein neues Zugriffstoken.",
    ),
    "Ask your administrator to check the rights of the system user at Meta.": (
        "Please check the rights of the system user at Meta.",
        "Bitte prüfen Sie die Rechte des Systemnutzers bei Meta.",
    ),
    "Ask your administrator to check the number's id and rights in the settings.": (
        "Please check the number's ID and the system user's rights.",
        "Bitte prüfen Sie die ID der Nummer und die Rechte des Systemnutzers.",
    ),
    "Ask your administrator to read the notice in Meta's Business Support.": _META,
    "Tell your administrator and reach the person another way.": _META,
    "Ask your administrator to add the recipient to the test list at Meta.": (
        "Please add the recipient to the test list at Meta.",
        "Bitte nehmen Sie den Empfänger bei Meta in die Testliste auf.",
    ),
    "Ask your administrator to check how long the system was not reachable.": (
        "Please check how long the system was not reachable.",
        "Bitte prüfen Sie, wie lange das System nicht erreichbar war.",
    ),
    "Ask your administrator to check the payment method at Meta.": (
        "Please check the payment method at Meta.",
        "Bitte prüfen Sie das Zahlungsmittel bei Meta.",
    ),
    "Ask your administrator to register the number again.": (
        "Please register the number again.",
        "Bitte registrieren Sie die Nummer erneut.",
    ),
    "Reach the person another way; your administrator has to check the template at "
    "Meta.": _TEMPLATE,
    "Ask your administrator to check the flow in WhatsApp Manager.": (
        "Please check the flow in WhatsApp Manager.",
        "Bitte prüfen Sie den Flow im WhatsApp Manager.",
    ),
    "Ask your administrator to correct the template and submit it again.": (
        "Please correct the template and submit it again.",
        "Bitte korrigieren Sie die Vorlage und reichen Sie sie erneut ein.",
    ),
    "Ask your administrator to check address and access token of this number.": (
        "Please check address and access token of this number.",
        "Bitte prüfen Sie Adresse und Zugriffstoken dieser Nummer.",
    ),
}


def remedy_for_admin(rule: ErrorRule) -> Remedy:
    """English and German."""
    return REMEDIES.get(rule.remedy_en, (rule.remedy_en, rule.remedy_de))
