"""Marks of settings, registers and figures: nothing in them is of a customer."""

from __future__ import annotations

from .fields import Marks, house, marks
from .fields_calls import CALLS
from .fields_cases import CASES
from .fields_people import PEOPLE

_TEXTS = (
    "reply_expectation_de reply_expectation_en retention_text_de retention_text_en "
    "alternative_contact_de alternative_contact_en hours_text_de hours_text_en "
    "transfer_text_de transfer_text_en representative dpo_contact authority "
    "hosting_text"
)
HOUSE: dict[str, Marks] = {
    "wa.app": {
        **house(
            "name uuid active company_id meta_app_id webhook_key app_secret_sealed "
            "previous_app_secret_sealed verify_token_sealed refused_count"
        ),
    },
    "wa.channel": house(
        "name uuid active company_id app_id team_id phone_number_id waba_id "
        "display_number api_base_url api_version path_style auth_scheme "
        "access_token_sealed media_hosts state consent_mode ok_counts reopen_days "
        "urgent_words reading_told notice_base_url pause_reason pause_code "
        f"paused_at rests_until messages_per_second {_TEXTS}"
    ),
    "helpdesk.ticket.team": house("whatsapp_keep_usual"),
    "wa.check": house(
        "channel_id company_id sequence code value evidence found checked_at"
    ),
    "wa.document": house(
        "kind company_id language version made_at content digest gap_count is_current "
        "approved_at noted_at ledger_uuid",
        staff="made_by approved_by noted_by",
    ),
    # nobody's name belongs in an incident; the people affected are counted
    "wa.incident": {
        **marks(
            "LK-12",
            "kept",
            case="title facts consequences measures risk_reason late_reason",
        ),
        **house(
            "name company_id state kind aware_at deadline_at occurred_from occurred_to "
            "risk authority_informed_at people_informed_at affected_count affected_at "
            "closed_at"
        ),
    },
    "wa.ledger.anchor": house("company_id seq entry_hash at placed_at mailed_at"),
    "wa.measure": house("goal company_id checked_on evidence", staff="owner_id"),
    "wa.notice": house(
        "channel_id company_id language version material reason published_at slug "
        "body_full body_short footer yes_title no_title text_hash page"
    ),
    "wa.processor": house(
        "sequence name active company_id role service address country_id contract "
        "contract_date sub_processors_url sub_processors_checked_on transfers "
        "transfer_mechanism transfer_checked_on tia_on tia_note measures_proof "
        "deletion_at_end",
        staff="transfer_checked_by tia_by",
    ),
    "wa.purpose": house("sequence code name legal_basis description"),
    "wa.restore": house(
        "noticed_at known_seq head_seq replayed_seq missing_count state stopped_by "
        "second_journal released_at erasure_ids ledger_heads known_hash fork_heads "
        "fork_joined_at",
        staff="started_by_id first_user_id second_user_id fork_first_id fork_second_id",
    ),
    "wa.retention.line": house(
        "run_id company_id code period_text done files held overdue oldest"
    ),
    "wa.retention.rule": house(
        "company_id code count unit year_end reason effective_from state activated_at "
        "signed_at",
        staff="drafted_by_id activated_by_id signed_by_id",
    ),
    "wa.retention.run": house(
        "uuid company_id started_at finished_at turns state error keys undecided"
    ),
    "wa.template": house(
        "channel_id company_id name language meta_id status category coming_category "
        "quality rejected_reason components synced_at"
    ),
    "mail.activity": house("whatsapp_code"),
    "res.partner": house("whatsapp_anonymise_on"),
    "res.company": house(
        "whatsapp_works_council whatsapp_works_council_date "
        "whatsapp_retention_paused_at",
        staff="whatsapp_retention_paused_by_id",
    ),
}
FIELDS: dict[str, Marks] = {**PEOPLE, **CALLS, **CASES, **HOUSE}
