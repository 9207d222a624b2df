"""For Odoo's shell: what of the received messages can be read, or why nothing can."""

import json

from odoo.addons.whatsapp_dsgvo.models.wa_vault import KeysAway

try:
    received = env["wa.message"].search([("direction", "=", "in")])  # noqa: F821
    texts = [message._content().get("text") for message in received]
    told = {"texts": [text for text in texts if text], "rows": len(received)}
except KeysAway as error:
    told = {"code": error.code}
print(json.dumps(told))
