from odoo import api, fields, models

from ..lib.consent import states
from ..lib.keys.restore import RECYCLED


class WaSubjectChange(models.Model):
    """A number or ID changes hands or phones: what that means for consent.

    People are never merged: a changed number can mean a different person.
    """

    _inherit = "wa.subject"

    moved_at = fields.Datetime(
        "Number changed",
        readonly=True,
        help="Nothing may be sent until the person has written from the new number.",
    )
    security_code_index = fields.Char(readonly=True)

    def _own_identities(self):
        """Also former ones, but for those that somebody else has had since (S-17)."""
        # sudo: wa.identity - blind indexes only
        identities = self.sudo().identity_ids
        former = identities.filtered("valid_to")
        if not former:
            return identities
        same = identities.search(
            [
                ("company_id", "in", former.company_id.ids),
                ("blind_index", "in", former.mapped("blind_index")),
            ]
        )
        return identities.filtered(
            lambda one: (
                not one.valid_to or not any(other._took_over(one) for other in same)
            )
        )

    def _own_indexes(self):
        return self._own_identities().mapped("blind_index")

    def _move(self, person, at):
        """S-16: from now on the person has these identities; False if they belong to
        somebody we know already, and then none is taken over."""
        self.ensure_one()
        found = self._identities_of(self.company_id, person)
        free = all(identity.subject_id == self for identity in found.values())
        # sudo: wa.identity - WhatsApp announced the change
        for identity in self.sudo().identity_ids.filtered(lambda i: not i.valid_to):
            # also a number that was not named: somebody else may have it by now
            if identity not in found.values():
                identity._end(at)
        if free:
            self._learn(person, found, at)
        self.write({"moved_at": at, "security_code_index": False})
        return free

    def _learn(self, person, found, at):
        # sudo: wa.identity - written by the inbox, for no user
        identities = self.env["wa.identity"].sudo()
        new = [pair for pair in person.identities() if pair[0] not in found]
        identities.create(
            [identities._prepare_vals(self, kind, value, at) for kind, value in new]
        )

    def _carry_consents(self):
        """A no goes with the person; advertising and surveys need a new yes."""
        suppressions = self.env["wa.suppression"]
        if suppressions._of(self.company_id, self._own_indexes()):
            now = fields.Datetime.now()
            suppressions._suppress(self, "withdrawn", now)
        for conversation in self.conversation_ids:
            changes = states.moved(conversation._record())
            conversation._apply(states.Decision(changes=changes), actor="meta")

    def _lose_number(self, phone, at):
        """S-17: the number has a new owner; its old consents end, the rest stays."""
        phone._end(at)
        for conversation in self.conversation_ids:
            changes = states.recycled(conversation._record())
            conversation._apply(states.Decision(changes=changes), actor="system")

    def _heard_from(self, person, at):
        """The first message from the new identity; True if the security code is new."""
        self.ensure_one()
        if self.moved_at and at >= self.moved_at:
            self.moved_at = False
        if not person.identity_key_hash:
            return False
        index = self.env["wa.vault"]._index("security_code", person.identity_key_hash)
        known = self.security_code_index
        if index != known:
            self.security_code_index = index
        return bool(known) and index != known

    @api.model
    def _resolve(self, company, person, at):
        """Find or create the person, and learn identities seen for the first time.

        Same phone but another stable ID without an announced change means that the
        number may have a new owner: then it is a new person, who sees no old history.
        """
        found = self._identities_of(company, person)
        subject = self._find(company, person)
        if subject and self._is_recycled(subject, person, found):
            phone = found.pop("phone")
            subject._lose_number(phone, at)
            marks = self.env["wa.journal.mark"]
            marks._note(RECYCLED, subject, [phone.blind_index])
            subject = self.browse()
        if not subject:
            # sudo: wa.subject - written by the inbox, for no user
            subject = self.sudo().create({"company_id": company.id})
        subject._learn(person, found, at)
        return subject

    def _is_recycled(self, subject, person, found):
        if "phone" not in found or "bsuid" in found or not person.bsuid:
            return False
        known = subject._current("bsuid")
        return bool(known)
