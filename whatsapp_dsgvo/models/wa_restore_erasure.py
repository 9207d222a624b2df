from odoo import fields, models

from .. import wake
from ..lib.keys.restore import extent_of
from ..lib.privacy import erasure
from . import guard
from .wa_erasure_run import DUE


class WaRestoreErasure(models.Model):
    """Who was erased since the backup is erased again, as far as it went then."""

    _inherit = "wa.restore"

    def _replay_erasure_of_identity(self, event):
        """What comes late for the person finds a tombstone, and their no stays."""
        people = self._known(event).subject_id
        if self._was_former(event):
            return people
        company, digest, at = event.company, event.digest, event.at
        stones = self.env["wa.tombstone"]
        known = [
            ("company_id", "=", company.id),
            ("blind_index", "=", digest),
            ("erased_at", "=", at),
        ]
        if not stones.search_count(known):
            guard.admitted(stones).create(
                {"company_id": company.id, "blind_index": digest, "erased_at": at}
            )
        extent = extent_of(event.detail)
        suppressions = self.env["wa.suppression"]
        if extent.forgotten:
            suppressions._lift_index(company, digest, at)
        elif not self._has_new_owner(event):
            # also of somebody whom the backup never knew
            suppressions._suppress_index(company, digest, at)
        if extent.contact and not people.partner_id:
            self._point_at_contacts(company, digest, at)
        return people

    def _was_former(self, event):
        """Lines of an older version name former numbers, too, whoever has them now."""
        known = self._known(event)
        former = known.filtered(lambda one: one.subject_id in event.erased)
        owner = known.filtered(lambda one: not one.valid_to).subject_id
        return bool(former and owner) and owner not in event.erased

    def _replay_erasure_of_person(self, event):
        """Nobody else, whoever has an identity of theirs in the backup."""
        person = event.erased.filtered(lambda one: one._journal_index() == event.digest)
        if not person and extent_of(event.detail).contact:
            self._point_at_linked(event)
        self._erase_people(person, event)

    def _replay_erasure(self, event):
        """A line of an older version, which does not name the person."""
        self._erase_people(
            self._replay_erasure_of_identity(event) & event.erased, event
        )

    def _erase_people(self, people, event):
        """A job like the first one."""
        for subject in people:
            if not subject.erased_at and not self._goes_on(subject):
                self._erase_again(
                    event.company, subject, event.at, extent_of(event.detail)
                )

    def _goes_on(self, subject):
        """A job the backup brought along ends what it began, and is waited for.

        One that nobody had confirmed gives way: it may go less far than the one since.
        """
        jobs = self.env["wa.erasure"].search([("subject_ids", "in", subject.ids)])
        jobs.filtered(lambda job: job.state == erasure.PROPOSED)._call_off()
        begun = jobs.filtered(lambda job: job.state in DUE)
        self._admitted_write({"erasure_ids": [(4, job.id) for job in begun]})
        return bool(begun)

    def _request_again(self, company, subject, at):
        """The one that was open in the backup, or a new one."""
        found = self.env["wa.request"]._open_of(subject, "erasure")[:1]
        people = {"subject_ids": [(6, 0, subject.ids)]}
        return found or self._new_request(company, at, **people)

    def _new_request(self, company, at, **people):
        return self.env["wa.request"].create(
            {
                "kind": "erasure",
                "company_id": company.id,
                "received_at": at,
                "received_by": "whatsapp",
                **people,
            }
        )

    def _erase_again(self, company, subject, at, extent):
        request = self._request_again(company, subject, at)
        request.message_post(
            body=self.env._("Erased before; repeated after a backup was restored.")
        )
        partner = subject.partner_id
        if partner and extent.contact is None:
            self._ask_about_contact(request)
        job = guard.admitted(self.env["wa.erasure"]).create(
            {
                "company_id": company.id,
                "request_id": request.id,
                "subject_ids": [(6, 0, subject.ids)],
                "partner_ids": [(6, 0, partner.ids if extent.contact else [])],
                "keep_suppression": not extent.forgotten,
                "requested_by_id": self.started_by_id.id,
                "state": erasure.CONFIRMED,
                "confirmed_at": fields.Datetime.now(),
                "next_try_at": fields.Datetime.now(),
            }
        )
        guard.admitted(request).state = "running"
        self._admitted_write({"erasure_ids": [(4, job.id)]})
        wake.after_commit(self.env, "cron_run_erasures")

    def _ask_about_contact(self, request):
        """A line of an older version: nobody but people knows."""
        request.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._(
                "Was the contact to be erased, too? The journal does not say it, and the "
                "contact is back. See the answer that was sent to the person."
            ),
            user_id=self.started_by_id.id or self.env.uid,
        )
