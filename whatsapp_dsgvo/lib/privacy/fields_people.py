"""Marks of what is stored of customers."""

from __future__ import annotations

from .fields import Marks, house, marks

PEOPLE: dict[str, Marks] = {
    "wa.subject": {
        **marks(
            "LK-06",
            "empty",
            identity="profile_name_sealed>profile_name",
            keyed="security_code_index",
            pseudonym="partner_id>contact refused_partner_ids",
            trace="moved_at",
        ),
        # the stone stays: who erased somebody must be able to show it
        **marks("LK-08", "kept", pseudonym="uuid", trace="restricted erased_at"),
        **house("company_id"),
    },
    "wa.identity": {
        **marks(
            "LK-06",
            "row",
            identity="value_sealed>identities.value",
            keyed="blind_index",
            pseudonym="uuid subject_id",
            trace=(
                "kind>identities.kind valid_from>identities.from valid_to>identities.to"
            ),
        ),
        **house("company_id"),
    },
    "wa.conversation": {
        **marks(
            "LK-03",
            "row",
            pseudonym="subject_id ticket_id question_id",
            trace="language last_inbound_at window_opened_at window_expires_at",
        ),
        **house("company_id channel_id"),
    },
    "wa.message": {
        **marks(
            "LK-03",
            "row",
            content="content_sealed>messages.text",
            keyed="wamid_index target_index quoted_index client_key choice_nonce",
            pseudonym=(
                "opaque_id>messages.id conversation_id subject_id "
                "ticket_id>messages.ticket mail_message_id quoted_id>messages.answers "
                "target_id asked_about_id basis_entry_id"
            ),
            trace=(
                "direction>messages.direction kind>messages.kind "
                "event_at>messages.at is_control purpose exception_code notice_form "
                "choice_used_at triage_label triage_decision triage_at tapped "
                "edited_at revoked_at retention_class retention_from "
                "retention_done_at locked_at lock_reason"
            ),
            staff="author_id>messages.by locked_by_id",
        ),
        **marks(
            "LK-11",
            "row",
            identity="wamid_sealed",
            trace=(
                "state>messages.state queued_at sending_at sent_at "
                "delivered_at>messages.delivered_at read_at>messages.read_at "
                "failed_at attempts next_try_at error_code cancel_reason "
                "sent_again_at reminded_at parked_at parked_error"
            ),
        ),
        **house("company_id channel_id notice_id key_class"),
    },
    "wa.media": {
        **marks(
            "LK-03",
            "row",
            content="facts_sealed>messages.files",
            identity="upload_sealed",
            pseudonym="uuid subject_id message_id attachment_id ticket_id",
            trace=(
                "kind size state reason received_at started_at attempts next_try_at "
                "is_wanted uploaded_at"
            ),
            staff="author_id",
        ),
        **house("company_id channel_id key_class"),
    },
    "wa.consent": {
        **marks(
            "LK-06",
            "row",
            pseudonym="subject_id last_entry_id",
            trace=(
                "purpose>consents.purpose state>consents.state since>consents.since "
                "reason prior notice_version>consents.notice_version"
            ),
        ),
        **house("company_id channel_id"),
    },
    "wa.ledger.entry": {
        **marks("LK-06", "empty", content="blob>evidence.content"),
        **marks(
            "LK-06",
            "kept",
            pseudonym="uuid pseudonym",
            keyed="commitment",
            trace=(
                "at>evidence.at event>evidence.event purpose>evidence.purpose "
                "channel_ref notice_hash actor_kind redacted_at seq prev_hash "
                "entry_hash"
            ),
        ),
        **house("company_id key_class"),
    },
    "wa.event": {
        # sealed with the day's key, found by its senders
        **marks(
            "LK-01",
            "expires",
            content="body",
            keyed="digest senders",
            trace=(
                "received_at day state attempts next_try_at content_type error "
                "body_sha256"
            ),
        ),
        **house("app_id"),
    },
    "wa.self.visit": {
        **marks(
            "LK-15",
            "row",
            keyed="token_index code_index",
            pseudonym="subject_id partner_id",
            trace="started_at confirmed_at",
        ),
        **house("channel_id"),
    },
    # of hour and network together; no visit refers to it
    "wa.self.network": marks(
        "LK-15", "kept", keyed="network_index", trace="hour visits"
    ),
    # these count, refuse and recognise after an erasure, without knowing who
    "wa.allowance": {
        **marks(
            "LK-15",
            "kept",
            keyed="blind_index",
            trace="exception_code notice_form sent_at",
        ),
        **house("company_id"),
    },
    "wa.suppression": {
        **marks(
            "LK-07",
            "kept",
            keyed="blind_index",
            trace="reason>suppression.reason since>suppression.since reviewed_at",
            staff="reviewed_by_id",
        ),
        **house("company_id"),
    },
    "wa.tombstone": {
        **marks("LK-09", "kept", keyed="blind_index", trace="erased_at had_id"),
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
    "wa.export": {
        **marks(
            "LK-13",
            "kept",
            keyed="token_index code_index",
            pseudonym="request_id",
            trace="kind state tries fetches released_at expires_at fetched_at",
            staff="released_by",
        ),
        **house("company_id"),
    },
    "wa.export.line": marks(
        "LK-13",
        "row",
        pseudonym="export_id message_id",
        case="reason>messages.withheld",
        trace="withheld passages",
    ),
    "wa.export.fetch": marks(
        "LK-13", "kept", pseudonym="export_id", trace="begun_at ended_at size state"
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
                "keys_destroyed_at finished_at error attempts next_try_at told_by"
            ),
            staff="requested_by_id second_user_id",
        ),
        **house("company_id"),
    },
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
