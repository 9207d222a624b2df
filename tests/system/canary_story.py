"""One installation, its people, and how a test makes them write, answer and wait."""

from dataclasses import dataclass, field

import requests

from .odoo_client import Refused
from .running import until

BUSY = """
    select (select count(*) from wa_event where state = 'new' and attempts = 0)
         + (select count(*) from wa_message where state in ('received', 'sending'))
         + (select count(*) from wa_message where state = 'queued'
             and next_try_at <= now() at time zone 'UTC'
             and channel_id in (select id from wa_channel where state = 'connected'))
"""


@dataclass
class Story:
    """One installation, its people, and what was said; `said` must stay readable."""

    site: object
    canaries: object
    said: list = field(default_factory=list)
    refused: list = field(default_factory=list)

    def __post_init__(self):
        self.simulator = self.site.simulator
        self.admin = self.site.login("admin")
        self.agent = self.site.login("agent")
        self.lead = self.site.login("leitung")
        self.triage = self.site.login("sichtung")

    # -- driving ---------------------------------------------------------------------

    def work(self):
        """Both sides have nothing left to do."""
        until(
            lambda: self.simulator.flush() == 0 and self.site.sql(BUSY) == "0",
            60,
            "everything is worked off",
        )

    def retry_now(self):
        """The pause before the next attempt is over."""
        self.site.sql(
            "update wa_message set next_try_at = date_trunc('second', now() at"
            " time zone 'UTC') where id in"
            " (select id from wa_message where state = 'queued' for update skip locked)"
        )
        self.site.hurry("cron_send_messages")
        self.work()

    def word(self):
        """A new canary that Odoo must keep, encrypted."""
        self.said.append(self.canaries.word())
        return self.said[-1]

    def write(self, customer, text=None, **options):
        wamid = self.simulator.customer_sends_text(
            customer, text or self.word(), **options
        )
        self.work()
        return wamid

    def send(self, customer, kind, **content):
        self.simulator.customer_sends(customer, {"type": kind, kind: content})

    def agree(self, customer):
        """Yes, and the ticket that opens."""
        before = int(self.site.sql("select coalesce(max(id), 0) from helpdesk_ticket"))
        person = self.simulator.person(customer).id
        notices = [
            row
            for row in self.simulator.sent
            if row.customer == person and row.type == "interactive"
        ]
        self.simulator.customer_taps(customer, notices[-1].id, 0)
        self.work()
        query = f"select max(id) from helpdesk_ticket where id > {before}"
        return int(self.site.sql(query))

    def expect_refusal(self, call):
        """Something that must not work, for its error text is a place to leak too."""
        try:
            call()
        except (Refused, requests.RequestException) as error:
            self.refused.append(str(error))
        else:
            raise AssertionError("this should have been refused")

    # -- set-up ----------------------------------------------------------------------

    def set_secrets(self):
        """Secrets that are canaries too, on both sides."""
        secret, verify, token = (self.canaries.secret() for _n in range(3))
        apps = self.admin.call("wa.app", "search", [])
        values = {"app_secret": secret, "verify_token": verify}
        self.admin.call("wa.app", "write", apps, values)
        channels = self.admin.call("wa.channel", "search", [])
        self.admin.call("wa.channel", "write", channels, {"access_token": token})
        self.simulator.configure(
            verify=False,
            app_secret=secret,
            verify_token=verify,
            tokens=[{"id": token}],
        )
        self.site.introduce()

    def set_mail(self, port):
        """The lead wants e-mails, the agent is told in Odoo and on six phones."""
        self.admin.call(
            "ir.mail_server",
            "create",
            [{"name": "catcher", "smtp_host": "127.0.0.1", "smtp_port": port}],
        )
        self.site.sql(
            "update res_users set notification_type = 'email' where login = 'leitung';"
            "update res_partner set email = login || '@muster.example' from res_users u"
            " where u.partner_id = res_partner.id and login in ('leitung', 'agent')"
        )

    def set_push(self):
        """More than five devices, so that Odoo queues what it would push."""
        self.agent.call("mail.push.device", "get_web_push_vapid_public_key")
        self.site.sql(
            "insert into mail_push_device (partner_id, endpoint, keys)"
            " select u.partner_id, 'http://127.0.0.1:9/' || u.id || '/' || n, '{}'"
            " from res_users u, generate_series(1, 6) n"
            " where login in ('agent', 'leitung');"
            "update ir_cron set active = false where id in (select res_id"
            " from ir_model_data where name = 'ir_cron_web_push_notification')"
        )
