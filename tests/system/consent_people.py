"""People and agents of the test with two Odoo processes: they act, nobody waits."""

import requests

from .odoo_client import Refused

PEOPLE = [f"+4915155503{n:03d}" for n in range(16)]
INBOX = ("cron_process_events", "cron_process_events_2")
ANSWER = "Antwort "


class People:
    """Customers who write, agree, refuse and stop as it comes."""

    def __init__(self, site, rng):
        self.site = site
        self.simulator = site.simulator
        self.rng = rng

    def act(self):
        person = self.rng.choice(PEOPLE)
        acts = (self.asks, self.asks, self.taps, self.taps, self.stops, self.agrees)
        self.rng.choice(acts)(person)
        if self.rng.random() < 0.15:
            kind = self.rng.choice(("duplicate_webhook", "late_webhook"))
            self.simulator.add_fault(kind, what="messages", seconds=1)

    def asks(self, person):
        self.simulator.customer_sends_text(person, "Guten Tag, eine Frage")

    def stops(self, person):
        if self.rng.random() < 0.5:
            self.simulator.customer_sends_text(person, "STOPP")

    def stops_while_the_inbox_stands_still(self):
        """Stored, not worked off: what agents then write must wait for it."""
        answered = [row.customer for row in answers(self.site)]
        if not answered:
            return
        person = self.rng.choice(answered[-10:])
        self._switch_inbox("false")
        try:
            wamid = self.simulator.customer_sends_text(person, "STOPP")
            self.simulator.wait_for(lambda: wamid in heard(self.simulator), 30)
            before = len(self.simulator.sent)
            # agents go on meanwhile: others still get their answers
            self.simulator.wait_for(lambda: len(self.simulator.sent) > before + 4, 3)
        finally:
            self._switch_inbox("true")
            self.site.hurry(*INBOX)

    def _switch_inbox(self, active):
        names = ", ".join(f"'{name}'" for name in INBOX)
        self.site.sql(
            f"update ir_cron set active = {active} where id in (select res_id from "
            f"ir_model_data where module = 'whatsapp_dsgvo' and name in ({names}))"
        )

    def agrees(self, person):
        self.simulator.customer_sends_text(person, "Ja")

    def taps(self, person):
        key = self.simulator.person(person).id
        notices = [
            row
            for row in self.simulator.sent
            if row.type == "interactive" and row.customer == key
        ]
        if notices:
            index = self.rng.choice((0, 0, 0, 1))
            self.simulator.customer_taps(person, self.rng.choice(notices).id, index)
        else:
            self.asks(person)


def answer_all(site, login, done):
    """An agent who answers whoever has an open ticket, whatever happens."""
    number = 0
    client = None
    while not done.is_set():
        try:
            client = client or site.login(login)
            tickets = site.sql("select id from helpdesk_ticket where whatsapp_open")
            for ticket in tickets.split()[number % 3 :: 3]:
                number += 1
                text = f"{ANSWER}{login} {number}"
                _send(client, int(ticket), text)
                done.wait(0.05)
        except requests.RequestException:
            client = None
        done.wait(0.1)


def _send(client, ticket, text):
    try:
        client.call("helpdesk.ticket", "whatsapp_send", [ticket], body=text)
    except Refused:
        return  # no consent any more: that is the point


def heard(simulator):
    """{wamid: when Odoo first answered 200 to it}, seconds since 1970."""
    times = {}
    for told in simulator.deliveries:
        if told["status"] == 200:
            for row in simulator.written:
                if row.id in told["body"]:
                    times.setdefault(row.id, told["at"])
    return times


def answers(site):
    return [
        row
        for row in site.simulator.sent
        if row.type == "text" and row.payload["text"]["body"].startswith(ANSWER)
    ]
