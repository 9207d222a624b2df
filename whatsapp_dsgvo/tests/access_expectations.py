"""Who may call what: every public method and every route of this addon.

A method or a route that is not here fails `test_access.py`. "May" means that no
AccessError comes; a method may still say that there is nothing to do.
"""

from dataclasses import dataclass

# As in access_world.py. Nobody is trusted for being logged in.
ROLES = (
    *("public", "portal", "employee", "helpdesk_only", "helpdesk_manager"),
    *("agent_elsewhere", "agent", "team_lead", "triage", "coordinator", "dpo"),
    *("channel_admin", "it_admin", "one_for_all_it", "foreigner"),
)
READERS = ("agent", "team_lead")
PRIVACY = ("coordinator", "dpo")
COORDINATOR = ("coordinator",)
DPO = ("dpo",)
ADMIN = ("channel_admin", "one_for_all_it")
BOTH = ("one_for_all_it",)
RECORDERS = ("agent_elsewhere", *READERS, "coordinator", "foreigner")


@dataclass(frozen=True)
class May:
    """Arguments that begin with "@" are facts of the world, `on` is the record."""

    roles: tuple
    args: tuple = ()
    on: str = ""


def may(roles, *args, on=""):
    return May(roles, args, on)


METHODS = {
    "helpdesk.ticket": {
        "action_whatsapp_keep": may(READERS),
        "action_whatsapp_keep_voucher": may(READERS),
        "action_whatsapp_decide_again": may(READERS),
        "action_whatsapp_dont_keep": may(READERS),
        "action_whatsapp_block": may(READERS),
        "action_whatsapp_unblock": may(READERS),
        "action_whatsapp_privacy": may(READERS),
        "action_whatsapp_hold": may(READERS),
        "action_whatsapp_report_request": may(READERS),
        "whatsapp_ask": may(READERS, "@opaque_id"),
        "whatsapp_block_again": may(READERS),
        "whatsapp_change_waiting": may(READERS, "@opaque_id", "Text"),
        "whatsapp_drop_file": may(READERS, "@attachment_id"),
        "whatsapp_fetch_file": may(READERS, "@media_uuid"),
        "whatsapp_find_number": may(("agent", "team_lead", "foreigner"), "+491"),
        "whatsapp_link_partner": may(READERS, "@partner_id"),
        "whatsapp_lock": may(READERS, "@opaque_id", "other"),
        # states and times for those who see the ticket; names for readers only
        "whatsapp_may_send": may((*READERS, "portal", "helpdesk_manager")),
        "whatsapp_messages": may(READERS, "@stub_ids"),
        "whatsapp_panel": may((*READERS, "portal", "helpdesk_manager")),
        "whatsapp_react": may(READERS, "@opaque_id", "👍"),
        "whatsapp_refuse_partner": may(READERS, "@partner_id"),
        "whatsapp_retry": may(READERS, "@opaque_id"),
        "whatsapp_send": may(READERS, "Guten Tag"),
        "whatsapp_send_buttons": may(READERS, "Passt das?", ["Ja", "Nein"]),
        "whatsapp_send_list": may(READERS, "Wann?", "Tage", [["Montag", ""]]),
        "whatsapp_send_location": may(READERS, "52.5", "13.4"),
        "whatsapp_send_waiting": may(READERS, "@opaque_id"),
        "whatsapp_take_back": may(READERS, "@opaque_id"),
        "whatsapp_typing": may(READERS),
    },
    # of the teams of the own company
    "helpdesk.ticket.team": {"whatsapp_figures": may(("team_lead", "foreigner"))},
    # Odoo's own, which is only quicker here
    "ir.sequence": {
        "next_by_code": may(
            tuple(role for role in ROLES if role not in ("public", "portal")),
            "helpdesk.ticket.sequence",
        ),
    },
    "res.config.settings": {
        "action_whatsapp_check": may(BOTH),
        "action_whatsapp_new_channel": may(BOTH),
        "action_whatsapp_open_channel": may(BOTH),
        "action_whatsapp_rotate_keys": may(BOTH),
        "action_whatsapp_set_up_template": may(BOTH),
    },
    "res.partner": {
        # a contact may be everybody's; who is behind it, one's own company's
        "action_whatsapp_erase": may((*COORDINATOR, "foreigner")),
        "action_whatsapp_request": may((*COORDINATOR, "foreigner")),
        "action_whatsapp_find_number": may((*READERS, *PRIVACY, "foreigner")),
        "action_whatsapp_history": may((*PRIVACY, "foreigner")),
        "action_whatsapp_readers": may((*PRIVACY, "foreigner")),
        "action_whatsapp_withdraw": may(RECORDERS),
    },
    "privacy.lookup.wizard": {
        "action_lookup": may(("it_admin", "one_for_all_it")),
    },
    # of a case; of other models it is Odoo's own
    "privacy.lookup.wizard.line": {"action_unlink": may(())},
    "wa.block": {
        "action_block": may(READERS),
        "action_unblock": may(READERS),
    },
    "wa.channel": {
        "action_check_connection": may(ADMIN),
        "action_connect": may(ADMIN),
        "action_new_notice": may((*ADMIN, "coordinator")),
        "action_pause": may(ADMIN),
        "action_set_up_template": may(ADMIN),
        "whatsapp_heads": may((*RECORDERS, "triage", "dpo", *ADMIN)),
    },
    "wa.consent": {
        "action_evidence": may(("agent_elsewhere", *READERS, *PRIVACY)),
        "action_lift_block": may(COORDINATOR),
        "action_record_json": may(PRIVACY),
        "whatsapp_funnel": may(("team_lead", "foreigner", *PRIVACY)),
    },
    "wa.document": {
        "action_approve": may(COORDINATOR),
        "action_generate": may((*COORDINATOR, "foreigner")),
        "action_note": may(DPO),
        "action_open": may(PRIVACY),
        "action_verify": may(PRIVACY),
    },
    "wa.erasure": {
        "action_call_off": may(COORDINATOR),
        "action_certificate_json": may(PRIVACY),
        "action_certificate_pdf": may(PRIVACY),
        "action_confirm": may(COORDINATOR),
        "action_open": may(PRIVACY),
        "action_retry": may(COORDINATOR),
        "action_verify": may(PRIVACY),
    },
    "wa.erasure.start": {"action_start": may(COORDINATOR)},
    "wa.event": {"action_replay": may(ADMIN)},
    "wa.export": {"action_release": may(COORDINATOR)},
    "wa.hold": {
        "action_confirm": may(DPO),
        "action_release": may(COORDINATOR),
        "action_renew": may(COORDINATOR),
    },
    "wa.hold.start": {"action_hold": may(READERS)},
    "wa.identity": {
        "action_show_number": may(("agent_elsewhere", *READERS, *PRIVACY)),
    },
    "wa.incident": {
        "action_close": may(COORDINATOR),
        "action_find_affected": may(COORDINATOR),
    },
    "wa.ledger.entry": {"action_verify": may(PRIVACY)},
    "wa.message": {
        "action_replay": may(ADMIN, on="held"),
        "action_triage_fetch_file": may(("triage",), on="held"),
        "action_triage_legal": may(("triage",), on="held"),
        "action_triage_nothing": may(("triage",), on="held"),
        "action_triage_open_file": may(("triage",), on="held"),
        "action_triage_urgent": may(("triage",), on="held"),
        "action_unlock": may(COORDINATOR, on="locked"),
    },
    "wa.notice": {"action_publish": may((*ADMIN, "coordinator"))},
    "wa.number.show": {
        "action_show": may(("agent_elsewhere", *READERS, *PRIVACY)),
    },
    # the coordination sees only what the officer asked about
    "wa.read.log": {"action_resolve": may(DPO), "action_verify": may(DPO)},
    "wa.suppression": {"action_reviewed": may(COORDINATOR)},
    "wa.request": {
        "action_accept": may(COORDINATOR),
        "action_dismiss": may(COORDINATOR),
        "action_done": may(COORDINATOR),
        "action_erase": may(COORDINATOR),
        "action_export": may(COORDINATOR, on="access_request"),
        "action_extend": may(COORDINATOR),
        "action_letter_lift": may(COORDINATOR),
        "action_letter_outcome": may(COORDINATOR, on="access_request"),
        "action_letter_receipt": may(COORDINATOR),
        "action_lift_restriction": may(COORDINATOR),
        "action_refuse": may(COORDINATOR),
        "action_restrict": may(COORDINATOR),
    },
    "wa.request.letter": {
        "action_pdf": may(PRIVACY),
        "action_send_whatsapp": may(COORDINATOR),
        "action_sent_by_email": may(COORDINATOR),
        "action_sent_by_letter": may(COORDINATOR),
    },
    "wa.request.report": {"action_report": may(READERS)},
    # a backup concerns the whole installation, whatever one's company
    "wa.restore": {
        "action_join_journals": may((*COORDINATOR, "foreigner")),
        "action_release": may((*COORDINATOR, "foreigner")),
        "action_replay": may((*COORDINATOR, "foreigner")),
    },
    "wa.retention.rule": {
        "action_activate": may(COORDINATOR),
        "action_new_draft": may(COORDINATOR),
        "action_pause": may((*PRIVACY, "foreigner")),
        "action_resume": may((*COORDINATOR, "foreigner")),
        "action_sign": may(DPO),
    },
    "wa.retention.run": {
        "action_dry_run": may((*COORDINATOR, "foreigner")),
        "action_run_now": may((*COORDINATOR, "foreigner")),
        "action_overdue": may((*PRIVACY, "foreigner")),
    },
    "wa.retention.line": {"action_overdue": may((*PRIVACY, "foreigner"))},
    "wa.subject": {
        "action_erase": may(COORDINATOR),
        "action_history": may(PRIVACY),
        "action_readers": may(PRIVACY),
        "action_request": may(COORDINATOR),
    },
    "wa.withdrawal": {"action_record": may(RECORDERS)},
}

# Odoo's own, which we only narrow: test_rights.py and test_guard*.py call them.
NARROWED = {"create", "write", "unlink", "message_post"}
