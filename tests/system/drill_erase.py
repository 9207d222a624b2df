"""For Odoo's shell: erase the person of this number, as two people would have it."""

import json
import os

from odoo import fields

from odoo.addons.whatsapp_dsgvo.models import guard

index = env["wa.vault"]._index("phone", os.environ["DRILL_ERASE"])  # noqa: F821
person = env["wa.identity"].search([("blind_index", "=", index)]).subject_id  # noqa: F821
request = env["wa.request"].create(  # noqa: F821
    {
        "kind": "erasure",
        "company_id": person.company_id.id,
        "received_by": "letter",
        "subject_ids": [(6, 0, person.ids)],
    }
)
job = guard.admitted(env["wa.erasure"]).create(  # noqa: F821
    {
        "company_id": person.company_id.id,
        "request_id": request.id,
        "subject_ids": [(6, 0, person.ids)],
        "state": "confirmed",
        "confirmed_at": fields.Datetime.now(),
        "next_try_at": fields.Datetime.now(),
    }
)
guard.dismissed(job)._run()
print(json.dumps([job.state, job.error]))
