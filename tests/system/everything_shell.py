"""For Odoo's shell: every message in the clear, with what permits it, as JSON."""

import json


def _basis(message):
    entry = message.basis_entry_id
    if not entry:
        return None
    return {
        "event": entry.event,
        "purpose": entry.purpose,
        "pseudonym": entry.pseudonym,
        "at": str(entry.at),
    }


def _row(message):
    return {
        "direction": message.direction,
        "wamid": message._wamid(),
        "opaque": message.opaque_id,
        "text": message._content().get("text") or "",
        "state": message.state,
        "person": message.subject_id.uuid,
        "ticket": message.ticket_id.id,
        "shown": message.mail_message_id.id,
        "exception": message.exception_code or "",
        "basis": _basis(message),
        "queued_at": str(message.queued_at or ""),
    }


company = env["wa.channel"].search([], limit=1).company_id  # noqa: F821
report = env["wa.ledger.entry"]._verify(company)  # noqa: F821
print(
    json.dumps(
        {
            "messages": [
                _row(row)
                for row in env["wa.message"].search([])  # noqa: F821
            ],
            "ledger_ok": report.ok,
            "ledger_problems": [problem.code for problem in report.problems],
            "entries": report.count + report.unsealed,
        }
    )
)
