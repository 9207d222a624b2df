"""For Odoo's shell: what becomes of received webhooks, against Odoo's own ways.

Reads {"what", "rounds", "messages", "yardstick"} from BENCH; prints the rates as JSON.
"""

import json
import os
import random
import sys
import time

sys.path.insert(0, os.environ["BENCH_ROOT"])

from bench import _machine, _webhooks
from bench._rounds import interleaved

env = env  # noqa: F821, PLW0127
TASK = json.loads(os.environ["BENCH"])
AGENT = env.ref("whatsapp_dsgvo.user_agent")
APP = env["wa.app"].search([], limit=1)
CHANNEL = APP.channel_ids[:1]
WORDS = (
    "Guten Tag, meine Rechnung Nr. 4711 stimmt nicht. Können Sie das bitte prüfen? "
    "Der Betrag ist doppelt abgebucht worden."
)
PER_PERSON = 10


def new_people(number):
    """Fictional numbers which nobody had in an earlier round."""
    first = random.randrange(10**6) * 10_000
    return [f"+49155{first + i:010d}" for i in range(number)]


def store(phone, text):
    env["wa.event"]._store_event(APP.id, _webhooks.text(phone, text))


def work_off():
    """As the scheduled action does: rounds with a commit after each."""
    while env["wa.event"]._process_pending():
        env.cr.commit()
    left = env["wa.event"]._remaining()
    assert not left, f"{left} are left"


def per_second(number, work):
    env.cr.commit()
    env.invalidate_all()
    started = time.monotonic()
    work()
    env.cr.commit()
    return number / (time.monotonic() - started)


def arrive():
    """The notices have reached their phones; the outbox is measured elsewhere."""
    env.cr.execute(
        "UPDATE wa_message SET state = 'delivered', sent_at = queued_at "
        "WHERE state = 'queued'"
    )
    env.cr.commit()


def agree(people, agent):
    """Everybody has written and said yes; the tickets are the agent's."""
    for phone in people:
        store(phone, WORDS)
    work_off()
    arrive()
    for phone in people:
        store(phone, "Ja, einverstanden")
    work_off()
    index = env["wa.vault"]._index
    known = [index("phone", phone) for phone in people]
    found = env["wa.identity"].search([("blind_index", "in", known)])
    tickets = found.subject_id.conversation_ids.ticket_id
    assert len(tickets) == len(people), (len(tickets), len(people))
    tickets.with_context(tracking_disable=True).user_id = agent
    env.cr.commit()
    return tickets


# -- an agent's tickets go on --------------------------------------------------------


def follow_up():
    number, fewer = TASK["messages"], TASK["yardstick"]
    people = new_people(number // PER_PERSON)
    tickets = agree(people, AGENT)
    alike = plain_tickets(tickets)

    def ours():
        for _each in range(PER_PERSON):
            for phone in people:
                store(phone, WORDS)
        before = notified()
        rate = per_second(number, work_off)
        assert notified() - before == number, notified() - before
        return rate

    def message_post():
        before = notified()
        rate = per_second(fewer, lambda: post_each(alike, fewer))
        assert notified() - before == fewer, notified() - before
        return rate

    return {"ours": ours, "message_post": message_post}


def plain_tickets(tickets):
    """Odoo's own tickets with the same followers and the same person in charge."""
    plain = env["helpdesk.ticket"].create(
        [
            {
                "name": "Rechnung",
                "description": WORDS,
                "team_id": ticket.team_id.id,
                "user_id": AGENT.id,
            }
            for ticket in tickets
        ]
    )
    for mine, other in zip(plain, tickets, strict=True):
        followers = other.message_follower_ids.partner_id
        mine.message_unsubscribe(mine.message_partner_ids.ids)
        mine.message_subscribe(followers.ids)
    env.cr.commit()
    return plain


def post_each(tickets, number):
    for place in range(number):
        tickets[place % len(tickets)].message_post(
            body=WORDS,
            message_type="comment",
            subtype_xmlid="mail.mt_note",
            partner_ids=AGENT.partner_id.ids,
        )
        if place % 50 == 49:
            env.cr.commit()


def notified():
    env.cr.execute("SELECT count(*) FROM mail_notification")
    return env.cr.fetchone()[0]


# -- a new person --------------------------------------------------------------------


def first_contact():
    number, fewer = TASK["messages"], TASK["yardstick"]

    def ours(mode):
        def measured():
            CHANNEL.consent_mode = mode
            people = new_people(number)
            for phone in people:
                store(phone, WORDS)
            before = ticket_count()
            seconds = number / per_second(number, work_off)
            if mode == "strict":
                arrive()
                for phone in people:
                    store(phone, "Ja, einverstanden")
                seconds += number / per_second(number, work_off)
            assert ticket_count() - before == number, ticket_count() - before
            return number / seconds

        return measured

    def gateway():
        mails = [_webhooks.email(phone, WORDS) for phone in new_people(fewer)]
        before = ticket_count()
        rate = per_second(fewer, lambda: process_each(mails))
        assert ticket_count() - before == fewer
        return rate

    return {
        "strict": ours("strict"),
        "service_reply": ours("service_reply"),
        "mail gateway": gateway,
    }


def process_each(mails):
    for mail in mails:
        env["mail.thread"].message_process("helpdesk.ticket", mail)
        env.cr.commit()


def ticket_count():
    env.cr.execute("SELECT count(*) FROM helpdesk_ticket")
    return env.cr.fetchone()[0]


def main():
    ways = {"follow_up": follow_up, "first_contact": first_contact}[TASK["what"]]()
    ways["machine"] = lambda: _machine.rate(env.cr)
    only = TASK.get("only", set(ways) - {"machine"})
    ways = {name: way for name, way in ways.items() if name in only}
    return interleaved(TASK["rounds"], ways)


print(json.dumps(main()))
