"""Within Odoo's shell: erasures as two people would have asked for them."""

from datetime import timedelta

from odoo import fields

from odoo.addons.whatsapp_dsgvo.models import guard


def person(env, phone):
    """wa.subject who has this number today."""
    index = env["wa.vault"]._index("phone", phone)
    known = [("blind_index", "=", index), ("valid_to", "=", False)]
    return env["wa.identity"].search(known).subject_id


def confirmed(env, subject, begins_in=timedelta(), keep_suppression=False):
    """A confirmed job; the scheduled action takes it up once `begins_in` is over."""
    values = {
        "company_id": subject.company_id.id,
        "subject_ids": [(6, 0, subject.ids)],
    }
    request = env["wa.request"].create(
        {**values, "kind": "erasure", "received_by": "letter"}
    )
    now = fields.Datetime.now()
    job = guard.admitted(env["wa.erasure"]).create(
        {
            **values,
            "request_id": request.id,
            "keep_suppression": keep_suppression,
            "state": "confirmed",
            "confirmed_at": now,
            "next_try_at": now + begins_in,
        }
    )
    return guard.dismissed(job)
