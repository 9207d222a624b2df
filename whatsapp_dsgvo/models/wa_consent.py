from odoo import fields, models

from ..lib.consent import states
from . import guard, rows


class WaConsent(models.Model):
    """Projection of the ledger: one purpose of one person on one number.

    Never holds more than the ledger proves; nobody can write it by hand.
    """

    _name = "wa.consent"
    _description = "Consent"
    _inherit = "wa.guarded.mixin"
    _order = "subject_id, channel_id, purpose"

    subject_id = fields.Many2one(
        "wa.subject", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    channel_id = fields.Many2one(
        "wa.channel", "Number", required=True, readonly=True, ondelete="restrict"
    )
    purpose = fields.Selection(
        [
            (states.SERVICE, "Answer enquiries"),
            (states.PROACTIVE, "Contact on our own initiative"),
            (states.MARKETING, "Advertising"),
            (states.SURVEY, "Satisfaction survey"),
        ],
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        [
            (states.NONE, "Not asked"),
            (states.PENDING, "Asked, no answer yet"),
            (states.GIVEN, "Given"),
            (states.WITHDRAWN, "Withdrawn"),
            (states.EXPIRED, "Expired"),
            (states.RECONFIRM, "To be confirmed again"),
            (states.BLOCKED, "Blocked"),
        ],
        required=True,
        readonly=True,
        index=True,
    )
    since = fields.Datetime(required=True, readonly=True)
    reason = fields.Char(readonly=True)
    prior = fields.Char("State before the question", readonly=True)
    notice_version = fields.Integer(readonly=True)
    last_entry_id = fields.Many2one(
        "wa.ledger.entry", "Evidence", readonly=True, ondelete="restrict"
    )

    _purpose_uniq = models.UniqueIndex("(subject_id, channel_id, purpose)")

    def _standing(self):
        self.ensure_one()
        return states.Standing(
            self.state,
            self.since,
            self.reason or None,
            self.prior or None,
            self.notice_version or None,
        )

    def _standings(self):
        return {consent.purpose: consent._standing() for consent in self}

    def _project_all(self, changes):
        """Write what ledger entries say; called in the entries' transaction.

        changes: [(conversation, change, entry, event time)], in the order of the entries.
        """
        # sudo: wa.consent - the projection follows the ledger, not the user's rights
        mine = guard.admitted(self.sudo())
        subjects = self.env["wa.subject"].union(
            *(one.subject_id for one, *_ in changes)
        )
        found = mine.search([("subject_id", "in", subjects.ids)])
        known = {(c.subject_id.id, c.channel_id.id, c.purpose): c for c in found}
        new, changed = {}, {}
        for conversation, change, entry, at in changes:
            subject, channel = conversation.subject_id, conversation.channel_id
            place = (subject.id, channel.id, change.purpose)
            if consent := known.get(place):
                before = changed.get(consent) or {
                    "notice_version": consent.notice_version,
                    "since": consent.since,
                }
                vals = self._prepare_projection(change, entry, at, before)
                changed[consent] = {**before, **vals}
                continue
            before = new.get(place, {})
            new[place] = {
                **before,
                **self._prepare_projection(change, entry, at, before),
                "subject_id": subject.id,
                "company_id": conversation.company_id.id,
                "channel_id": channel.id,
                "purpose": change.purpose,
            }
        rows.update(changed)
        rows.insert(mine, list(new.values()))

    def _prepare_projection(self, change, entry, at, before):
        vals = {
            "state": change.state,
            "since": states.since(before.get("since"), at),
            "reason": change.reason or False,
            "prior": change.prior or False,
            "last_entry_id": entry.id,
        }
        if change.notice_version:
            vals["notice_version"] = change.notice_version
        return vals
