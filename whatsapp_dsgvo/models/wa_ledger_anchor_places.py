import logging
from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models

from ..lib.keys.errors import KeyStoreError
from ..lib.ledger.anchor_places import FilePlace, PostgresPlace
from . import guard
from .key_places import open_place, second_places
from .roles import DPO

_logger = logging.getLogger(__name__)

OVERDUE = timedelta(days=1)


class WaLedgerAnchorPlaces(models.Model):
    """Anchors where the database's administrator can't rewrite them, and by mail.

    They lie beside the second journal. What was committed is put there seconds later;
    while the place is away the anchors wait, and no verification is called passed.
    """

    _inherit = "wa.ledger.anchor"

    placed_at = fields.Datetime("Put elsewhere", readonly=True)
    mailed_at = fields.Datetime("Sent by mail", readonly=True)

    def _parameters(self):
        # sudo: ir.config_parameter - which places were set up is no secret
        return self.env["ir.config_parameter"].sudo()

    @api.model
    def _named_places(self):
        return second_places(self._parameters(), "anchors", FilePlace, PostgresPlace)

    @api.model
    def _places(self):
        """All of them; raises when one is away."""
        parameters = self._parameters()
        return [open_place(parameters, *named) for named in self._named_places()]

    @api.model
    def _place_pending(self):
        """Put elsewhere what is committed; nothing of a restored, forked chain."""
        # sudo: wa.ledger.anchor - of all companies, by the sealer
        waiting = self.sudo().search([("placed_at", "=", False)], order="id")
        if not waiting or not self._named_places():
            return
        if self.env["wa.restore"]._holds_journal():
            return
        try:
            anchors = [anchor._as_anchor() for anchor in waiting]
            for place in self._places():
                place.put(anchors)
        except (OSError, KeyStoreError) as error:
            _logger.error("anchors: %s", getattr(error, "code", "OSError"))
            return
        guard.admitted(waiting).write({"placed_at": fields.Datetime.now()})

    @api.model
    def _elsewhere(self, company):
        """Anchors of the other places; raises when one is away."""
        return [anchor for place in self._places() for anchor in place.of(company.id)]

    @api.model
    def _are_overdue(self):
        """Whether one waits for its place for more than a day."""
        late = fields.Datetime.now() - OVERDUE
        domain = [("placed_at", "=", False), ("at", "<", late)]
        # sudo: wa.ledger.anchor - only whether there is one
        return bool(self.sudo().search_count(domain, limit=1))

    # -- daily -----------------------------------------------------------------------

    @api.model
    def _daily(self):
        """An anchor of each ledger that has grown, and a copy for the DPO's mailbox."""
        # sudo: wa.ledger.anchor, res.company - of all companies, by the system
        anchors = self.sudo()
        for company in self.env["res.company"].sudo().search([("active", "=", True)]):
            head = self.env["wa.ledger.entry"]._head(company)
            last = anchors.search([("company_id", "=", company.id)], limit=1)
            if head.seq > last.seq:
                last = anchors._set(company, head)
            if last and not last.mailed_at:
                last._mail()

    def _mail(self):
        """Numbers and a hash only; nobody is named in it."""
        officers = self.company_id._whatsapp_people(DPO)
        for officer in officers.filtered("email"):
            env = self.with_context(lang=officer.lang).env
            body = env._(
                "Please keep this line: it shows later that the ledger of consents was "
                "neither cut nor computed anew."
            )
            # sudo: mail.mail - sent by the system
            env["mail.mail"].sudo().create(
                {
                    "subject": env._(
                        "WhatsApp ledger of %(company)s, number %(seq)s",
                        company=self.company_id.name,
                        seq=self.seq,
                    ),
                    "body_html": Markup("<p>%s</p><pre>%s</pre>") % (body, self.text),
                    "email_to": officer.email_formatted,
                    "auto_delete": True,
                }
            )
        if officers:
            guard.admitted(self).mailed_at = fields.Datetime.now()
