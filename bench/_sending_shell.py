"""For Odoo's shell: numbers, people who have agreed, and answers to them.

Reads {"simulator", "people": {number id: count}, "answer"} from BENCH; prints how many
answers were queued.
"""

import json
import os
import sys

sys.path.insert(0, os.environ["BENCH_ROOT"])

from odoo import fields

from odoo.addons.whatsapp_dsgvo.lib.cloud_api.event_types import Person
from odoo.addons.whatsapp_dsgvo.lib.consent import states

from tests.simulator import demo

env = env  # noqa: F821, PLW0127
TASK = json.loads(os.environ["BENCH"])
FIRST = env["wa.channel"].search([("phone_number_id", "=", demo.PHONE_NUMBER_ID)])
AGENT = env.ref("whatsapp_dsgvo.user_agent")
WORDS = (
    "Guten Tag, wir haben Ihre Rechnung geprüft. Der Betrag wurde doppelt abgebucht; "
    "wir erstatten ihn bis Freitag."
)


def number(phone_id):
    channels = env["wa.channel"]
    found = channels.search([("phone_number_id", "=", phone_id)])
    if not found:
        found = FIRST.copy({"phone_number_id": phone_id})
        found.access_token = demo.ACCESS_TOKEN
        found._publish_first_notice()
    found.write({"api_base_url": TASK["simulator"], "state": "connected"})
    # what Meta allows it; at once, for the server notes what it hears of it, too
    env.cr.commit()
    env["wa.check"]._run(found)
    env.cr.commit()
    return found


def tickets_of(channel, phones):
    """Their open tickets; whoever is new has written and agreed just now."""
    return env["helpdesk.ticket"].union(*(ticket_of(channel, one) for one in phones))


def ticket_of(channel, phone):
    now = fields.Datetime.now()
    subject = env["wa.subject"]._resolve(channel.company_id, Person(phone=phone), now)
    found = subject.conversation_ids
    if found:
        found._open_window(now)
        return found.ticket_id
    conversation = env["wa.conversation"].create(
        {
            "subject_id": subject.id,
            "channel_id": channel.id,
            "company_id": channel.company_id.id,
            "language": "de",
        }
    )
    conversation._open_window(now)
    yes = states.Change(states.SERVICE, states.GIVEN, "given", notice_version=1)
    conversation._change(yes, now, {}, "subject")
    written = env["wa.message"].new(
        {
            "event_at": now,
            "conversation_id": conversation.id,
            "channel_id": channel.id,
        }
    )
    conversation.ticket_id = conversation._open_ticket(written)
    return conversation.ticket_id


tickets = env["helpdesk.ticket"].union(
    *(tickets_of(number(one), phones) for one, phones in TASK["people"].items())
)
env.cr.commit()
if TASK["answer"]:
    for ticket in tickets.with_user(AGENT):
        ticket.whatsapp_send(body=WORDS)
    # this process is over before the addon's own waker could act
    env.ref("whatsapp_dsgvo.cron_send_messages")._trigger()
    # all at once: what is measured is a backlog
    env.cr.commit()
print(json.dumps(len(tickets)))
