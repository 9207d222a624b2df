"""What customers do with their phones while things die; what got lost stays lost."""

import random
import threading
import time
from collections import defaultdict

from . import crash_files

PEOPLE = [f"+4915155501{n:03d}" for n in range(40)]
QUESTION, ANSWER = "Frage", "Antwort"
EDITED = "geändert"
# Meta tells times in whole seconds: what is done later must also read so.
LATER = 2
EMOJI = ("👍", "❤️", "🙏")
# What they say with it, and how often at least before the run may end.
SAID = (
    *("text", "image", "document", "location", "interactive"),
    *("reaction", "edit", "revoke"),
)
ENOUGH = 3
# Updates that wait to be told or worked off: a slow machine gets no more than that.
BACKLOG = 40
PLACE = {"latitude": 48.137154, "longitude": 11.576124, "name": "Marienplatz"}


class Customers(threading.Thread):
    """Write, send files, agree, react, change their minds, and now and then say STOP."""

    def __init__(self, site, seed, done):
        super().__init__(daemon=True)
        self._site, self._stand_in = site, site.simulator
        self._rng = random.Random(f"customers {seed}")
        self._done = done
        self._read = self._untold = 0
        self._notices = {}  # {customer: the newest question for consent}
        self._choices = []  # agents' questions with buttons
        self._received = []  # what else came from the business
        self._own = {}  # {wamid: what they wrote themselves, and may still change}
        self._reacted = {}  # {wamid: (customer, when)}
        self._said = defaultdict(set)  # {type: wamids}
        self.written = 0

    def run(self):
        acts = {
            self._asks: 42,
            self._agrees: 24,
            self._stops: 1,
            self._sends_a_file: 12,
            self._sends_a_place: 2,
            self._quotes: 4,
            self._taps: 4,
            self._reacts: 7,
            self._takes_back: 2,
            self._edits: 4,
            self._revokes: 2,
        }
        rare = {
            self._sends_a_place: "location",
            self._reacts: "reaction",
            self._edits: "edit",
            self._revokes: "revoke",
        }
        while not self._done.is_set():
            self._look()
            if self._untold + self._unheard() < BACKLOG:
                missing = {act: 10 for act, kind in rare.items() if self.lacks(kind)}
                weights = {**acts, **missing}
                (act,) = self._rng.choices(list(weights), weights.values())
                act(self._rng.choice(PEOPLE))
            self._done.wait(self._rng.uniform(0.1, 0.4))

    def lacks(self, kind):
        """Whether it was hardly said yet."""
        return len(self._said[kind]) < ENOUGH

    def said(self):
        """How many messages so far, of all kinds."""
        return sum(map(len, list(self._said.values())))

    def _look(self):
        """At the phones: what came, and what they have written so far."""
        for record in self._stand_in.news(self._read):
            self._read = record["n"]
            if record["kind"] == "delivery":
                self._untold -= record["settled"] and len(record["updates"])
            elif record["kind"] == "put" and record["table"] == "updates":
                self._untold += 1
            elif record["kind"] == "put" and record["table"] == "messages":
                self._note(record["row"])

    def _unheard(self):
        events = "select count(*) from wa_event where state = 'new'"
        return int(self._site.ask(events) or BACKLOG)

    def _note(self, row):
        if row["direction"] == "in":
            self._said[row["type"]].add(row["id"])
            if row["type"] in ("text", *crash_files.KINDS) and QUESTION in str(
                row["payload"]
            ):
                self._own[row["id"]] = row
        elif row["type"] == "interactive":
            words = row["payload"]["interactive"]["body"]["text"]
            if words.startswith(ANSWER):
                self._choices.append(row)
            else:
                self._notices[row["customer"]] = row["id"]
        elif row["type"] != "reaction":
            self._received.append(row)

    def _words(self):
        self.written += 1
        return f"{QUESTION} {self.written:05d}"

    def _asks(self, person):
        self._stand_in.send(person, text=self._words())

    def _agrees(self, _person):
        """Somebody who was asked; a second tap now and then."""
        if self._notices:
            customer, notice = self._rng.choice(list(self._notices.items()))
            self._stand_in.send(f"+{customer}", tap=notice, index=0)

    def _stops(self, person):
        self._stand_in.send(person, text="STOPP")

    def _sends_a_file(self, person):
        kind, name, data = crash_files.made(self._rng)
        words = self._words()
        self._stand_in.send_file(person, kind, data, filename=name, caption=words)

    def _sends_a_place(self, person):
        self._stand_in.send(person, content={"type": "location", "location": PLACE})

    def _quotes(self, _person):
        if self._received:
            row = self._rng.choice(self._received)
            self._stand_in.send(_of(row), text=self._words(), quote=row["id"])

    def _taps(self, _person):
        if self._choices:
            row = self._rng.choice(self._choices)
            self._stand_in.send(_of(row), tap=row["id"], index=self._rng.randrange(2))

    def _reacts(self, _person):
        rows = [row for row in self._received if row["id"] not in self._reacted]
        if rows:
            row = self._rng.choice(rows)
            self._reacted[row["id"]] = _of(row), time.time()
            emoji = self._rng.choice(EMOJI)
            self._stand_in.send(_of(row), react=row["id"], emoji=emoji)

    def _takes_back(self, _person):
        ripe = [
            (wamid, customer)
            for wamid, (customer, at) in self._reacted.items()
            if at < time.time() - LATER
        ]
        if ripe:
            wamid, customer = self._rng.choice(ripe)
            # not once more
            self._reacted[wamid] = customer, float("inf")
            self._stand_in.send(customer, react=wamid, emoji="")

    def _edits(self, _person):
        row = self._something_old()
        if row:
            kind = row["type"]
            key = "body" if kind == "text" else "caption"
            part = row["payload"][kind]
            new = {**part, key: f"{part[key]} {EDITED}"}
            inner = {"type": kind, kind: new}
            self._about(row, "edit", {"message": inner})

    def _revokes(self, _person):
        row = self._something_old()
        if row:
            self._about(row, "revoke", {})

    def _something_old(self):
        """Of their own, which they have not changed before."""
        ripe = [row for row in self._own.values() if row["at"] < time.time() - LATER]
        return self._own.pop(self._rng.choice(ripe)["id"]) if ripe else None

    def _about(self, row, kind, content):
        content = {"original_message_id": row["id"], **content}
        self._stand_in.send(_of(row), content={"type": kind, kind: content})


def _of(row):
    return f"+{row['customer']}"
