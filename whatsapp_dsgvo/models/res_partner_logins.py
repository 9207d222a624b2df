import secrets

import psycopg2

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

DELETED, CLOSED = "logins_deleted", "logins_closed"
NAMELESS = "erased-"


class ResPartnerLogins(models.Model):
    """The portal login of somebody erased: it has their e-mail address as its name."""

    _inherit = "res.partner"

    def _whatsapp_logins(self):
        """Those that go with the contact; colleagues keep theirs, archived or not."""
        return self._whatsapp_users().filtered(
            lambda user: (
                user.share
                and not user._is_public()
                # closed before
                and (user.active or not user.login.startswith(NAMELESS))
            )
        )

    def _whatsapp_users(self):
        # sudo: res.users - who can log in as a contact that is erased
        return self.sudo().with_context(active_test=False).user_ids

    def _whatsapp_erase_logins(self):
        """{"logins_deleted": n, "logins_closed": n}; sessions, keys, invitations too."""
        # else old values of the contact would be logged as changes
        quiet, found = self.with_context(tracking_disable=True), {}
        logins = quiet._whatsapp_logins()
        logins._whatsapp_forget_devices()
        if all(user.share for user in quiet._whatsapp_users()):
            # sudo: res.partner - an invitation would make a new login
            quiet.sudo().signup_cancel()
        for login in logins:
            outcome = login._whatsapp_erase_login()
            found[outcome] = found.get(outcome, 0) + 1
        return found


class ResUsersErase(models.Model):
    _inherit = "res.users"

    def _whatsapp_forget_devices(self):
        """Their sessions end now; the log of them holds IP addresses."""
        mine = [("user_id", "in", self.ids)]
        # sudo: res.device, res.device.log - part of the erasure
        self.env["res.device"].sudo().search(mine)._revoke()
        self.env["res.device.log"].sudo().search(mine).unlink()

    def _whatsapp_erase_login(self):
        try:
            with self.env.cr.savepoint():
                self.unlink()
            return DELETED
        except (UserError, psycopg2.IntegrityError):
            self.env.invalidate_all()
        self._whatsapp_close_login()
        return CLOSED

    def _whatsapp_close_login(self):
        """Something refers to it: nobody can log in, and nobody reads whose it was."""
        self.api_key_ids.unlink()
        # written past Odoo, which would send the person an e-mail about their "new login"
        self.env.cr.execute(
            SQL(
                "UPDATE res_users SET login = %s, password = NULL WHERE id = %s",
                f"{NAMELESS}{secrets.token_hex(8)}",
                self.id,
            )
        )
        self.invalidate_recordset()
        self.write({"active": False, "signature": False})
