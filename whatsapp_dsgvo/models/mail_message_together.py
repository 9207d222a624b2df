from odoo import api, models

from odoo.addons.mail.tools.discuss import Store

from . import rows


class MailMessageTogether(models.Model):
    """Tell agents of many stubs at once; Odoo's own way costs more than the stub."""

    _inherit = "mail.message"

    @api.model
    def _whatsapp_tell_together(self, tickets):
        """Tell those in charge of {stub: ticket}.

        Odoo's inbox in one go; e-mail and push one by one, as Odoo does it.
        """
        told = self.browse().union(*tickets)
        # sudo: helpdesk.ticket - who is in charge
        for user, stubs in told.grouped(lambda s: tickets[s].sudo().user_id).items():
            if not user:
                continue
            if user._whatsapp_has_inbox_only():
                stubs._whatsapp_into_inbox(user)
                continue
            for stub in stubs:
                tickets[stub]._whatsapp_notify_of(stub, user.partner_id)

    def _whatsapp_into_inbox(self, user):
        partner = user.partner_id
        # sudo: mail.notification, mail.followers - as `_notify_thread_by_inbox` does
        notifications = self.env["mail.notification"].sudo()
        rows.insert(
            notifications,
            [
                {
                    "mail_message_id": stub.id,
                    "notification_status": "sent",
                    "notification_type": "inbox",
                    "res_partner_id": partner.id,
                }
                for stub in self
            ],
        )
        first, others = self[:1], self[1:]
        first._whatsapp_tell_inbox(user)
        if others:
            # the web client counts them, and fetches them where the inbox is on screen
            told = {"count": len(others), "after": first.id}
            user._bus_send("whatsapp_dsgvo/inbox", told)

    def _whatsapp_tell_inbox(self, user):
        """As `_notify_thread_by_inbox` does it for one message."""
        self.ensure_one()
        # sudo: mail.followers - whether this very user follows
        followers = (
            self.env["mail.followers"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self.model),
                    ("res_id", "=", self.res_id),
                    ("partner_id", "=", user.partner_id.id),
                ]
            )
        )
        mine = self.with_user(user).with_context(allowed_company_ids=[])
        store = Store(bus_channel=user)
        store.add(mine, add_followers=True, followers=followers)
        payload = {"message_id": self.id, "store_data": store.get_result()}
        user._bus_send("mail.message/inbox", payload)


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
