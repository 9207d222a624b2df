"""Marks of what is stored of people's requests, and of what was decided about them."""

from __future__ import annotations

from .fields import Marks, house, marks

REQUESTS: dict[str, Marks] = {
    "wa.hold": {
        **marks(
            "LK-08",
            "kept",
            pseudonym="subject_id message_ids",
            case="reference norm reason",
            trace="until released_at confirmed_at",
            staff="user_id confirmed_by_id",
        ),
        **house("company_id"),
    },
    # the text goes with the person, that there was a letter stays
    "wa.request.letter": {
        **marks("LK-08", "empty", content="text_sealed", pseudonym="message_id"),
        **marks(
            "LK-08",
            "kept",
            pseudonym="uuid request_id",
            trace="kind language reason text_hash state way sent_at",
            staff="sent_by_id",
        ),
        **house("company_id"),
    },
    "wa.request": {
        **marks("LK-08", "empty", pseudonym="partner_id ticket_id"),
        **marks(
            "LK-08",
            "kept",
            pseudonym="subject_ids",
            case="name>requests.number decision_reason",
            trace=(
                "kind>requests.kind state>requests.state "
                "received_at>requests.received_at received_by internal_date "
                "legal_date extended_date extended due_date identity_level decision "
                "closed_at"
            ),
            staff="user_id",
        ),
        **house("company_id"),
    },
    "wa.export": {
        **marks(
            "LK-13",
            "kept",
            keyed="token_index code_index",
            pseudonym="request_id",
            trace="kind state tries released_at expires_at fetched_at",
            staff="released_by",
        ),
        **house("company_id"),
    },
    "wa.export.line": marks(
        "LK-13",
        "row",
        pseudonym="export_id message_id",
        case="reason>messages.withheld",
        trace="withheld",
    ),
    "wa.erasure": {
        **marks("LK-08", "empty", pseudonym="partner_ids"),
        **marks(
            "LK-08",
            "kept",
            pseudonym="request_id subject_ids ticket_ids",
            case="facts certificate",
            trace=(
                "keep_suppression state step confirmed_at started_at "
                "keys_destroyed_at finished_at error attempts next_try_at"
            ),
            staff="requested_by_id second_user_id",
        ),
        **house("company_id"),
    },
}
