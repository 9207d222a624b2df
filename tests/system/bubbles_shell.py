"""For Odoo's shell: how each received message is drawn, without its content, as JSON.

{id: [the ticket it stands in or None, whether it needs none, a line that tells of it]}
"""

import json

from odoo.addons.whatsapp_dsgvo.lib.desk import kinds

# What a person wrote is told as a number of characters only.
SENTENCES = ("kind", "placeholder", "title")
SAID = ("text", "detail", "before")
PARTS = ("location", "cards", "rows", "marks", "reactions")


def _described(body):
    parts = [body[key] for key in SENTENCES if body.get(key)]
    parts += [f"{key}: {len(body[key])} characters" for key in SAID if body.get(key)]
    parts += [f"{len(body[key])} {key}" for key in PARTS if body.get(key)]
    return "; ".join(parts)


def _drawn(row):
    if row.kind == "revoke":  # takes effect on another row, and is shown there only
        return "deletes another message; no bubble of its own"
    return _described(row._readable())


def _told(row):
    return [row.ticket_id.id or None, _is_elsewhere(row), f"{row.kind} → {_drawn(row)}"]


def _is_elsewhere(row):
    """It took effect on another message, and is shown there."""
    return row.kind in kinds.AMENDING and row.state == "done"


rows = env["wa.message"].search([("direction", "=", "in")])  # noqa: F821
print(json.dumps({row.id: _told(row) for row in rows}))
