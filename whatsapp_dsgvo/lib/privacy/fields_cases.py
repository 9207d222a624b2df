"""Marks of cases: requests of people, their letters, and what is held."""

from __future__ import annotations

from .fields import Marks, house, marks

CASES: dict[str, Marks] = {
    "wa.hold": {
        **marks(
            "LK-08",
            "kept",
            pseudonym="subject_id message_ids",
            case="reference basis norm reason",
            trace="until released_at confirmed_at reminded_at",
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
            trace="kind language reason ends_on text_hash state way sent_at",
            staff="sent_by_id",
        ),
        **house("company_id"),
    },
    "wa.request": {
        **marks(
            "LK-08",
            "empty",
            content="correction_sealed>requests.correction",
            pseudonym="partner_id ticket_id correction_key question_id",
        ),
        **marks(
            "LK-08",
            "kept",
            pseudonym="subject_ids",
            case="name>requests.number decision_reason",
            trace=(
                "kind>requests.kind state>requests.state "
                "received_at>requests.received_at received_by internal_date "
                "legal_date extended_date extended due_date identity_level "
                "identified_at decision closed_at unnamed"
            ),
            staff="user_id",
        ),
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
        **house("company_id seq prev_hash entry_hash"),
    },
    "wa.read.log.start": house("company_id seq entry_hash"),
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
}
