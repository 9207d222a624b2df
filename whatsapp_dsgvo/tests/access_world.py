"""One user of each kind, and one record of each model that people can act on."""

from odoo import fields
from odoo.tests import new_test_user

from ..models import guard
from .common import MAX
from .erasing import ErasureCase
from .media_tools import PDF
from .privacy_cases import _registers, hold

OWN = "whatsapp_dsgvo.group_{}"
HELPDESK = "helpdesk_mgmt.group_helpdesk_{}"
EVERYTHING = (
    *(OWN.format(name) for name in ("agent", "triage", "privacy_coordinator", "dpo")),
    OWN.format("channel_admin"),
    HELPDESK.format("manager"),
)


class AccessWorld(ErasureCase):
    """`users`: {role: user}; `records`: {model: record}; facts by attribute."""

    def scene(self):
        super().scene()
        self.ticket, self.contact = self.person()
        self._people()
        self._messages()
        self._cases()
        self.env.flush_all()

    def _user(self, login, *groups, company=None):
        company = company or self.company
        return new_test_user(
            self.env,
            f"test-{login}",
            groups=",".join(groups),
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )

    def _people(self):
        """The portal user is the customer of the ticket, the foreigner's rights are all
        there are, in another company."""
        elsewhere = self.env["res.company"].create({"name": "Fremde AG"})
        staff, agent = "base.group_user", OWN.format("agent")
        self.portal = self._user("customer", "base.group_portal")
        self.portal.partner_id.phone = False
        self.ticket.with_user(self.agent).whatsapp_link_partner(
            self.portal.partner_id.id
        )
        self.contact = self.portal.partner_id
        manager = HELPDESK.format("manager")
        self.users = {
            "public": self.env.ref("base.public_user"),
            "portal": self.portal,
            "employee": self._user("employee", staff),
            "helpdesk_only": self.helpdesk_only,
            "helpdesk_manager": self._user("manager", staff, manager),
            "agent_elsewhere": self._user("other-agent", staff, agent),
            "agent": self.agent,
            "team_lead": self._user("lead", staff, agent, manager),
            "triage": self.triage,
            "coordinator": self.coordinator,
            "dpo": self.dpo,
            "channel_admin": self.channel_admin,
            "it_admin": self.it_admin,
            "one_for_all_it": self._user(
                "both", staff, "base.group_system", OWN.format("channel_admin")
            ),
            "foreigner": self._user("foreigner", staff, *EVERYTHING, company=elsewhere),
        }

    def _messages(self):
        self.write("Ich kündige", MAX)
        self.held = self.messages(MAX, state="held")[:1].sudo()
        self.held._admitted_write({"parked_at": fields.Datetime.now()})
        self.locked = self.messages(direction="out", kind="text")[:1].sudo()
        self.locked._admitted_write({"locked_at": fields.Datetime.now()})
        self.post(b"{")
        self.event = self.events(state="parked")[:1]
        rows = self.messages(direction="in", is_control=False)
        self.opaque_id = rows.filtered("ticket_id")[:1].opaque_id
        self.media = self.env["wa.media"].search(
            [("company_id", "=", self.company.id)], limit=1
        )
        self.media_uuid = self.media.uuid
        self.attachment_id = self.media.attachment_id.id
        self.stub_ids = rows.mail_message_id.ids
        self.partner_id = self.contact.id

    def _suppressed(self):
        """Somebody the database does not know any more."""
        entries = self.env["wa.suppression"]
        entries._suppress_index(self.company, "0" * 64, fields.Datetime.now())
        return entries.search([("company_id", "=", self.company.id)], limit=1)

    def _reading(self, subject):
        self.ticket.with_user(self.agent).whatsapp_messages(self.stub_ids)
        logged = [("pseudonym", "=", subject.uuid)]
        return self.env["wa.read.log"].search(logged, limit=1)

    def _draft_notice(self):
        self.channel.action_new_notice()
        return self.channel.notice_ids.filtered(lambda n: not n.published_at)[:1]

    def _cases(self):
        subject = self.subject()
        _registers(self.env, subject)
        company = [("company_id", "=", self.company.id)]
        self.request = self.env["wa.request"]._receive(subject, "erasure")
        erasures = guard.admitted(self.env["wa.erasure"])
        values = {"request_id": self.request.id, "subject_ids": [(6, 0, subject.ids)]}
        restores = guard.admitted(self.env["wa.restore"])
        self.export = self.env["wa.export"].search(company, limit=1)
        self.access_request = self.export.request_id
        self.records = {
            "ir.sequence": self.env["ir.sequence"].search([], limit=1),
            "helpdesk.ticket": self.ticket,
            "helpdesk.ticket.team": self.team,
            "res.partner": self.contact,
            "wa.subject": subject,
            "wa.consent": self.consent(),
            "wa.channel": self.channel,
            "wa.notice": self._draft_notice(),
            "wa.event": self.event,
            "wa.message": self.held,
            "wa.request": self.request,
            "wa.erasure": erasures.create({"company_id": self.company.id, **values}),
            "wa.hold": hold(self.env, subject),
            "wa.export": self.export,
            "wa.document": self.env["wa.document"].search(company, limit=1),
            "wa.incident": self.env["wa.incident"].search(company, limit=1),
            "wa.request.letter": self.access_request.letter_ids[:1],
            "wa.retention.run": self.env["wa.retention.run"].search(company, limit=1),
            "wa.retention.line": self.env["wa.retention.line"].search(company, limit=1),
            "wa.restore": restores.create({"noticed_at": fields.Datetime.now()}),
            "wa.identity": subject.identity_ids[:1],
            "wa.suppression": self._suppressed(),
            "wa.read.log": self._reading(subject),
            "wa.ledger.entry": self.env["wa.ledger.entry"].search(company, limit=1),
            "wa.retention.rule": self.env["wa.retention.rule"].search(company, limit=1),
        }
        self.wizards = {
            "wa.withdrawal": {"partner_id": self.contact.id},
            "wa.block": {"ticket_id": self.ticket.id, "note": "Grund"},
            "wa.number.show": {
                "identity_id": subject.identity_ids[:1].id,
                "reason": "call",
            },
            "wa.request.report": {"ticket_id": self.ticket.id, "kind": "access"},
            "wa.hold.start": {"ticket_id": self.ticket.id},
            "wa.erasure.start": {"subject_ids": [(6, 0, subject.ids)]},
            "res.config.settings": {"company_id": self.company.id},
            "privacy.lookup.wizard": {"name": "Erika", "email": "e@muster.example"},
            "privacy.lookup.wizard.line": {
                "res_model_id": self.env["ir.model"]._get_id("wa.request"),
                "res_id": self.records["wa.request"].id,
            },
        }
        self.file = PDF
