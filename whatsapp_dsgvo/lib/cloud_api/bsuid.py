"""Business-scoped user ids: WhatsApp's names for people whose number is not shown."""

import re

# Country, dot, up to 128 letters and digits; a parent id carries ENT.
# Source: Meta, "Business-scoped user IDs", edition of June 2026.
_BSUID = re.compile(r"[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}")


def is_bsuid(text: str) -> bool:
    """True for `DE.1349…` and for the parent form `DE.ENT.1181…`; case counts."""
    return _BSUID.fullmatch(text) is not None
