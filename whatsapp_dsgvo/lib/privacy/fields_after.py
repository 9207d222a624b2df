"""Marks of what remembers an erasure, of logs, cases and what Odoo holds."""

from __future__ import annotations

from .fields import Marks, house, marks

AFTER: dict[str, Marks] = {
    # these count, refuse and recognise after an erasure, without knowing who
    "wa.allowance": {
        **marks("LK-15", "kept", keyed="blind_index", trace="exception_code sent_at"),
        **house("company_id"),
    },
    "wa.suppression": {
        **marks("LK-07", "kept", keyed="blind_index", trace="reason since"),
        **house("company_id"),
    },
    "wa.tombstone": {
        **marks("LK-09", "kept", keyed="blind_index", trace="erased_at"),
        **house("company_id"),
    },
    "wa.journal.mark": {
        **marks("LK-09", "kept", keyed="digest", trace="at kind seq entry_hash"),
        **house("company_id"),
    },
    "wa.retention.key": {
        **marks("LK-15", "kept", pseudonym="subject_uuid"),
        **house("company_id"),
    },
    "wa.number.search": {
        **marks("LK-10", "kept", keyed="blind_index", trace="searched_at"),
        **marks("LK-10", "none", staff="user_id"),
        **house("company_id"),
    },
    "wa.read.log": {
        **marks(
            "LK-10",
            "kept",
            pseudonym="pseudonym",
            trace="at what count reason",
            staff="reader_index asked_by_id resolved_user_id",
        ),
        **house("company_id"),
    },
    "wa.emergency": {
        **marks(
            "LK-10",
            "kept",
            pseudonym="pseudonym ticket_number",
            case="reason",
            trace="started_at until",
            staff="user_id",
        ),
        **house("company_id"),
    },
    "wa.hold": {
        **marks(
            "LK-08",
            "kept",
            pseudonym="subject_id message_ids",
            case="reference norm reason",
            trace="until released_at",
            staff="user_id",
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
    "wa.meta.call": {
        **marks(
            "LK-03",
            "row",
            pseudonym="conversation_id message_id basis_entry_id",
            trace="kind state queued_at attempts next_try_at calling_at error_code",
        ),
        **house("company_id channel_id"),
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
    # of contacts that had to stay because of vouchers
    "res.partner": marks("LK-05", "row", trace="whatsapp_anonymise_on"),
    "helpdesk.ticket": {
        **marks("LK-03", "empty", pseudonym="whatsapp_conversation_id"),
        **marks(
            "LK-03",
            "empty",
            trace="whatsapp_unanswered_since whatsapp_window_expires_at",
        ),
        # when a ticket was worked on, and how; nobody's any more
        **marks(
            "LK-03",
            "kept",
            trace=(
                "whatsapp_last_inbound_at whatsapp_open whatsapp_by_other_means "
                "whatsapp_keep whatsapp_waiting"
            ),
        ),
    },
    "mail.message": marks("LK-03", "row", trace="message_type"),
}
