from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..lib.desk import kinds
from ..lib.privacy.retention_classes import LETTER, VOUCHERS
from .helpdesk_ticket_team import KEEP
from .roles import AGENT
from .wa_vault import KeysAway

# What "important for business" means to the law.
KEPT = {"yes": LETTER, "voucher": VOUCHERS}
NO_LAST_LINE = [*kinds.SYSTEM, *kinds.AMENDING]


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    whatsapp_conversation_id = fields.Many2one(
        "wa.conversation",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
    )
    whatsapp_unanswered_since = fields.Datetime(
        "Waiting since", readonly=True, copy=False
    )
    whatsapp_last_inbound_at = fields.Datetime(
        "Last WhatsApp message", readonly=True, copy=False
    )
    whatsapp_window_expires_at = fields.Datetime(
        "Free answer until", readonly=True, copy=False
    )
    whatsapp_open = fields.Boolean(compute="_compute_whatsapp_open", store=True)
    whatsapp_by_other_means = fields.Boolean(
        readonly=True,
        copy=False,
        help="The person did not agree; answer by letter, e-mail or phone.",
    )
    whatsapp_keep = fields.Selection(
        KEEP,
        "Important for business?",
        copy=False,
        help="Order, contract, complaint: a commercial letter. Invoice, receipt, credit "
        "note: an accounting voucher.",
    )
    whatsapp_keep_usual = fields.Selection(related="team_id.whatsapp_keep_usual")
    whatsapp_name = fields.Char("Customer", compute="_compute_whatsapp_head")
    whatsapp_masked_number = fields.Char("Number", compute="_compute_whatsapp_head")
    whatsapp_last_line = fields.Char("Last message", compute="_compute_whatsapp_head")

    _whatsapp_open_uniq = models.UniqueIndex(
        "(whatsapp_conversation_id) WHERE whatsapp_open",
        "This person already has an open WhatsApp ticket. Please continue there.",
    )

    @api.depends(
        "stage_id.closed",
        "whatsapp_conversation_id",
        "whatsapp_by_other_means",
        "active",
    )
    def _compute_whatsapp_open(self):
        for ticket in self:
            ticket.whatsapp_open = bool(
                ticket.active
                and ticket.whatsapp_conversation_id
                and not ticket.stage_id.closed
                and not ticket.whatsapp_by_other_means
            )

    @api.depends_context("uid")
    @api.depends("whatsapp_conversation_id", "whatsapp_last_inbound_at")
    def _compute_whatsapp_head(self):
        """Decrypted for people who may read it, never stored."""
        for ticket in self:
            # as stored: `onchange` computes this from whatever it is sent
            stored = ticket._origin
            head = stored._whatsapp_head_if_readable() if stored else {}
            ticket.whatsapp_name = head.get("name", False)
            ticket.whatsapp_masked_number = head.get("masked", False)
            ticket.whatsapp_last_line = head.get("last_line", False)

    def _whatsapp_is_readable(self):
        """The real user, never sudo: an agent with access, and nobody if restricted."""
        self.ensure_one()
        if not self.id:
            # a draft in a form names any conversation, and no rule is asked about it
            return False
        # sudo: wa.conversation - which person this is; content follows only below
        conversation = self.sudo().whatsapp_conversation_id
        user = self.env.user
        if not conversation or user._is_superuser() or not user.has_group(AGENT):
            return False
        if conversation.subject_id.restricted:
            return False
        return self.with_user(user).has_access("read")

    def _whatsapp_head_if_readable(self):
        """Empty without the right, and while the keys are away: the list must open."""
        try:
            return self._whatsapp_head() if self._whatsapp_is_readable() else {}
        except KeysAway:
            return {}

    def _whatsapp_check_ticket(self):
        """In words for agents: a colleague may move what they have on their screens."""
        self.ensure_one()
        if not self.has_access("read"):
            raise AccessError(
                self.env._(
                    "You may not read this ticket, or not any more. Perhaps it belongs "
                    "to another team now."
                )
            )

    def _whatsapp_check_readable(self):
        self._whatsapp_check_ticket()
        if not self._whatsapp_is_readable():
            raise AccessError(
                self.env._("You may not read WhatsApp messages of this ticket.")
            )

    def _whatsapp_head(self):
        # sudo: wa.conversation, wa.message - the reader was checked by the caller
        conversation = self.sudo().whatsapp_conversation_id
        subject = conversation.subject_id
        last = (
            self.env["wa.message"]
            .sudo()
            .search(
                [
                    ("ticket_id", "=", self.id),
                    ("direction", "=", "in"),
                    ("is_control", "=", False),
                    ("kind", "not in", NO_LAST_LINE),
                ],
                order="event_at desc, id desc",
                limit=1,
            )
        )
        line = last._line(last._content()) if last else ""
        return {
            "name": subject.partner_id.name or subject._profile_name(),
            "masked": subject._masked_number(),
            "last_line": line if len(line) <= 60 else line[:59] + "…",
        }

    def action_whatsapp_keep(self):
        self._whatsapp_decide_keeping("yes")

    def action_whatsapp_keep_voucher(self):
        self._whatsapp_decide_keeping("voucher")

    def action_whatsapp_dont_keep(self):
        self._whatsapp_decide_keeping("no")

    def action_whatsapp_decide_again(self):
        """Asked anew; undecided, nothing is deleted."""
        for ticket in self:
            ticket._whatsapp_check_readable()
            # sudo: helpdesk.ticket - an agent of the ticket decided
            ticket.sudo().whatsapp_keep = False

    def _whatsapp_decide_keeping(self, answer):
        """Commercial letters are kept for 6 years (§ 257 HGB), vouchers for 8 (§ 147
        AO), enquiries for 6 months."""
        for ticket in self:
            ticket._whatsapp_check_readable()
            # sudo: wa.message - an agent of the ticket decided
            messages = self.env["wa.message"].sudo()
            if klass := KEPT.get(answer):
                # whatever else it says: a special category has to be kept as well
                mine = messages.search([("ticket_id", "=", ticket.id)])
                mine._admitted_write({"retention_class": klass})
            # sudo: helpdesk.ticket - likewise; writing it starts the periods
            ticket.sudo().whatsapp_keep = answer
