"""Meta's contact book: number and BSUID of whoever was in touch with the company.

Meta keeps it for the whole business portfolio, until the company switches it off in
Business settings → Business info; no call tells whether it is on. One entry goes by its
BSUID; parent BSUIDs are not taken. The number may stay in Meta's cache for 30 days, and
a new message makes a new entry. Source: Meta, "Business-scoped user IDs", section
"Delete a contact book entry", edition of June 2026.
"""

from collections.abc import Mapping
from typing import Any

from .bsuid import is_bsuid
from .limits import Problem
from .payload_parts import InvalidPayload


def query(bsuid: str) -> dict[str, str]:
    """Raise `InvalidPayload` for what is no BSUID, or that of a parent."""
    if not is_bsuid(bsuid) or ".ENT." in bsuid:
        raise InvalidPayload(Problem("bsuid"))
    return {"messaging_product": "whatsapp", "bsuid": bsuid}


def read(answer: Mapping[str, Any]) -> bool | None:
    """Whether there was an entry, which is deleted now; None: Meta did nothing."""
    if answer.get("success") is not True:
        return None
    return answer.get("deleted") is True
