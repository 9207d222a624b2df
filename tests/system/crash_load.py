"""Load in both directions while things die: nobody waits, nobody gives up."""

import random
import threading
from collections import Counter

import requests

from .odoo_client import Refused

PEOPLE = [f"+4915155501{n:03d}" for n in range(40)]
QUESTION, ANSWER = "Frage", "Antwort"
AGENTS = ("agent", "leitung") * 2
TRIES = 40
EXPIRED = "Session"


class Customers(threading.Thread):
    """Write, agree, and now and then say STOP; what got lost is not written again."""

    def __init__(self, site, seed, done):
        super().__init__(daemon=True)
        self._stand_in = site.simulator
        self._rng = random.Random(f"customers {seed}")
        self._done = done
        self._notices = {}
        self._read = 0
        self.written = 0

    def run(self):
        while not self._done.is_set():
            self._look()
            person = self._rng.choice(PEOPLE)
            act = self._rng.choices(
                (self._asks, self._agrees, self._stops), (70, 28, 1)
            )[0]
            act(person)
            self._done.wait(self._rng.uniform(0.1, 0.4))

    def _look(self):
        """At the phone: which questions came with buttons."""
        for record in self._stand_in.news(self._read):
            self._read = record["n"]
            row = record.get("row", {})
            if row.get("type") == "interactive" and row.get("direction") == "out":
                self._notices[row["customer"]] = row["id"]

    def _asks(self, person):
        self.written += 1
        self._stand_in.send(person, text=f"{QUESTION} {self.written:05d}")

    def _agrees(self, person):
        notice = self._notices.get(person.lstrip("+"))
        if notice:
            self._stand_in.send(person, tap=notice, index=0)

    def _stops(self, person):
        self._stand_in.send(person, text="STOPP")


class Agent(threading.Thread):
    """Answers open tickets; repeats a click with its key until there is an answer.

    `answers`: {text: "acknowledged", "refused" or "unknown"}.
    """

    def __init__(self, site, seed, done, number):
        super().__init__(daemon=True)
        self._site = site
        self._number = number
        self._login = AGENTS[number]
        self._rng = random.Random(f"agent {number} {seed}")
        self._done = done
        self._client = None
        self.answers = {}

    def run(self):
        while not self._done.is_set():
            tickets = self._site.ask(
                "select id from helpdesk_ticket where whatsapp_open"
            )
            if tickets:
                ticket = int(self._rng.choice(tickets.split()))
                text = f"{ANSWER} {self._number} {len(self.answers):05d}"
                self.answers[text] = "unknown"
                self.answers[text] = self._answer(ticket, text)
            self._done.wait(self._rng.uniform(0.1, 0.5))

    def _answer(self, ticket, text):
        key = f"{self._rng.getrandbits(128):032x}"
        refused = 0
        for _try in range(TRIES):
            try:
                self._click(ticket, text, key)
                return "acknowledged"
            except Refused as error:
                # a database that went away looks the same: once more, same key
                refused += EXPIRED not in str(error)
                if refused > 2:
                    return "refused"
                if EXPIRED in str(error):
                    self._client = None
            except requests.RequestException:
                # the session outlives the process that made it
                pass
            threading.Event().wait(0.3)
        return "unknown"

    def _click(self, ticket, text, key):
        self._client = self._client or self._site.login(self._login)
        self._client.call(
            "helpdesk.ticket", "whatsapp_send", [ticket], body=text, client_key=key
        )


class Load:
    """All of them, from `with` to its end."""

    def __init__(self, site, seed):
        self._done = threading.Event()
        self.customers = Customers(site, seed, self._done)
        numbers = range(len(AGENTS))
        self.agents = [Agent(site, seed, self._done, number) for number in numbers]

    def __enter__(self):
        for thread in (self.customers, *self.agents):
            thread.start()
        return self

    def __exit__(self, *_error):
        self._done.set()
        for thread in (self.customers, *self.agents):
            thread.join()

    def acknowledged(self):
        return Counter(self.answers.values())["acknowledged"]

    @property
    def answers(self):
        return {
            text: how
            for agent in self.agents
            for text, how in list(agent.answers.items())
        }
