"""What several test files need besides the world of `common`."""

import hashlib
import hmac
import json
from datetime import timedelta
from unittest.mock import patch

from odoo import fields

from tests.simulator import demo

from ..lib.consent import states
from .common import ERIKA, WhatsAppCase

LEDGER_EVENT = {"pending": "asked", "reconfirm": "reconfirm_requested"}


def signed(body, secret=demo.APP_SECRET, digest="sha256"):
    """The header Meta sends with this body."""
    mac = hmac.new(secret.encode(), body, getattr(hashlib, digest)).hexdigest()
    return f"{digest}={mac}"


def text_message(wamid, text, phone=ERIKA, at=None, **more):
    """One message of a customer as it stands in a webhook."""
    at = at or fields.Datetime.now()
    return {
        "from": phone.lstrip("+"),
        "id": wamid,
        "timestamp": str(int(at.timestamp())),
        "type": "text",
        "text": {"body": text},
        **more,
    }


def change(*messages, number_id=demo.PHONE_NUMBER_ID, field="messages", **value):
    """One change; `value` adds statuses, contacts and the like."""
    metadata = {"display_phone_number": "4930555100", "phone_number_id": number_id}
    body = {"messaging_product": "whatsapp", "metadata": metadata, **value}
    if messages:
        body["messages"] = list(messages)
    return {"field": field, "value": body}


def webhook(*changes):
    """A webhook with one entry for each change, as bytes."""
    entries = [{"id": demo.WABA_ID, "changes": [one]} for one in changes]
    body = {"object": "whatsapp_business_account", "entry": entries}
    return json.dumps(body, ensure_ascii=False).encode()


def nobody(conversations):
    """Instead of `_meet`: everybody goes message by message."""
    return conversations.browse(), 0


class ToolCase(WhatsAppCase):
    def setUp(self):
        self._offset = timedelta(0)
        now = fields.Datetime.now
        clock = staticmethod(lambda: now() + self._offset)
        self.enterContext(patch.object(fields.Datetime, "now", clock))
        super().setUp()
        if self._kept:
            # what people got in it delays nothing any more, however long ago it was
            self.later(seconds=30)

    # -- webhooks by hand ------------------------------------------------------------

    def post(self, body, signature=None, key=None):
        """Post a body to the webhook; signed with the app's secret by default."""
        headers = {"Content-Type": "application/json"}
        if signature != "":
            headers["X-Hub-Signature-256"] = signature or signed(body)
        key = key or self.app.webhook_key
        answer = self.url_open(f"/whatsapp/webhook/{key}", data=body, headers=headers)
        self.env.invalidate_all()
        return answer

    def take(self, *changes):
        """Post a signed webhook and work it off."""
        answer = self.post(webhook(*changes))
        self.assertEqual(answer.status_code, 200)
        self.run_cron("cron_process_events")

    def events(self, **values):
        domain = [
            ("app_id", "=", self.app.id),
            *((k, "=", v) for k, v in values.items()),
        ]
        return self.env["wa.event"].search(domain)

    def texts(self, customer=ERIKA, direction="in"):
        messages = self.messages(customer, direction=direction)
        return [message._content().get("text") for message in messages]

    # -- time ------------------------------------------------------------------------

    def later(self, **delta):
        """Both sides' clocks move on; nothing sleeps."""
        self.sim.advance(**delta)
        self._offset += timedelta(**delta)

    # -- shorthands ------------------------------------------------------------------

    def answer(self, ticket, text="Ich prüfe das.", user=None, **kwargs):
        """An agent's answer, queued; as system record."""
        agent = ticket.with_user(user or self.agent)
        return agent.whatsapp_send(body=text, **kwargs).sudo()

    def close(self, ticket):
        ticket.stage_id = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")

    def rpc(self, model, method, *args, user=None, **kwargs):
        """Call as the web client does; the answer or the error as a dict."""
        self.authenticate(*([user.login] * 2 if user else ("admin", "admin")))
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            json={"jsonrpc": "2.0", "method": "call", "params": params},
        ).json()

    def count(self, query, *params):
        self.env.flush_all()
        self.env.cr.execute(query, params)
        return self.env.cr.fetchone()[0]

    # -- consent ---------------------------------------------------------------------

    def last_notice(self, customer=ERIKA):
        """The newest notice this customer got, as record."""
        notices = self.messages(customer, exception_code="NOTICE")
        return notices.sudo().sorted("id")[-1]

    def tap_again(
        self, nonce, customer=ERIKA, wamid="wamid.again", choice="yes", at=None
    ):
        """A button reply made by hand, with any nonce, and told as late as you like."""
        reply = {"id": f"c1.{choice}.{nonce}", "title": "Ja, einverstanden"}
        interactive = {"type": "button_reply", "button_reply": reply}
        message = text_message(wamid, "", customer, at, type="interactive")
        del message["text"]
        self.take(change({**message, "interactive": interactive}))

    def set_state(self, state, customer=ERIKA, purpose="service", reason=None):
        """Bring a consent into a state through the ledger."""
        conversation = self.conversation(customer).sudo()
        event = LEDGER_EVENT.get(state, state)
        step = states.Change(purpose, state, event, reason=reason, notice_version=1)
        conversation._change(step, fields.Datetime.now(), {}, "subject")
        return conversation

    def publish(self, material=True, **values):
        """A new version of the notice, in both languages."""
        self.channel.write(values)
        self.channel.action_new_notice()
        drafts = self.channel.notice_ids.filtered(lambda n: not n.published_at)
        drafts.material = material
        drafts.action_publish()
        return drafts[0].version

    def free_texts(self, customer=ERIKA):
        """Texts the stand-in accepted that are no notice."""
        return [
            message.payload["text"]["body"]
            for message in self.received_by(customer)
            if message.type == "text"
        ]

    def notices(self, customer=ERIKA):
        sent = self.received_by(customer)
        return [message for message in sent if _asks_for_consent(message)]


def _asks_for_consent(message):
    """Other questions of ours have buttons, too."""
    return message.type == "interactive" and '"c1.yes.' in json.dumps(message.payload)
