"""A world for the tests: a company, a connected number, people, and a real stand-in
for the Cloud API that speaks HTTP with both sides."""

import json
import sys
from pathlib import Path

from odoo import SUPERUSER_ID
from odoo.tests import HttpCase, tagged
from odoo.tests.common import _super_send

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tests.simulator import demo  # noqa: E402
from tests.simulator.server import Simulator  # noqa: E402

from .outside import Outside  # noqa: E402
from .scene import keep  # noqa: E402
from .users import make_users  # noqa: E402

ERIKA = "+4915155500001"
MAX = "+4915155500002"
AYSE = "+4915155500003"
KIM = "kim.beispiel"
FACTS = {
    "alternative_contact_de": "Tel. 030 5550 100",
    "alternative_contact_en": "Phone +49 30 5550 100",
    "dpo_contact": "Dora Datenschutz, dsb@muster.example",
    "authority": "Berliner Beauftragte für Datenschutz",
    "hosting_text": "eigener Server in Berlin",
    "notice_base_url": "https://odoo.muster.example",
}


@tagged("post_install", "-at_install")
class WhatsAppCase(Outside, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._kept = None
        # users get no letter of invitation
        context = dict(cls.env.context, tracking_disable=False, no_reset_password=True)
        cls.env = cls.env(context=context)
        cls.company = cls.env["res.company"].create(
            {
                "name": "Muster Test GmbH",
                "street": "Beispielstraße 1",
                "zip": "10115",
                "city": "Berlin",
                "country_id": cls.env.ref("base.de").id,
                "email": "service@muster.example",
            }
        )
        for name, user in make_users(cls.env, cls.company).items():
            setattr(cls, name, user)
        cls.team = cls.env["helpdesk.ticket.team"].create(
            {
                "name": "Kundenservice",
                "company_id": cls.company.id,
                "alias_name": "kundenservice-test",
                "user_ids": [(6, 0, [cls.agent.id, cls.colleague.id])],
            }
        )
        cls.sim = Simulator()
        cls.sim.start()
        cls.addClassCleanup(cls.sim.stop)
        cls.app, cls.channel = cls._make_channel(cls.company, cls.team)

    @classmethod
    def _make_channel(cls, company, team, number_id=demo.PHONE_NUMBER_ID, **values):
        app = cls.env["wa.app"].create(
            {
                "name": company.name,
                "company_id": company.id,
                "app_secret": demo.APP_SECRET,
                "verify_token": demo.VERIFY_TOKEN,
                "meta_app_id": demo.APP_ID,
            }
        )
        channel = cls.env["wa.channel"].create(
            {
                "name": "Kundenservice",
                "company_id": company.id,
                "app_id": app.id,
                "team_id": team.id,
                "phone_number_id": number_id,
                "waba_id": demo.WABA_ID,
                "display_number": demo.DISPLAY_NUMBER,
                "api_base_url": cls.sim.url,
                "access_token": demo.ACCESS_TOKEN,
                **FACTS,
                **values,
            }
        )
        company.whatsapp_works_council = "none"
        channel._publish_first_notice()
        return app, channel

    def scene(self):
        """What all tests of the class start from; extend it with `super().scene()`.

        Built for the first test and found unaltered by all. What it sets on `self` is
        copied for each. What has to be undone (patches, folders) belongs into `setUp`.
        """

    def setUp(self):
        super().setUp()
        self.addCleanup(self._hang_up)
        if not self._kept:
            before, to_undo = dict(vars(self)), len(self._cleanups)
            self._begin()
            self.scene()
            if type(self).scene is WhatsAppCase.scene:
                return
            self.assertEqual(len(self._cleanups), to_undo, "a scene is never undone")
            self._hang_up()
            type(self)._kept = keep(self, before)
        self._kept.bring_back(self)

    def _begin(self):
        self._know_the_journal()
        self._forget_the_anchors()
        self.sim.reset(everything=True)
        self.env.flush_all()
        with self.allow_requests(all_requests=True):
            path = f"/whatsapp/webhook/{self.app.webhook_key}"
            self.sim.configure(callback_url=self.base_url() + path)

    def _hang_up(self):
        """No webhook of this test arrives while the next one is being set up."""
        self.sim.hold_webhooks()
        # the one on its way would wait for the test's lock, and we for it
        with self.allow_requests(all_requests=True):
            self.sim.flush()

    # -- driving ---------------------------------------------------------------------

    def deliver(self):
        """Webhooks which the stand-in has queued reach Odoo, signed, over HTTP."""
        self.env.flush_all()
        with self.allow_requests(all_requests=True):
            self.assertEqual(self.sim.flush(), 0, "webhooks still wait")
        self.env.invalidate_all()

    def url_open(self, url, *args, timeout=60, **kwargs):
        # whoever shares the machine may make an answer slow
        return super().url_open(url, *args, timeout=timeout, **kwargs)

    @classmethod
    def _request_handler(cls, s, r, /, **kwargs):
        """Odoo waits ten seconds at least, also for a stand-in that is to be silent."""
        if r.url.startswith(cls.sim.url):
            return _super_send(s, r, **kwargs)
        return super()._request_handler(s, r, **kwargs)

    def run_cron(self, name):
        self.env.ref(f"whatsapp_dsgvo.{name}").method_direct_trigger()
        self.env.invalidate_all()

    def work(self):
        """Everything both sides have to do, until nothing changes any more."""
        for _round in range(8):
            self.deliver()
            if waiting := self.env["wa.event"]._remaining():
                self._run_plainly("wa.event", "_cron_process")
            if sending := self.env["wa.message"]._count_to_send():
                self._run_plainly("wa.message", "_cron_send")
            if not waiting and not sending:
                return

    def _run_plainly(self, model, method):
        """The action of `run_cron` without Odoo's own books of it, which cost time."""
        self.env.flush_all()
        with self.registry.cursor() as cr:
            getattr(self.env(cr=cr, user=SUPERUSER_ID, context={})[model], method)()
        self.env.invalidate_all()

    # pylint: disable-next=method-required-super
    def write(self, text, customer=ERIKA, **kwargs):
        wamid = self.sim.customer_sends_text(customer, text, **kwargs)
        self.work()
        return wamid

    def tap(self, index=0, customer=ERIKA, message=None):
        message = message or self.received_by(customer)[-1].id
        self.sim.customer_taps(customer, message, index)
        self.work()

    def agree(self, text="Meine Rechnung stimmt nicht", customer=ERIKA):
        """The customer writes first and says yes; returns the open ticket."""
        self.write(text, customer)
        self.tap(0, customer)
        return self.conversation(customer).ticket_id

    # -- looking ---------------------------------------------------------------------

    def received_by(self, customer=ERIKA):
        """What the stand-in accepted for this customer, oldest first."""
        key = self.sim.person(customer).id
        return [message for message in self.sim.sent if message.customer == key]

    def subject(self, customer=ERIKA):
        index = self.env["wa.vault"]._index("phone", customer)
        identity = self.env["wa.identity"].search(
            [
                ("blind_index", "=", index),
                ("company_id", "=", self.company.id),
                ("valid_to", "=", False),
            ]
        )
        return identity.subject_id

    def conversation(self, customer=ERIKA):
        return self.subject(customer).conversation_ids

    def consent(self, customer=ERIKA, purpose="service"):
        return self.subject(customer).consent_ids.filtered(
            lambda c: c.purpose == purpose
        )

    def messages(self, customer=ERIKA, **values):
        messages = self.conversation(customer).message_ids
        for name, value in values.items():
            messages = messages.filtered(lambda m, n=name, v=value: m[n] == v)
        return messages

    def as_json(self, value):
        return json.dumps(value, ensure_ascii=False, default=str)
