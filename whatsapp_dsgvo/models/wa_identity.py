import uuid

from odoo import api, fields, models

from . import named
from .wa_subject import CONTENT, PERSON
from .wa_vault import KeysAway


class WaIdentity(models.Model):
    """A phone number or a business-scoped user ID by which Meta knows a person."""

    _name = "wa.identity"
    _description = "WhatsApp identity"
    _rec_name = "masked"

    uuid = fields.Char(
        required=True, readonly=True, default=lambda self: str(uuid.uuid4())
    )
    subject_id = fields.Many2one(
        "wa.subject", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    kind = fields.Selection(
        [
            ("phone", "Phone number"),
            ("bsuid", "WhatsApp user ID"),
            ("parent_bsuid", "WhatsApp user ID (parent)"),
        ],
        required=True,
        readonly=True,
    )
    blind_index = fields.Char(required=True, readonly=True)
    value_sealed = fields.Binary(
        attachment=False, required=True, readonly=True, groups="base.group_system"
    )
    valid_from = fields.Datetime(required=True, readonly=True)
    valid_to = fields.Datetime(readonly=True)
    masked = fields.Char("Identity", compute="_compute_masked")

    # One current owner for each identity; a recycled number has a past one too.
    _current_uniq = models.UniqueIndex(
        "(blind_index, company_id) WHERE valid_to IS NULL"
    )

    def _compute_masked(self):
        for identity in self:
            try:
                value = identity._value()
            except KeysAway:
                # a contact opens all the same
                value = ""
            identity.masked = identity._mask(value) if value else named.HIDDEN

    @api.depends_context("uid")
    @api.depends("masked")
    def _compute_display_name(self):
        shown = named.for_user(self)
        for identity in self:
            identity.display_name = (
                identity.masked if identity in shown else named.HIDDEN
            )

    def _mask(self, value):
        if self.kind == "phone":
            return f"···· {value[-4:]}"
        return f"{value[:3]}…{value[-3:]}"

    def _value(self):
        """In the clear; "" without a record or once the key is destroyed."""
        if not self:
            return ""
        # sudo: wa.subject - its UUID names the key; callers check who may read
        subject = self.sudo().subject_id.uuid
        return self.env["wa.vault"]._read_field(self, "value_sealed", subject, PERSON)

    def _end(self, at):
        """From now on this identity is no longer known to be this person's."""
        self.write({"valid_to": at})
        # the next owner's row is inserted at once, and only one may be current
        self.flush_recordset(["valid_to"])

    def _took_over(self, former):
        """Whether the same number or ID was somebody else's after that."""
        return (
            self.blind_index == former.blind_index
            and self.company_id == former.company_id
            and self.subject_id != former.subject_id
            and (not self.valid_to or self.valid_to > former.valid_to)
        )

    @api.model
    def _held_at(self, company, index, at):
        """With sudo: whose it was then; whoever has it now need not be the same."""
        # sudo: wa.identity - by keyed hash, for what the journal tells
        return self.sudo().search(
            [
                ("company_id", "=", company.id),
                ("blind_index", "=", index),
                ("valid_from", "<=", at),
                "|",
                ("valid_to", "=", False),
                ("valid_to", ">", at),
            ]
        )

    @api.model
    def _prepare_vals(self, subject, kind, value, at):
        uuid_ = str(uuid.uuid4())
        vault = self.env["wa.vault"]
        # both at once, for each new key is a write to disk, and a message follows
        vault._data_keys([(subject.uuid, PERSON), (subject.uuid, CONTENT)])
        sealed = vault._seal(
            value, self._name, "value_sealed", uuid_, subject.uuid, PERSON
        )
        return {
            "uuid": uuid_,
            "subject_id": subject.id,
            "company_id": subject.company_id.id,
            "kind": kind,
            "blind_index": vault._index(kind, value),
            "value_sealed": sealed,
            "valid_from": at,
        }

    @api.model
    def _owners(self, index):
        """With sudo: who has this number or ID now; what is shown follows the rights."""
        # sudo: wa.identity - by keyed hash only, in the user's companies
        identities = self.sudo().search(
            [
                ("blind_index", "=", index),
                ("company_id", "in", self.env.companies.ids),
                ("valid_to", "=", False),
            ]
        )
        return identities.subject_id
