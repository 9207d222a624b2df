from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Command, Domain

from ..lib.privacy.erasure import CANCELLED, DONE
from ..lib.privacy.retention_classes import NAMED_FOR
from .pause import NOT_PAUSED

BATCH = 500
LED, LOST = "led", "lost"
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
    for a week, and whoever asked comes back to it. While the person is linked to the
    contact it had, the case is found there, and has it again when it is opened again.
    """

    _inherit = "wa.request"

    # counts while there is no contact; empty: there never was one
    unnamed = fields.Selection(
        [
            (LED, "The person leads to the contact it had"),
            (LOST, "Nothing leads to the contact it had"),
        ],
        "No longer named",
        readonly=True,
        copy=False,
    )

    @api.autovacuum
    def _gc_names(self):
        # sudo: wa.request - storage limitation, Art. 5 (1) e GDPR
        cases = self.sudo()
        named = Domain.OR(
            [
                [("partner_id", "!=", False)],
                [("ticket_id", "!=", False)],
                [("create_uid.share", "=", True)],
            ]
        )
        old = cases.search(
            named
            & Domain("state", "=", "done")
            & Domain("closed_at", "<", fields.Datetime.now() - NAMED_FOR)
            & NOT_PAUSED
            & Domain("subject_ids", "not in", cases._held_people().ids)
            # their restriction goes on, and its end has to be told; erasure has none
            & ~Domain(
                "subject_ids",
                "any",
                [("restricted", "=", True), ("erased_at", "=", False)],
            ),
            limit=BATCH,
        )
        old._forget_names()
        jobs = old.erasure_ids.filtered(lambda job: job.state in (DONE, CANCELLED))
        jobs._admitted_write({"partner_ids": [Command.clear()]})

    def _forget_names(self):
        """Contact, ticket and who filed it; those who work on it stay."""
        for case in self:
            case._forget_author()
            if case.partner_id:
                same = case.subject_ids.partner_id == case.partner_id
                case.unnamed = LED if same else LOST
        self.with_context(tracking_disable=True).write(
            {"partner_id": False, "ticket_id": False}
        )
        self.env.flush_all()
        for table, which in TABLES.items():
            self.env.cr.execute(
                AUTHORS.format(table=table, which=which),
                {"system": SUPERUSER_ID, "ids": self.ids},
            )
        self.env.invalidate_all()

    def _forget_author(self):
        """Who filed it in the portal wrote its first line, and follows it.

        That need not be the contact: the coordination may have noted another one.
        """
        lines = self.message_ids
        writers = lines.author_id.with_context(active_test=False)
        people = self.partner_id | writers.user_ids.filtered("share").partner_id
        self.message_unsubscribe(people.ids)
        lines.notification_ids.filtered(lambda n: n.res_partner_id in people).unlink()
        lines.write({"partner_ids": [Command.unlink(id_) for id_ in people.ids]})
        # of a contact that was deleted only the address is left
        theirs = lines.filtered(lambda x: not x.author_id or x.author_id in people)
        theirs.write({"author_id": False, "email_from": False, "reply_to": False})

    @api.model
    def _cases_of(self, partner):
        """Domain: those that name the contact, and those that lead to it."""
        # sudo: wa.subject - which people the contact is
        people = partner.sudo().whatsapp_subject_ids
        return Domain("partner_id", "in", partner.ids) | (
            Domain("partner_id", "=", False)
            & Domain("unnamed", "!=", LOST)
            & Domain("subject_ids", "in", people.ids)
        )

    def _open_again(self, was_refused):
        """With its contact, if it is still known."""
        result = super()._open_again(was_refused)
        people = self.subject_ids.partner_id
        is_known = len(people) == 1 and self.unnamed != LOST
        if self._is_open() and not self.partner_id and is_known:
            self.partner_id = people
        return result


class WaSubjectLeading(models.Model):
    _inherit = "wa.subject"

    def write(self, vals):
        """Whoever is linked next gets no case of the one before."""
        if "partner_id" in vals:
            moved = self.filtered(lambda s: s.partner_id.id != vals["partner_id"])
            # sudo: wa.request - those that lead to the contact by this person
            led = self.env["wa.request"].sudo()
            led = led.search([("subject_ids", "in", moved.ids), ("unnamed", "=", LED)])
            led.unnamed = LOST
        return super().write(vals)


class ResPartnerLeading(models.Model):
    _inherit = "res.partner"

    def unlink(self):
        """A case that had a contact is not one that never had."""
        # sudo: wa.request - those that name the contact, and those that lead to it
        cases = self.env["wa.request"].sudo()
        led = Domain("unnamed", "=", LED) & Domain(
            "subject_ids.partner_id", "in", self.ids
        )
        named = Domain("partner_id", "in", self.ids)
        cases.search(named | led).unnamed = LOST
        return super().unlink()
