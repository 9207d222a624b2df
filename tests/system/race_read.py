"""For Odoo's shell: what is left of everybody, and whether it can be read."""

import json

store = env["wa.vault"]._vault().store  # noqa: F821
company = env["wa.channel"].search([], limit=1).company_id  # noqa: F821


def _rows(subject, model):
    return env[model].search_count([("subject_id", "=", subject.id)])  # noqa: F821


def _told(subject):
    messages = subject.conversation_ids.message_ids
    return {
        "uuid": subject.uuid,
        "erased": bool(subject.erased_at),
        "rows": sum(
            _rows(subject, model)
            for model in ("wa.identity", "wa.conversation", "wa.message", "wa.consent")
        ),
        "keys": sum(
            store.get(subject.uuid, klass) is not None
            for klass in ("content", "person", "evidence")
        ),
        "unreadable": sum(not message._content() for message in messages),
        "written": [m._wamid() for m in messages if m.direction == "in"],
        "numbers": [identity._value() for identity in subject.identity_ids],
    }


print(
    json.dumps(
        {
            "people": [_told(s) for s in env["wa.subject"].search([])],  # noqa: F821
            "jobs": env["wa.erasure"].search([]).mapped("state"),  # noqa: F821
            "ledger": env["wa.ledger.entry"]._verify(company).ok,  # noqa: F821
        }
    )
)
