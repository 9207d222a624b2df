"""For Odoo's shell: how each received message is drawn, without its content, as JSON."""

import json

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


rows = env["wa.message"].search([("direction", "=", "in")])  # noqa: F821
print(json.dumps({row.id: f"{row.kind} → {_drawn(row)}" for row in rows}))
