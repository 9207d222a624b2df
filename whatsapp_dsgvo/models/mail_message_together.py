from odoo import models

from odoo.addons.mail.tools.discuss import Store

CHUNK = 100


class MailMessageTogether(models.Model):
    """Tell agents of many stubs at once; Odoo's own way costs more than the stub."""

    _inherit = "mail.message"

    def _whatsapp_tell_together(self, tickets):
        """Odoo's inbox in one go; e-mail and push one by one, as Odoo does it."""
        by_ticket = {ticket.id: ticket for ticket in tickets}
        for user, stubs in self._whatsapp_by_user(by_ticket).items():
            if user._whatsapp_has_inbox_only():
                stubs._whatsapp_into_inbox(user)
                continue
            for stub in stubs:
                by_ticket[stub.res_id]._whatsapp_notify_of(stub, user.partner_id)

    def _whatsapp_by_user(self, by_ticket):
        # sudo: helpdesk.ticket - who is in charge
        grouped = self.grouped(lambda stub: by_ticket[stub.res_id].sudo().user_id)
        return {user: stubs for user, stubs in grouped.items() if user}

    def _whatsapp_into_inbox(self, user):
        partner = user.partner_id
        # sudo: mail.notification, mail.followers - as `_notify_thread_by_inbox` does
        self.env["mail.notification"].sudo().create(
            [
                {
                    "mail_message_id": stub.id,
                    "notification_status": "sent",
                    "notification_type": "inbox",
                    "res_partner_id": partner.id,
                }
                for stub in self
            ]
        )
        for start in range(0, len(self), CHUNK):
            self[start : start + CHUNK]._whatsapp_tell_inbox(user)

    def _whatsapp_tell_inbox(self, user):
        """One event for each message, as the web client counts them; the first one
        carries what is to be known of all."""
        # sudo: mail.followers - whether this very user follows
        followers = (
            self.env["mail.followers"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self[:1].model),
                    ("res_id", "in", self.mapped("res_id")),
                    ("partner_id", "=", user.partner_id.id),
                ]
            )
        )
        mine = self.with_user(user).with_context(allowed_company_ids=[])
        store = Store(bus_channel=user)
        store.add(mine, add_followers=True, followers=followers)
        known = store.get_result()
        for stub in self:
            payload = {"message_id": stub.id, "store_data": known}
            user._bus_send("mail.message/inbox", payload)
            known = {}


class ResUsersInbox(models.Model):
    _inherit = "res.users"

    def _whatsapp_has_inbox_only(self):
        # sudo: mail.push.device - whether the user's browser takes push messages
        devices = self.env["mail.push.device"].sudo()
        return (
            self.active
            and not self.share
            and self.notification_type == "inbox"
            and not devices.search_count(
                [("partner_id", "=", self.partner_id.id)], limit=1
            )
        )
