"""For Odoo's shell: everybody agrees, so that agents read what was held.

Prints {id of a ticket: how many messages stand in it} as JSON.
"""

import json

from odoo import fields

from odoo.addons.whatsapp_dsgvo.lib.consent import states

GIVEN = states.Change(states.SERVICE, states.GIVEN, "given", notice_version=1)

env = env  # noqa: F821, PLW0127
for conversation in env["wa.conversation"].search(
    [("subject_id.erased_at", "=", False)]
):
    conversation._change(GIVEN, fields.Datetime.now(), {}, "subject")
    conversation._release_held()
# read by another process from here on
env.cr.commit()
# whether a message has got its bubble is for the browser to show
shown = env["wa.message"].search([("ticket_id", "!=", False)])
print(json.dumps({t.id: len(rows) for t, rows in shown.grouped("ticket_id").items()}))
