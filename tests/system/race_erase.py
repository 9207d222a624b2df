"""For Odoo's shell: erase these people, one after the other, at random moments."""

import json
import os
import random
import threading

from odoo import fields

from odoo.addons.whatsapp_dsgvo.models import guard

rng = random.Random(int(os.environ["RACE_SEED"]))
ends = []
for phone in os.environ["RACE_PEOPLE"].split(","):
    # the pause is the experiment, not a wait
    threading.Event().wait(rng.uniform(0, 0.4))
    env.cr.commit()  # noqa: F821
    index = env["wa.vault"]._index("phone", phone)  # noqa: F821
    known = [("blind_index", "=", index), ("valid_to", "=", False)]
    person = env["wa.identity"].search(known).subject_id  # noqa: F821
    values = {
        "company_id": person.company_id.id,
        "subject_ids": [(6, 0, person.ids)],
    }
    request = env["wa.request"].create(  # noqa: F821
        {**values, "kind": "erasure", "received_by": "letter"}
    )
    now = fields.Datetime.now()
    job = guard.admitted(env["wa.erasure"]).create(  # noqa: F821
        {
            **values,
            "request_id": request.id,
            "state": "confirmed",
            "confirmed_at": now,
            "next_try_at": now,
        }
    )
    env.cr.commit()  # noqa: F821
    guard.dismissed(job)._run()
    env.cr.commit()  # noqa: F821
    ends.append([person.uuid, job.id])
print(json.dumps(ends))
