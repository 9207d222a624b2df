from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Command, Domain

from ..lib.privacy.erasure import CANCELLED, DONE
from ..lib.privacy.retention_classes import NAMED_FOR
from . import guard
from .pause import NOT_PAUSED

BATCH = 500
# Odoo notes who created a row; of a case from the portal that is the person.
AUTHORS = """
    UPDATE {table} SET create_uid = %(system)s, write_uid = %(system)s
     WHERE {which} AND EXISTS (SELECT 1 FROM res_users u WHERE u.share
                                 AND u.id IN ({table}.create_uid, {table}.write_uid))
"""
TABLES = {
    "wa_request": "id = ANY(%(ids)s)",
    "mail_message": "model = 'wa.request' AND res_id = ANY(%(ids)s)",
}


class WaRequestPseudonym(models.Model):
    """LK-08: a closed case loses the contact; only the random id of the person stays.

    Not in the moment it is closed: a letter may come back undelivered, a link is good
    for a week, and whoever asked comes back to it. While the person's record is there
    it leads to them, and with it a case that is opened again finds its contact.
    """

    _inherit = "wa.request"

    @api.autovacuum
    def _gc_names(self):
        # sudo: wa.request - storage limitation, Art. 5 (1) e GDPR
        cases = self.sudo()
        named = Domain("partner_id", "!=", False) | Domain("ticket_id", "!=", False)
        old = cases.search(
            named
            & Domain("state", "=", "done")
            & Domain("closed_at", "<", fields.Datetime.now() - NAMED_FOR)
            & NOT_PAUSED
            & Domain("subject_ids", "not in", cases._held_people().ids)
            # their restriction goes on, and its end has to be told
            & ~Domain("subject_ids", "any", [("restricted", "=", True)]),
            limit=BATCH,
        )
        old._pseudonymise()

    def _pseudonymise(self):
        for case in self:
            case._forget_author(case.partner_id)
        guard.admitted(self).with_context(tracking_disable=True).write(
            {"partner_id": False, "ticket_id": False}
        )
        jobs = self.erasure_ids.filtered(lambda job: job.state in (DONE, CANCELLED))
        jobs._admitted_write({"partner_ids": [Command.clear()]})
        self.env.flush_all()
        for table, which in TABLES.items():
            self.env.cr.execute(
                AUTHORS.format(table=table, which=which),
                {"system": SUPERUSER_ID, "ids": self.ids},
            )
        self.env.invalidate_all()

    def _forget_author(self, partner):
        """Who filed it in the portal wrote its first line, and follows it."""
        self.message_unsubscribe(partner.ids)
        lines = self.message_ids.filtered(lambda line: line.author_id & partner)
        lines.write({"author_id": False, "email_from": False})

    @api.model
    def _cases_of(self, partner):
        """Domain: those that name the contact, and those that lead to it."""
        # sudo: wa.subject - which people the contact is
        people = partner.sudo().whatsapp_subject_ids
        return Domain("partner_id", "in", partner.ids) | (
            Domain("partner_id", "=", False) & Domain("subject_ids", "in", people.ids)
        )

    def _open_again(self, was_refused):
        """With its contact, if it is still known."""
        result = super()._open_again(was_refused)
        people = self.subject_ids.partner_id
        if self._is_open() and not self.partner_id and len(people) == 1:
            self.partner_id = people
        return result
