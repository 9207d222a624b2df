"""What stands in the database after a story, without what must differ."""

import json
from datetime import timedelta

from odoo.tools import SQL

from ..lib.ledger import chain
from .tools import ToolCase


class PictureCase(ToolCase):
    def picture(self, customer):
        conversation = self.conversation(customer)
        tickets = self.env["helpdesk.ticket"].search(
            [("whatsapp_conversation_id", "=", conversation.id)]
        )
        return {
            "conversation": self._values(
                conversation, "language last_inbound_at window_opened_at"
            )
            | {"window": self._age(conversation.window_expires_at)},
            "consents": [
                self._values(c, "purpose state reason prior notice_version")
                for c in conversation.subject_id.consent_ids
            ],
            "ledger": [self._entry(e) for e in self._entries(customer)],
            "messages": [self._message(m) for m in conversation.message_ids],
            "tickets": [self._ticket(t) for t in tickets],
            "allowances": self.env["wa.allowance"]
            .search([("blind_index", "in", self._indexes(customer))])
            .mapped("exception_code"),
            "suppressed": bool(conversation._suppressed_ids()),
            "sent": [
                (m.type, self._without_codes(m.payload))
                for m in self.received_by(customer)
            ],
        }

    def _values(self, record, names):
        found = {name: record[name] for name in names.split()}
        return {
            name: self._age(value) if hasattr(value, "minute") else value
            for name, value in found.items()
        }

    def _age(self, at):
        """Quarters of an hour: the two stories are some seconds apart, or minutes."""
        return at and round((at - self.env.cr.now()) / timedelta(minutes=15))

    def _without_codes(self, payload):
        text = json.dumps(payload, sort_keys=True)
        for action in (
            payload.get("interactive", {}).get("action", {}).get("buttons", ())
        ):
            text = text.replace(action["reply"]["id"].split(".")[-1], "code")
        for name in ("to", "recipient", "biz_opaque_callback_data"):
            text = text.replace(str(payload.get(name)), name)
        return text

    def _indexes(self, customer):
        return self.subject(customer)._identity_indexes()

    def _entries(self, customer):
        return self.env["wa.ledger.entry"].search(
            [("pseudonym", "=", self.subject(customer).uuid)], order="id"
        )

    def _entry(self, entry):
        plain = self.env["wa.vault"]._unseal(
            entry.blob, entry._name, "blob", entry.uuid, entry.pseudonym, "evidence"
        )
        payload = chain.open_commitment(plain, entry.commitment)
        kept = {
            name: payload[name]
            for name in ("state", "reason", "prior", "notice_version", "kind", "words")
            if name in payload
        }
        names = "event purpose channel_ref notice_hash actor_kind key_class"
        return {**self._values(entry, names), **kept}

    def _message(self, message):
        names = (
            "direction kind state event_at is_control exception_code notice_form "
            "triage_label retention_class retention_from attempts"
        )
        stub = message.mail_message_id
        return {
            **self._values(message, names),
            "text": message._content().get("text"),
            "used": bool(message.sudo().choice_used_at),
            "basis": bool(message.basis_entry_id),
            "stub": stub
            and {
                **self._values(stub, "body message_type subtype_id author_id date"),
                "told": stub.partner_ids.ids,
                "columns": self._columns(stub),
                "notified": [self._columns(n) for n in stub.notification_ids],
            },
            "columns": self._columns(message),
        }

    def _columns(self, record):
        """{column: its type of value}: the same are filled, whoever wrote the row."""
        self.env.flush_all()
        (row,) = self.env.execute_query_dict(
            SQL(
                "SELECT * FROM %s WHERE id = %s",
                SQL.identifier(record._table),
                record.id,
            )
        )
        return {name: type(value).__name__ for name, value in row.items()}

    def _ticket(self, ticket):
        names = (
            "name description team_id user_id company_id channel_id stage_id partner_id "
            "priority create_date whatsapp_unanswered_since whatsapp_last_inbound_at "
            "whatsapp_window_expires_at whatsapp_open closed active"
        )
        lines = ticket.message_ids.filtered(lambda m: m.message_type != "notification")
        return {
            **self._values(ticket, names),
            "lines": [line.whatsapp_message_ids._content()["text"] for line in lines],
            "followers": ticket.message_partner_ids.ids,
            "other": len(ticket.message_ids - lines),
        }
