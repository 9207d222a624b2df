from odoo import api, fields, models

from ..lib.consent import states
from . import guard

BATCH = 1000


class WaConsentRebuild(models.Model):
    """The consents once more, from the ledger alone: they must be the very same.

    So whoever changed a row in the database is found out, and a lost table comes back.
    """

    _inherit = "wa.consent"

    @api.model
    def _from_ledger(self, company):
        """{(person, number, purpose): values}, as the entries say one after the other."""
        people = self._by_uuid("wa.subject", company)
        channels = self._by_uuid("wa.channel", company)
        found = {}
        for entry in self._declarations(company):
            person = people.get(entry.pseudonym)
            channel = channels.get(entry.channel_ref)
            proven = entry._payload() if person and channel else None
            # erased, and with it the consent; or an entry of another kind
            if not proven or "state" not in proven:
                continue
            vals = found.setdefault((person, channel, entry.purpose), {})
            at = fields.Datetime.to_datetime(proven["event_time"])
            vals.update(
                state=proven["state"],
                since=states.since(vals.get("since"), at),
                reason=proven["reason"],
                prior=proven["prior"],
                notice_version=proven["notice_version"]
                or vals.get("notice_version", 0),
                last_entry_id=entry.id,
            )
        return found

    def _by_uuid(self, model, company):
        # sudo: wa.subject, wa.channel - the check reads those of the whole company
        records = self.env[model].sudo().with_context(active_test=False)
        found = records.search([("company_id", "=", company.id)])
        return {record.uuid: record.id for record in found}

    def _declarations(self, company):
        """In the order they were made; in batches, so memory stays flat."""
        # sudo: wa.ledger.entry - the check reads every declaration
        entries = self.env["wa.ledger.entry"].sudo()
        last = 0
        while batch := entries.search(
            [
                ("company_id", "=", company.id),
                ("purpose", "!=", False),
                ("id", ">", last),
            ],
            order="id",
            limit=BATCH,
        ):
            yield from batch
            last = batch[-1].id
            batch.invalidate_recordset()

    def _projected(self, company):
        """What stands in the table, in the same shape."""
        # sudo: wa.consent - every row of the company
        rows = self.sudo().search([("company_id", "=", company.id)])
        return {
            (row.subject_id.id, row.channel_id.id, row.purpose): {
                "state": row.state,
                "since": row.since,
                "reason": row.reason or "",
                "prior": row.prior or "",
                "notice_version": row.notice_version,
                "last_entry_id": row.last_entry_id.id,
            }
            for row in rows
        }

    @api.model
    def _rebuild(self, company, write=True):
        """[(person, number, purpose)] of the rows that are not what the ledger says.

        :param write: make them so; else they are only told
        """
        self.env.flush_all()
        told, stands = self._from_ledger(company), self._projected(company)
        wrong = [key for key in {**told, **stands} if told.get(key) != stands.get(key)]
        if write:
            for key in wrong:
                self._put_right(company, key, told.get(key))
        return wrong

    def _put_right(self, company, key, vals):
        person, channel, purpose = key
        # sudo: wa.consent - the projection follows the ledger
        mine = guard.admitted(self.sudo())
        row = mine.search(
            [
                ("subject_id", "=", person),
                ("channel_id", "=", channel),
                ("purpose", "=", purpose),
            ]
        )
        if vals is None:
            row.unlink()
        elif row:
            row.write(vals)
        else:
            ids = {"subject_id": person, "channel_id": channel, "purpose": purpose}
            mine.create({**vals, **ids, "company_id": company.id})
