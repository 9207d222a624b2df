from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..lib.privacy import retention_classes as classes
from .roles import COORDINATION
from .wa_vault import KeysAway

# No free text: it would say what was locked.
SPECIAL = "special"
# A business letter is kept by law, whatever else it says.
MAY_GO_SOON = (classes.NO_CONSENT, classes.SERVICE, classes.WITHDRAWN)
REASONS = [
    (SPECIAL, "Special category (health, belief …)"),
    ("document", "ID, card or bank data"),
    ("other_person", "About another person"),
    ("other", "Other"),
]


class WaMessageLock(models.Model):
    """One message that agents must not read any more (Art. 9, 18 and 25 GDPR).

    It stays sealed where it is: periods, access and erasure reach it as before.
    """

    _inherit = "wa.message"

    locked_at = fields.Datetime("Locked", readonly=True)
    locked_by_id = fields.Many2one("res.users", readonly=True)
    lock_reason = fields.Selection(REASONS, readonly=True)
    locked_text = fields.Text("Says", compute="_compute_locked_text")

    def _compute_locked_text(self):
        """For the coordination alone, which decides whether it stays locked."""
        may_see = not self.env.su and self.env.user.has_group(COORDINATION)
        shown = self.filtered("locked_at") if may_see else self.browse()
        shown.check_access("read")
        (self - shown).locked_text = ""
        restricted = shown._of_restricted()
        for message in restricted:
            message.locked_text = message._restricted_locked_text()
        for message in shown - restricted:
            message.locked_text = message._text_if_keys()
        # sudo: wa.subject - whose they are
        (shown - restricted).sudo()._log_reading("locked")

    def _restricted_locked_text(self):
        # sudo: wa.subject - what must be kept of somebody erased is restricted, too
        if self.sudo().subject_id.erased_at:
            return self.env._("This person's data have been erased.")
        return self.env._(
            "Processing is restricted (Art. 18). It is readable, and can be unlocked, "
            "once the restriction is lifted."
        )

    def _text_if_keys(self):
        try:
            # sudo: wa.message - the reader was checked by the caller
            readable = self.sudo()._readable()
        except KeysAway as error:
            return str(error)
        return readable["text"] or readable["placeholder"]

    def _readable_for(self, allowed):
        if self.locked_at and not self.subject_id.restricted:
            return {"kind": "restricted", "direction": self.direction}
        return super()._readable_for(allowed)

    def _bubble_quote(self):
        """A quote must not tell what the message itself does not."""
        return False if self.quoted_id.locked_at else super()._bubble_quote()

    def _line(self, content):
        return (
            self.env._("Locked message") if self.locked_at else super()._line(content)
        )

    def _special_period(self, reason):
        """LK-03s: what is of a special category goes soon, unless it must be kept."""
        if reason != SPECIAL or self.retention_class not in MAY_GO_SOON:
            return {}
        return {
            "retention_class": classes.SPECIAL,
            "retention_from": fields.Datetime.now(),
        }

    def action_unlock(self):
        if self.env.su or not self.env.user.has_group(COORDINATION):
            raise AccessError(
                self.env._("Only the data protection coordination unlocks messages.")
            )
        self.check_access("read")
        if restricted := self._of_restricted():
            # nobody decides what nobody may read
            raise UserError(restricted[0]._restricted_locked_text())
        was_special = self.filtered(lambda m: m.retention_class == classes.SPECIAL)
        was_special._stop_period()
        self._admitted_write(
            {"locked_at": False, "locked_by_id": False, "lock_reason": False}
        )
        # sudo: wa.message - the periods of the tickets, the bubble of those who may read it
        self._start_periods(was_special.sudo().ticket_id.ids)
        self.sudo()._changed()


class WaMediaLock(models.Model):
    _inherit = "wa.media"

    def _is_readable(self):
        return not self.message_id.locked_at and super()._is_readable()


class HelpdeskTicketLock(models.Model):
    _inherit = "helpdesk.ticket"

    def whatsapp_lock(self, opaque_id, reason):
        """Lock a message's content for all agents; only the coordination undoes it."""
        self.ensure_one()
        self._whatsapp_check_readable()
        if reason not in dict(REASONS):
            raise UserError(self.env._("Please say why the message is locked."))
        # sudo: wa.message - the right to read it was checked above
        message = (
            self.env["wa.message"]
            .sudo()
            .search([("opaque_id", "=", opaque_id), ("ticket_id", "=", self.id)])
        )
        if not message:
            raise UserError(self.env._("This message is not there any more."))
        message._admitted_write(
            {
                "locked_at": fields.Datetime.now(),
                "locked_by_id": self.env.uid,
                "lock_reason": reason,
                **message._special_period(reason),
            }
        )
        message._changed()
        return True
