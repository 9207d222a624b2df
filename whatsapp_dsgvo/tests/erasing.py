"""A world in which people ask for erasure: contacts, files, two coordinators."""

import io

from odoo import fields
from odoo.tests import new_test_user

from .common import ERIKA
from .media_tools import PDF, MediaCase


class ErasureCase(MediaCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = new_test_user(
            cls.env,
            "test-coordinator-2",
            groups="base.group_user,base.group_partner_manager,"
            "whatsapp_dsgvo.group_privacy_coordinator",
            company_id=cls.company.id,
            company_ids=[(6, 0, [cls.company.id])],
        )
        cls.env["ir.config_parameter"].set_param("whatsapp_dsgvo.key_backup_days", "14")
        cls.coordinator.lang = cls.second.lang = "en_US"

    def person(self, customer=ERIKA):
        """A whole life: question, yes, answer, file, note, a linked contact."""
        ticket = self.agree(customer=customer)
        ticket.user_id = self.agent
        self.answer(ticket)
        self.work()
        self.receive(PDF, customer=customer, name="Rechnung Muster.pdf")
        ticket.with_user(self.agent).message_post(
            body="Ruft morgen wieder an", message_type="comment"
        )
        partner = self.env["res.partner"].create(
            {"name": "Erika Muster", "phone": customer, "comment": "VIP"}
        )
        ticket.with_user(self.agent).whatsapp_link_partner(partner.id)
        return ticket, partner

    def send_file_to(self, ticket):
        """An agent's file, uploaded to Meta and sent."""
        files = self.env["wa.media"].with_user(self.agent)
        draft = files._draft(ticket, "Angebot.pdf", io.BytesIO(PDF))
        ticket.with_user(self.agent).whatsapp_send(
            body="", attachment_ids=draft.attachment_id.ids
        )
        for _round in range(3):
            self.fetch()
            self.later(seconds=2)
            self.work()

    def case(self, **values):
        """A request which the coordination notes."""
        if not self.subject():
            self.write("Hallo, eine Frage")
        requests = self.env["wa.request"].with_user(self.coordinator)
        return requests.create(
            {
                "kind": "access",
                "company_id": self.company.id,
                "subject_ids": [(6, 0, self.subject().ids)],
                **values,
            }
        )

    def wizard(self, partner=None, subject=None, **values):
        """As the coordination opens it from the contact or the person."""
        if partner:
            action = partner.with_user(self.coordinator).action_whatsapp_erase()
        else:
            action = subject.with_user(self.coordinator).action_erase()
        wizard = self.env["wa.erasure.start"].with_user(self.coordinator)
        wizard = wizard.browse(action["res_id"])
        typed = {"confirmation": "ERASE", "second_user_id": self.second.id}
        typed["told_by"] = "other"
        if wizard.identity_level == "0":
            # the coordination has asked
            typed["identity_level"] = "2"
        wizard.write({**typed, **values})
        return wizard

    def propose(self, partner=None, subject=None, **values):
        action = self.wizard(partner, subject, **values).action_start()
        return self.env["wa.erasure"].browse(action["res_id"])

    def confirm(self, job):
        job.with_user(self.second).action_confirm()
        self.env.flush_all()

    def run_job(self, job):
        self.run_cron("cron_run_erasures")
        return job

    def erase(self, partner=None, subject=None, **values):
        job = self.propose(partner, subject, **values)
        self.confirm(job)
        return self.run_job(job)

    def rows_of(self, subject):
        """{model: rows} of all that may name a person; none after an erasure."""
        domain = [("subject_id", "in", subject.ids)]
        models = ("wa.identity", "wa.conversation", "wa.message", "wa.media")
        models += ("wa.consent",)
        found = {model: self.env[model].search_count(domain) for model in models}
        return {model: count for model, count in found.items() if count}

    def now(self):
        return fields.Datetime.now()


class PersonCase(ErasureCase):
    """All tests begin with the same person."""

    def scene(self):
        super().scene()
        self.ticket, self.partner = self.person()
