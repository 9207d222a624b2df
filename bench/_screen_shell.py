"""For Odoo's shell: Odoo's own ticket with the words of the long WhatsApp ticket.

Prints {"ours": its number, "plain": the other's number} as JSON.
"""

import json

env = env  # noqa: F821, PLW0127
ours = env["helpdesk.ticket"].search([("whatsapp_open", "=", True)], limit=1)
messages = env["wa.message"].search([("ticket_id", "=", ours.id)], order="event_at, id")
customer = env["res.partner"].create({"name": "Erika Muster"})
plain = env["helpdesk.ticket"].create(
    {
        "name": ours.name,
        "description": "-",
        "team_id": ours.team_id.id,
        "user_id": ours.user_id.id,
    }
)
agent = env.ref("whatsapp_dsgvo.user_agent")
ours.user_id = plain.user_id = agent
for message in messages:
    plain.message_post(
        body=message._content().get("text") or "-",
        author_id=customer.id,
        message_type="comment",
        subtype_xmlid="mail.mt_note",
    )
env.cr.commit()
print(json.dumps({"ours": ours.number, "plain": plain.number}))
