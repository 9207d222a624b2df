"""For Odoo's shell: what ledger and consents say of each person, as JSON."""

import json

company = env["wa.channel"].search([], limit=1).company_id  # noqa: F821
report = env["wa.ledger.entry"]._verify(company)  # noqa: F821


def _entry(entry):
    proven = entry._payload()
    return {
        "id": entry.id,
        "person": entry.pseudonym,
        "purpose": entry.purpose,
        "state": proven["state"],
        "reason": proven["reason"],
    }


def _person(subject):
    return {
        "uuid": subject.uuid,
        "phone": subject._address()[0],
        "consents": {
            row.purpose: [row.state, row.reason or "", row.last_entry_id.id]
            for row in subject.consent_ids
        },
        "wamids": [
            message._wamid()
            for message in subject.conversation_ids.message_ids
            if message.direction == "in"
        ],
    }


messages = env["wa.message"].search([("direction", "=", "out")])  # noqa: F821
print(
    json.dumps(
        {
            "ok": report.ok,
            "problems": [problem.code for problem in report.problems],
            "entries": [
                _entry(entry)
                for entry in env["wa.ledger.entry"].search(  # noqa: F821
                    [("purpose", "!=", "")], order="id"
                )
            ],
            "people": [
                _person(subject)
                for subject in env["wa.subject"].search([])  # noqa: F821
            ],
            "exceptions": {
                message.opaque_id: message.exception_code or "" for message in messages
            },
        }
    )
)
