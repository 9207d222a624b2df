from odoo import api, models
from odoo.fields import Domain

from .wa_request import KINDS

# A login of ours proves more than a message does: data-protection, identity ladder.
LOGGED_IN = "2"
SELF_SERVICE = "/whatsapp/me/"


class WaRequestPortal(models.Model):
    """Requests of people with a login, for themselves and nobody else.

    Who a login is on WhatsApp is what an agent has linked. The number somebody has
    typed into their own address counts for nothing: it could be anybody's, and whether
    we know it is told to nobody.
    """

    _inherit = "wa.request"

    @api.model
    def _portal_people(self, partner):
        """The own person only, not those of the firm."""
        # sudo: wa.subject - of the logged-in user's own contact
        people = partner.sudo().whatsapp_subject_ids
        return people.filtered(lambda s: not s.erased_at)

    @api.model
    def _portal_ask(self, partner, company, kind):
        """One case per company that knows the person; without one, of this company."""
        if kind not in dict(KINDS):
            return self.browse()
        facts = {"received_by": "portal", "identity_level": LOGGED_IN}
        people = self._portal_people(partner)
        if people:
            cases = self.browse()
            for owner in people.company_id:
                theirs = people.filtered(lambda s, owner=owner: s.company_id == owner)
                cases |= self._receive(theirs, kind, **facts, partner_id=partner.id)
            return cases
        open_now = self._portal_cases(partner).filtered(
            lambda case: case.kind == kind and case._is_open()
        )
        # sudo: wa.request - noted for somebody who may not read cases
        return open_now[:1] or self.sudo().create(
            {
                "kind": kind,
                "company_id": company.id,
                "partner_id": partner.id,
                **facts,
            }
        )

    @api.model
    def _portal_cases(self, partner):
        """Those they filed here: number, right and day are no news to them."""
        # sudo: wa.request - of the logged-in user's own contact
        return self.sudo().search(
            self._cases_of(partner) & Domain("received_by", "=", "portal"),
            order="received_at desc, id desc",
        )

    @api.model
    def _portal_page(self, partner, company):
        """What the page shows; numbers of the company are the same for everybody."""
        people = self._portal_people(partner)
        # sudo: wa.channel - name and address of public pages
        channels = self.env["wa.channel"].sudo()
        companies = people.company_id | company
        channels = channels.search(
            [("company_id", "in", companies.ids), ("state", "=", "connected")]
        )
        current = people.identity_ids.filtered(lambda one: not one.valid_to)
        return {
            "identities": current.mapped("masked"),
            # sudo: wa.self.visit - of the logged-in user's own contact
            "taken": self.env["wa.self.visit"].sudo()._is_taken(partner),
            "numbers": [
                {
                    "company": channel.company_id.name,
                    "number": channel.display_number or channel.name,
                    "url": SELF_SERVICE + channel.uuid,
                    "uuid": channel.uuid,
                }
                for channel in channels
            ],
            "rights": self._fields["kind"]._description_selection(self.env),
            "cases": self._portal_cases(partner),
        }
