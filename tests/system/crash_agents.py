"""What agents click while things die: each click is repeated until it is answered."""

import json
import random
import threading
from dataclasses import dataclass

import requests

from . import crash_files
from .crash_customers import ANSWER, EMOJI
from .odoo_client import Refused

AGENTS = ("agent", "leitung") * 2
TRIES = 40
EXPIRED = "Session"
BUTTONS = ["Montag", "Dienstag"]
# The kinds of a click, and what quotes.
CLICKED = ("text", "image", "document", "interactive", "reaction", "quote")
# What of a ticket's may be quoted and reacted to.
HEARD = """
    select coalesce(json_agg(opaque_id), '[]') from (
        select opaque_id from wa_message
         where ticket_id = {} and direction = 'in' and mail_message_id is not null
           and revoked_at is null order by id desc limit 5) q
"""


@dataclass
class Click:
    """`key` is what the browser chose for it; `how`: what became of it.

    `sha256` of its file, `quoted` and `target`: opaque ids, `emoji` of a reaction.
    """

    kind: str
    key: str
    how: str = "unknown"  # or "acknowledged", "refused"
    sha256: str = ""
    quoted: str = ""
    target: str = ""
    emoji: str = ""


class Agent(threading.Thread):
    """Answers open tickets; `answers`: {a name of the click, its text if any: Click}."""

    def __init__(self, site, seed, done, number):
        super().__init__(daemon=True)
        self._site = site
        self._number = number
        self._login = AGENTS[number]
        self._rng = random.Random(f"agent {number} {seed}")
        self._done = done
        self._client = None
        self._reacted = []
        self.answers = {}

    def run(self):
        acts = {
            self._writes: 55,
            self._sends_a_file: 16,
            self._quotes: 8,
            self._offers: 9,
            self._reacts: 8,
            self._takes_back: 4,
        }
        while not self._done.is_set():
            tickets = self._site.ask(
                "select id from helpdesk_ticket where whatsapp_open"
            )
            if tickets:
                (act,) = self._rng.choices(list(acts), acts.values())
                act(int(self._rng.choice(tickets.split())))
            self._done.wait(self._rng.uniform(0.2, 0.8))

    def _writes(self, ticket):
        self._send(ticket, self._click("text"))

    def _quotes(self, ticket):
        heard = self._heard(ticket)
        if heard:
            click = self._click("text", quoted=self._rng.choice(heard))
            self._send(ticket, click, reply_to_id=click[1].quoted)

    def _sends_a_file(self, ticket):
        kind, name, data = crash_files.made(self._rng)
        click = self._click(kind, sha256=crash_files.sha256(data))
        drafts = []

        def upload_and_send(client, key):
            # what is uploaded once is not uploaded again
            drafts[:] = drafts or [self._upload(client, ticket, name, data)]
            client.call(
                "helpdesk.ticket",
                "whatsapp_send",
                [ticket],
                body=click[0],
                attachment_ids=drafts,
                client_key=key,
            )

        self._repeat(click[1], upload_and_send)

    def _offers(self, ticket):
        name, click = self._click("interactive")
        arguments = {"body": name, "buttons": BUTTONS}
        self._call(ticket, click, "whatsapp_send_buttons", **arguments)

    def _reacts(self, ticket):
        heard = self._heard(ticket)
        if heard:
            target = self._rng.choice(heard)
            self._reacted.append((ticket, target))
            self._react(ticket, target, self._rng.choice(EMOJI))

    def _takes_back(self, _ticket):
        if self._reacted:
            self._react(*self._reacted.pop(), "")

    def _react(self, ticket, target, emoji):
        _name, click = self._click("reaction", target=target, emoji=emoji)
        arguments = {"opaque_id": target, "emoji": emoji}
        self._call(ticket, click, "whatsapp_react", **arguments)

    def _heard(self, ticket):
        return json.loads(self._site.ask(HEARD.format(ticket)) or "[]")

    def _click(self, kind, **facts):
        name = f"{ANSWER} {self._number} {len(self.answers):05d}"
        key = f"{self._rng.getrandbits(128):032x}"
        self.answers[name] = Click(kind, key, **facts)
        return name, self.answers[name]

    def _send(self, ticket, click, **arguments):
        self._call(ticket, click[1], "whatsapp_send", body=click[0], **arguments)

    def _call(self, ticket, click, method, **arguments):
        def call(client, key):
            client.call(
                "helpdesk.ticket", method, [ticket], client_key=key, **arguments
            )

        self._repeat(click, call)

    def _repeat(self, click, act):
        """With its key, until there is an answer."""
        refused = 0
        for _try in range(TRIES):
            try:
                self._client = self._client or self._site.login(self._login)
                act(self._client, click.key)
                click.how = "acknowledged"
                return
            except Refused as error:
                # a database that went away looks the same: once more, same key
                refused += EXPIRED not in str(error)
                if refused > 2:
                    click.how = "refused"
                    return
                if EXPIRED in str(error):
                    self._client = None
            except requests.RequestException:
                # the session outlives the process that made it
                pass
            threading.Event().wait(0.3)

    def _upload(self, client, ticket, name, data):
        """The draft's attachment id."""
        try:
            return client.send_file(ticket, name, data)
        except requests.HTTPError as error:
            raise Refused(str(error)) from None
