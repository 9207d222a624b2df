import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..lib.consent import states
from ..lib.privacy import reverse_code
from . import guard

# The more codes wait, the likelier a mistyped one is somebody else's: 300 of a million.
PER_HOUR = 1200  # of all visitors together
PER_NETWORK = 60  # of these, from one network, behind which may be many people
PER_LOGIN = 5  # of these, by one login
KEPT_FOR = timedelta(days=1)
REASON = "self-service page"
WITHDRAWABLE = (states.GIVEN, states.RECONFIRM, states.PENDING)


class WaSelfVisit(models.Model):
    """A visit to “My WhatsApp consents”, until a message shows whose it is.

    Token and code are kept as keyed hashes: who reads the database can't join a visit.
    """

    _name = "wa.self.visit"
    _description = "Visit to the self-service page"
    _inherit = "wa.guarded.mixin"
    _log_access = False
    _rec_name = "started_at"

    channel_id = fields.Many2one(
        "wa.channel", required=True, readonly=True, ondelete="cascade"
    )
    token_index = fields.Char(required=True, readonly=True)
    code_index = fields.Char(required=True, readonly=True, index=True)
    started_at = fields.Datetime(required=True, readonly=True, index=True)
    subject_id = fields.Many2one(
        "wa.subject", readonly=True, ondelete="cascade", index="btree_not_null"
    )
    confirmed_at = fields.Datetime(readonly=True)
    partner_id = fields.Many2one(
        "res.partner",
        "Login that wants to be linked",
        readonly=True,
        ondelete="cascade",
        index="btree_not_null",
    )

    _token_uniq = models.UniqueIndex("(token_index)")

    @api.model
    def _start(self, channel, partner=None, network=None):
        """(token, code) of a new visit; None when too many people ask just now.

        `partner`: of a login; the WhatsApp the code comes from is linked with it.
        `network`: where a visitor without one comes from, as `visitor.network_of`.
        """
        now = fields.Datetime.now()
        lately = [("started_at", ">", now - timedelta(hours=1))]
        if self.search_count(lately) >= PER_HOUR:
            return None
        mine = [("partner_id", "=", partner.id), *lately] if partner else []
        if mine and self.search_count(mine) >= PER_LOGIN:
            return None
        if not self.env["wa.self.network"]._take(network, PER_NETWORK):
            return None
        token, code = secrets.token_urlsafe(32), self._new_code(now)
        guard.admitted(self).create(
            {
                "channel_id": channel.id,
                "token_index": self._token_index(token),
                "code_index": self._code_index(code),
                "started_at": now,
                "partner_id": partner.id if partner else False,
            }
        )
        return token, code

    @api.model
    def _new_code(self, now):
        """One nobody waits for: else a second visit could see the first one's person."""
        waiting = self.search([("started_at", ">", now - reverse_code.CODE_LASTS)])
        taken = set(waiting.mapped("code_index"))
        while self._code_index(code := reverse_code.new(secrets.randbelow)) in taken:
            pass
        return code

    @api.model
    def _of_token(self, channel, token):
        """The visit, if it has not ended.

        One statement, whatever there is: how long it takes tells nothing of a visit.
        """
        mine = Domain("token_index", "=", self._token_index(token))
        mine &= Domain("channel_id", "=", channel.id)
        return self.search(mine & (self._waiting() | self._open()))

    @api.model
    def _waiting(self):
        """Domain: the code may still arrive."""
        last = fields.Datetime.now() - reverse_code.CODE_LASTS
        return Domain("subject_id", "=", False) & Domain("started_at", ">", last)

    @api.model
    def _open(self):
        """Domain: it came, and the page still shows what is stored."""
        last = fields.Datetime.now() - reverse_code.VISIT_LASTS
        is_there = Domain("subject_id.erased_at", "=", False)
        return Domain("confirmed_at", ">", last) & is_there

    @api.model
    def _confirm(self, conversation, code):
        """A code came from this person's WhatsApp; True if a visit waits for it."""
        visit = self.search(
            Domain("code_index", "=", self._code_index(code))
            & Domain("channel_id", "=", conversation.channel_id.id)
            & self._waiting(),
            order="id desc",
            limit=1,
        )
        if not visit:
            return False
        guard.admitted(visit).write(
            {
                "subject_id": conversation.subject_id.id,
                "confirmed_at": fields.Datetime.now(),
            }
        )
        # sudo: wa.request - what the same person asked for in the chat
        cases = self.env["wa.request"].sudo()._open_of(visit.subject_id)
        cases.filtered(lambda case: case.received_by == "whatsapp")._prove_control()
        if visit.partner_id:
            visit.subject_id._link_login(visit.partner_id)
        return True

    @api.model
    def _is_taken(self, partner):
        """Whether the last code of this login came from somebody else's WhatsApp."""
        last = self.search(
            [("partner_id", "=", partner.id), ("subject_id", "!=", False)],
            order="id desc",
            limit=1,
        )
        is_open = bool(last.filtered_domain(self._open()))
        return is_open and last.subject_id.partner_id != partner

    def _shown(self):
        """{"identities": [masked], "consents": [...]} of the person who sent the code."""
        self.ensure_one()
        consents = self.subject_id.consent_ids.filtered(
            lambda consent: consent.channel_id == self.channel_id
        )
        current = self.subject_id.identity_ids.filtered(lambda i: not i.valid_to)
        return {
            "identities": current.mapped("masked"),
            "consents": [
                {"purpose": c.purpose, "state": c.state, "since": c.since}
                for c in consents.sorted("purpose")
            ],
            "may_withdraw": any(c.state in WITHDRAWABLE for c in consents),
        }

    def _withdraw(self):
        """As easily as it was given (Art. 7 (3) GDPR): at once, for every purpose."""
        self.ensure_one()
        for conversation in self.subject_id.conversation_ids:
            if conversation.channel_id == self.channel_id:
                conversation._withdraw(None, REASON, actor="subject")

    def _ask(self, kind):
        """A request; the code has proven control of the WhatsApp identity."""
        self.ensure_one()
        case = self.env["wa.request"]._receive(
            self.subject_id, kind, received_by="whatsapp", identity_level="1"
        )
        case._prove_control()
        return case

    @api.model
    def _token_index(self, token):
        return self.env["wa.vault"]._index("visit", token or "-")

    @api.model
    def _code_index(self, code):
        return self.env["wa.vault"]._index("reverse_code", code)

    @api.autovacuum
    def _gc_visits(self):
        old = self.search([("started_at", "<", fields.Datetime.now() - KEPT_FOR)])
        guard.admitted(old).unlink()
