import uuid

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib.cloud_api import phone
from ..lib.keys.restore import RESTRICTED
from . import guard

# Number and profile name outlive the messages: retention destroys their key later.
PERSON = "person"
CONTENT = "content"
# What must stay when a person is erased, until it need not stay any more.
KEPT = "kept"


# WhatsApp itself allows fewer characters.
NAME_LENGTH = 100
STABILITY = {"bsuid": 0, "parent_bsuid": 1, "phone": 2}


def _by_stability(person):
    return sorted(person.identities(), key=lambda pair: STABILITY[pair[0]])


def _one_line(name):
    """Without line breaks and direction marks, which would forge a list's next line.

    The joiner stays: it holds emoji together.
    """
    kept = (c if c.isprintable() or c == "\u200d" else " " for c in name)
    return " ".join("".join(kept).split())[:NAME_LENGTH].strip()


class ErasedError(UserError):
    """`has_begun`: only just, and what names the person is not taken from them yet."""

    has_begun = False


class WaSubject(models.Model):
    """A data subject: a random UUID without a name (Art. 4 (1) and 11 GDPR)."""

    _name = "wa.subject"
    _description = "Person on WhatsApp"
    _rec_name = "uuid"

    uuid = fields.Char(
        required=True, readonly=True, default=lambda self: str(uuid.uuid4())
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    partner_id = fields.Many2one(
        "res.partner", "Contact", index="btree_not_null", ondelete="set null"
    )
    refused_partner_ids = fields.Many2many(
        "res.partner",
        "wa_subject_refused_partner_rel",
        string="Not the same person as",
    )
    profile_name_sealed = fields.Binary(
        attachment=False, copy=False, groups="base.group_system"
    )
    restricted = fields.Boolean("Processing restricted (Art. 18)")
    erased_at = fields.Datetime(readonly=True)
    identity_ids = fields.One2many("wa.identity", "subject_id", "Identities")
    conversation_ids = fields.One2many("wa.conversation", "subject_id", "Conversations")
    consent_ids = fields.One2many("wa.consent", "subject_id", "Consents")

    _uuid_uniq = models.UniqueIndex("(uuid)")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_channel(self):
        # conversations, messages and files would go with it, but no key and no trace
        guard.check(self)

    @api.constrains("partner_id", "company_id")
    def _check_partner_company(self):
        for subject in self:
            partner_company = subject.partner_id.company_id
            if partner_company and partner_company != subject.company_id:
                raise UserError(self.env._("The contact belongs to another company."))

    def _lock_for_content(self):
        """Whoever encrypts holds the person FOR SHARE, so erasure waits for us."""
        if not self:
            return
        self.env.cr.execute(
            "SELECT erased_at FROM wa_subject WHERE id = ANY(%s) FOR SHARE", [self.ids]
        )
        if any(row[0] for row in self.env.cr.fetchall()):
            error = ErasedError(self.env._("This person's data have been erased."))
            erased = self.filtered("erased_at")
            error.has_begun = any(not i.valid_to for i in erased.identity_ids)
            raise error

    def _set_profile_name(self, name):
        """Self-declared, so it never overwrites a contact's name (Art. 5 (1) d)."""
        self.ensure_one()
        name = _one_line(name or "")
        if name and name != self._profile_name():
            self.profile_name_sealed = self.env["wa.vault"]._seal_field(
                name, self, "profile_name_sealed", self.uuid, PERSON
            )

    def _profile_name(self):
        self.ensure_one()
        return self.env["wa.vault"]._read_field(
            self, "profile_name_sealed", self.uuid, PERSON
        )

    def _current(self, kind):
        # sudo: wa.identity - resolving the address is the channel's own business
        known = self.sudo().identity_ids
        current = known.filtered(lambda one: one.kind == kind and not one.valid_to)[:1]
        # whoever asks for many people at once reads them at once
        return current.with_prefetch(known._prefetch_ids)

    def _address(self):
        """(phone, bsuid) in the clear: where a message to this person goes."""
        self.ensure_one()
        return self._current("phone")._value() or None, (
            self._current("bsuid")._value() or None
        )

    def _masked_number(self):
        self.ensure_one()
        number = self._current("phone")._value()
        if number:
            return phone.masked(number)
        bsuid = self._current("bsuid")._value()
        return f"{bsuid[:3]}…{bsuid[-3:]}" if bsuid else ""

    def _identity_indexes(self):
        # sudo: wa.identity - blind indexes only
        return self.sudo().identity_ids.mapped("blind_index")

    @api.model
    def _find(self, company, person):
        """The person behind these identities, the stable ID first; empty if unknown."""
        found = self._identities_of(company, person)
        return next(
            (
                found[kind].subject_id
                for kind, _value in _by_stability(person)
                if kind in found
            ),
            self.browse(),
        )

    def _identities_of(self, company, person):
        """{kind: current wa.identity} for the identities a webhook names."""
        vault = self.env["wa.vault"]
        indexes = {vault._index(*pair): pair[0] for pair in person.identities()}
        # sudo: wa.identity - looked up by keyed hash on behalf of the inbox
        current = (
            self.env["wa.identity"]
            .sudo()
            .search(
                [
                    ("company_id", "=", company.id),
                    ("blind_index", "in", list(indexes)),
                    ("valid_to", "=", False),
                ]
            )
        )
        return {indexes[identity.blind_index]: identity for identity in current}

    def _suggest_partner(self):
        """A contact whose number is this person's, if there is exactly one."""
        self.ensure_one()
        number = self._current("phone")._value()
        if self.partner_id or not number:
            return self.env["res.partner"]
        found = self.env["res.partner"].search(
            [
                ("phone", "!=", False),
                ("phone", "like", number[-4:-2] + "%" + number[-2:]),
                ("company_id", "in", [False, self.company_id.id]),
            ]
        )
        region = self.company_id.country_id.code or "DE"
        same = found.filtered(lambda p: phone.canonical(p.phone, region) == number)
        same -= self.refused_partner_ids
        return same if len(same) == 1 else self.env["res.partner"]

    def _restrict(self, kind, actor, payload):
        """RESTRICTED or LIFTED (Art. 18 GDPR), for a reason, and the ledger knows when.

        Those whom it changed, nobody who is erased.
        """
        restricted = kind == RESTRICTED
        changed = self.filtered(
            lambda s: not s.erased_at and s.restricted != restricted
        )
        changed.write({"restricted": restricted})
        self.env["wa.ledger.entry"]._record_all(
            [(person, kind, payload, {"actor_kind": actor}) for person in changed]
        )
        return changed
