"""The ways of a document between a customer's phone and an agent, on a running Odoo.

What arrives is compared with what was sent, by its hash.
"""

import hashlib
import time

from tests.system import running

from . import _desk, _inbox

HEAD = b"%PDF-1.4\n"
NAME = "Rechnung.pdf"
BLOCK = 64 * 1024
# A part as a viewer of documents asks for it, and not one of our own chunks.
PART = 3_000_000
PATIENCE = 120  # seconds
WAYS = {
    "received": "fetched from Meta and stored",
    "whole": "downloaded whole",
    "parts": "downloaded in parts",
    "composer": "sent by the composer",
    "chatter": "sent by Odoo's own upload",
}
NEWEST = "select coalesce(max(id), 0) from wa_media"
STATE = "select state, uuid from wa_media where id > {} and message_id is not null"


class Ways:
    """Each method is one way and returns the seconds it took."""

    def __init__(self, site):
        self._site = site
        self._customer = _inbox.phone()
        self._ticket = _desk.agree(site, self._customer)
        self._agent = site.login("agent")
        self._uuid = self._sha256 = None

    def all(self, size):
        """{one of WAYS: function}, to be called in this order."""
        return {
            "received": lambda: self.received(size),
            "whole": self.downloaded,
            "parts": lambda: self.in_parts(size),
            "composer": lambda: self.sent(self._agent.send_file, size),
            "chatter": lambda: self.sent(self._agent.attach, size),
        }

    def received(self, size):
        """From the stand-in's webhook until it lies encrypted in the ticket."""
        simulator, newest = self._site.simulator, self._site.sql(NEWEST)
        simulator.customer_sends_file(
            self._customer, "document", HEAD, size=size, filename=NAME
        )
        started = time.monotonic()
        state = STATE.format(newest)

        def is_stored():
            return self._site.sql(state).startswith("ready|")

        running.until(is_stored, PATIENCE, "the file is stored")
        seconds = time.monotonic() - started
        self._uuid = self._site.sql(state).partition("|")[2]
        self._sha256 = simulator.media[-1].sha256
        return seconds

    def downloaded(self):
        started, digest = time.monotonic(), hashlib.sha256()
        with self._get() as answer:
            for block in answer.iter_content(BLOCK):
                digest.update(block)
        return _compared(started, digest.hexdigest(), self._sha256)

    def in_parts(self, size):
        started, digest = time.monotonic(), hashlib.sha256()
        for first in range(0, size, PART):
            last = min(first + PART, size) - 1
            with self._get(Range=f"bytes={first}-{last}") as answer:
                _require(answer.status_code == 206, f"status {answer.status_code}")
                digest.update(answer.content)
        return _compared(started, digest.hexdigest(), self._sha256)

    def sent(self, upload, size):
        """From the upload of the agent until the stand-in has taken the message."""
        simulator, before = self._site.simulator, len(self._documents())
        data = (HEAD + bytes(range(256)) * (size // 256 + 1))[:size]
        sha256 = hashlib.sha256(data).hexdigest()
        started = time.monotonic()
        attachment = upload(self._ticket, NAME, data)
        answer = {"body": "", "attachment_ids": [attachment]}
        self._agent.call("helpdesk.ticket", "whatsapp_send", [self._ticket], **answer)
        is_there = simulator.wait_for(lambda: len(self._documents()) > before, PATIENCE)
        _require(is_there, "the file was not sent")
        file = simulator.media_of(self._documents()[-1].id)
        return _compared(started, file.sha256, sha256)

    def _documents(self):
        return [one for one in self._site.simulator.sent if one.type == "document"]

    def _get(self, **headers):
        path = f"/whatsapp/media/{self._uuid}?download=1"
        return self._agent.get(path, headers=headers, stream=True)


def _compared(started, found, expected):
    seconds = time.monotonic() - started
    _require(found == expected, "other bytes came than were sent")
    return seconds


def _require(fact, words):
    if not fact:
        raise RuntimeError(words)
