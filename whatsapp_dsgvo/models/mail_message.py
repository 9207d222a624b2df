from odoo import api, fields, models
from odoo.exceptions import AccessError

from . import guard

TYPE = "whatsapp_message"
# What anybody may change on our messages: marks of the reader, not the message.
OPEN_FIELDS = {"starred_partner_ids", "notification_ids", "pinned_at"}
# What Odoo itself notes on a stub when it mails the notification: headers, no content.
MAIL_HEADERS = {"message_id", "subject"}


class MailMessage(models.Model):
    _inherit = "mail.message"

    message_type = fields.Selection(
        selection_add=[(TYPE, "WhatsApp")],
        # never an editable comment: an uninstall leaves an unchangeable notification
        ondelete={
            TYPE: lambda messages: messages.write({"message_type": "notification"})
        },
    )
    whatsapp_message_ids = fields.One2many(
        "wa.message", "mail_message_id", groups="base.group_system"
    )

    @api.model_create_multi
    def create(self, vals_list):
        # a context or a stored default can bring the type as well
        usual = self.default_get(["message_type"]).get("message_type")
        if any(vals.get("message_type", usual) == TYPE for vals in vals_list):
            self._whatsapp_refuse()
        return super().create(vals_list)

    def write(self, vals):
        open_fields = OPEN_FIELDS | MAIL_HEADERS if self.env.su else OPEN_FIELDS
        if set(vals) - open_fields:
            if vals.get("message_type") == TYPE or self._whatsapp_protected():
                self._whatsapp_refuse()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_whatsapp(self):
        if self._whatsapp_protected():
            self._whatsapp_refuse()

    def _whatsapp_refuse(self):
        if not guard.is_admitted(self):
            raise AccessError(
                self.env._(
                    "A WhatsApp message can't be forged, changed or deleted by hand."
                )
            )

    def _whatsapp_protected(self):
        """Our messages and the stubs of encrypted notes."""
        # sudo: mail.message - only which of them are ours
        messages = self.sudo()
        return messages.filtered(
            lambda m: m.message_type == TYPE or m.whatsapp_message_ids
        )

    def _to_store(self, store, fields, **kwargs):
        """The readable text travels beside the stub, for authorised readers only."""
        whole = "message_format" in fields
        result = super()._to_store(store, fields, **kwargs)
        if whole and store.target.channel is None:
            for message_id, readable in self._whatsapp_readable(store).items():
                store.add_model_values(
                    "mail.message", {"id": message_id, "wa_body": readable}
                )
        return result

    def _whatsapp_readable(self, store):
        """{message id: bubble}; one query per page, never per message.

        `channel is None` alone is no access check: portal users pass it too. So the
        real user must be an agent with read access to the ticket.
        """
        if not self or not store.target.is_current_user(self.env):
            return {}
        # sudo: wa.message - each ticket's reader is checked below
        rows = (
            self.env["wa.message"].sudo().search([("mail_message_id", "in", self.ids)])
        )
        # the real user, never su: rights are asked without sudo
        tickets = rows.ticket_id.with_user(self.env.user).sudo(False)
        allowed = set(tickets.filtered(lambda t: t._whatsapp_is_readable()).ids)
        return {
            row.mail_message_id.id: row._readable_for(row.ticket_id.id in allowed)
            for row in rows
        }
