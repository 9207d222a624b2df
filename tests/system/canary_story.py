"""Every flow the addon has, with canaries in every place a person can put a word."""

import json
from dataclasses import dataclass, field

import requests

from tests.simulator import demo

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

    # -- flows -----------------------------------------------------------------------

    def conversation(self, customer):
        """Question, yes, answer, note with a mention, assignment, more questions."""
        first = self.write(customer)
        ticket = self.agree(customer)
        self.say(ticket)
        self.note(ticket, mention=True)
        lead = self.site.sql("select id from res_users where login = 'leitung'")
        self.lead.call("helpdesk.ticket", "write", [ticket], {"user_id": int(lead)})
        self.write(customer, quote=first)
        self.simulator.customer_reads(customer)
        self.work()
        self.look_at(ticket)
        return ticket

    def say(self, ticket, agent=None):
        client = agent or self.agent
        client.call("helpdesk.ticket", "whatsapp_send", [ticket], body=self.word())
        self.work()

    def note(self, ticket, mention=False):
        partner = "select partner_id from res_users where login = 'leitung'"
        self.agent.route(
            "/mail/message/post",
            thread_model="helpdesk.ticket",
            thread_id=ticket,
            post_data={
                "body": self.word(),
                "message_type": "comment",
                "subtype_xmlid": "mail.mt_note",
                "partner_ids": [int(self.site.sql(partner))] if mention else [],
            },
        )

    def look_at(self, ticket):
        """What the web client asks when a ticket is opened."""
        for client in (self.agent, self.lead):
            client.call("helpdesk.ticket", "whatsapp_panel", [ticket])
            client.route(
                "/mail/thread/messages",
                thread_model="helpdesk.ticket",
                thread_id=ticket,
            )
            client.route("/mail/inbox/messages")
            names = ["whatsapp_name", "whatsapp_masked_number", "whatsapp_last_line"]
            client.call("helpdesk.ticket", "read", [ticket], names)
            client.call("helpdesk.ticket", "search_read", [], names)

    def all_kinds(self, customer, number):
        """Every type of message, with a canary in each of its places."""
        word = self.canaries.word
        file = {
            "id": "900000000000001",
            "mime_type": "image/jpeg",
            "sha256": "aGFzaA==",
        }
        self.send(customer, "image", **file, caption=self.word())
        self.send(customer, "video", **file, caption=self.word())
        self.send(
            customer, "document", **file, caption=word(), filename=f"{word()}.pdf"
        )
        self.send(customer, "audio", **file, voice=True)
        self.send(customer, "sticker", **file, animated=False)
        place = {
            "latitude": 52.5,
            "longitude": 13.4,
            "url": f"https://{word()}.example",
        }
        self.send(customer, "location", **place, name=word(), address=word())
        card = {
            "name": {"formatted_name": word(), "first_name": word()},
            "phones": [{"phone": number, "wa_id": number[1:], "type": "CELL"}],
            "emails": [{"email": f"{self.canaries.secret()}@muster.example"}],
        }
        self.simulator.customer_sends(
            customer, {"type": "contacts", "contacts": [card]}
        )
        reply = {"id": self.canaries.secret(), "title": word(), "description": word()}
        self.send(customer, "interactive", type="list_reply", list_reply=reply)
        self.send(customer, "button", text=word(), payload=word())
        self.send(customer, "order", catalog_id="1", text=word(), product_items=[])
        self.send(
            customer, "edit", original_message_id="wamid.x", message={"t": word()}
        )
        self.send(customer, "revoke", original_message_id="wamid.x")
        self.send(customer, "unsupported", type=word())
        self.send(customer, "holograph", text=word(), of=number)
        self.work()

    def trouble_at_meta(self, customer, ticket):
        """Refusals, retries, cut connections, an account error; each with a text."""
        for fault in ("500", "cut_before", "cut_after", "html_503"):
            self.simulator.add_fault(fault, recipient=customer)
            self.say(ticket)
        self.simulator.add_fault("error", code=131026, recipient=customer)
        self.say(ticket)
        failed = self.site.sql(
            "select opaque_id from wa_message where state = 'failed' order by id desc"
            " limit 1"
        )
        self.agent.call("helpdesk.ticket", "whatsapp_retry", [ticket], failed)
        self.simulator.add_fault("failed_status", recipient=customer)
        self.say(ticket)
        self.simulator.add_fault("190")
        self.say(ticket)
        channels = self.admin.call("wa.channel", "search", [])
        self.admin.call("wa.channel", "action_connect", channels)
        self.admin.call("wa.channel", "action_check_connection", channels)
        self.work()

    def contact(self, ticket, name, number):
        """The agent notes down who it is: the one place for a readable name."""
        partner = self.agent.call(
            "res.partner", "create", [{"name": name, "phone": number}]
        )[0]
        self.agent.call("helpdesk.ticket", "whatsapp_panel", [ticket])
        self.agent.call("helpdesk.ticket", "whatsapp_link_partner", [ticket], partner)
        self.look_at(ticket)
        return partner

    def held_messages(self, customers):
        """People who never say yes: sorted, decided, and read by the triage only."""
        for customer in customers:
            self.write(customer)
        self.write(customers[0], f"Hiermit kündige ich. {self.word()}")
        self.write(customers[1], "Nein, danke")
        held = self.triage.call("wa.message", "search", [["state", "=", "held"]])
        names = ["triage_text", "triage_sender"]
        self.triage.call("wa.message", "read", held, names)
        decisions = ("nothing", "legal", "urgent")
        for message, decision in zip(held, decisions, strict=False):
            self.triage.call("wa.message", f"action_triage_{decision}", [message])
        self.work()

    def goodbye(self, customer, ticket, partner):
        """Preferences, informal and formal withdrawals, and what is refused then."""
        self.simulator.customer_prefers(customer, "stop")
        self.write(customer, f"Bitte keine Werbung mehr {self.word()}")
        self.write(customer, "STOPP")
        send = ("helpdesk.ticket", "whatsapp_send", [ticket])
        text = self.canaries.word()
        self.expect_refusal(lambda: self.agent.call(*send, body=text))
        forged = {"body": text, "message_type": "whatsapp_message"}
        self.expect_refusal(
            lambda: self.agent.call(
                "helpdesk.ticket", "message_post", [ticket], **forged
            )
        )
        wizard = self.agent.call(
            "wa.withdrawal", "create", [{"partner_id": partner, "received_by": "phone"}]
        )
        self.agent.call("wa.withdrawal", "action_record", wizard)
        self.work()

    # -- bad input -------------------------------------------------------------------

    def bad_webhooks(self):
        """Foreign, broken, unknown, poisonous, forged; all with canaries inside."""
        word, number = self.canaries.word(), self.canaries.number()
        bodies = [
            {"object": "page", "entry": [{"id": "1", "messaging": [{"text": word}]}]},
            envelope({"text": word, "from": number}, "field_of_the_future"),
            envelope(message(number, word, "text"), phone_id="999999999999999"),
            envelope(message(number, word, "te\u0000xt")),
            envelope(message(number, word, "text", wamid=f"wamid.{word}")),
            envelope({"messages": [{"from": number, "text": word, "id": ["x"]}]}),
            envelope(
                {"statuses": [{"id": word, "status": word, "recipient_id": number}]}
            ),
        ]
        for body in bodies:
            assert self.simulator.post_raw(body)["status"] == 200
        raw = json.dumps(bodies[2]).encode()
        assert self.simulator.post_raw(raw[:-7])["status"] == 200
        assert self.simulator.post_raw(raw, signature="none")["status"] == 403
        assert self.simulator.post_raw(raw, signature="sha256=00")["status"] == 403
        events = [{"phone_number": number, "event": "PHONE_NUMBER_ADDED"}]
        for value in events:
            self.simulator.account_event("account_update", value)
        self.work()

    def key_store_away(self, customer, ticket):
        """Nothing is lost, nothing shown; the errors name no word."""
        store = next((self.site.site.folder / "keys").glob("*.sqlite"))
        away = store.with_suffix(".away")
        store.rename(away)
        self.simulator.customer_sends_text(customer, self.word())
        self.simulator.flush()
        text = self.canaries.word()
        send = ("helpdesk.ticket", "whatsapp_send", [ticket])
        self.expect_refusal(lambda: self.agent.call(*send, body=text))
        away.rename(store)
        self.work()


def envelope(value, field_name="messages", phone_id=demo.PHONE_NUMBER_ID):
    metadata = {"display_phone_number": "4930", "phone_number_id": phone_id}
    head = {"messaging_product": "whatsapp", "metadata": metadata}
    changes = [{"field": field_name, "value": {**head, **value}}]
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": demo.WABA_ID, "changes": changes}],
    }


def message(number, text, kind, wamid=None):
    digits = number.lstrip("+")
    row = {
        "from": digits,
        "id": wamid or f"wamid.{text}{kind!r}",
        "timestamp": "1795000000",
        "type": kind,
        kind: {"body": text},
    }
    profile = {"profile": {"name": text}, "wa_id": digits}
    return {"contacts": [profile], "messages": [row]}
