"""Marks of calls to Meta about a person that are no message."""

from __future__ import annotations

from .fields import Marks, house, marks

CALLS: dict[str, Marks] = {
    "wa.meta.call": {
        **marks(
            "LK-11",
            "row",
            pseudonym="conversation_id message_id basis_entry_id uuid key_scope",
            identity="bsuid_sealed",
            trace="kind state attempts queued_at next_try_at calling_at error_code",
        ),
        **house("company_id channel_id"),
    },
}
