"""The WhatsApp Cloud API: what arrives, what is sent, what goes wrong.

No module below imports odoo, and none keeps state. Start with `events.parse` for a
webhook, `payloads` for a message, `client.CloudApi` for a call, `errors` for its
failure.
"""
