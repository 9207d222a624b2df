"""The running server as the sample run sees it: posts, and what changed in it."""

from dataclasses import dataclass, field

import psycopg2
import requests

from tests.simulator import demo, webhooks

from .odoo_client import OdooClient
from .running import until

TABLES = ("wa_event", "wa_message", "wa_ledger_entry", "mail_message")
IDLE = """
    SELECT (SELECT count(*) FROM wa_event WHERE state = 'new' AND attempts = 0)
         + (SELECT count(*) FROM wa_message WHERE state = 'received')
"""


@dataclass
class Change:
    """What one webhook left behind."""

    status: int
    events: list = field(default_factory=list)
    messages: list = field(default_factory=list)
    message_ids: list = field(default_factory=list)
    entries: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    refused: int = 0
    shown: list = field(default_factory=list)


class Server:
    """`details`: what `./dev up` prints."""

    def __init__(self, details):
        self._connection = psycopg2.connect(details["dsn"])
        self._connection.autocommit = True
        key = self._rows("SELECT webhook_key FROM wa_app ORDER BY id LIMIT 1")[0][0]
        self._url = f"{details['odoo_url']}/whatsapp/webhook/{key}"
        self._http = requests.Session()
        self._triage = OdooClient(details["odoo_url"], details["db"])
        self._triage.login("sichtung", "sichtung")

    def number(self):
        """(WABA ID, phone number ID) of the first number."""
        return self._rows(
            "SELECT waba_id, phone_number_id FROM wa_channel ORDER BY id LIMIT 1"
        )[0]

    def post(self, body):
        """Post a signed body, wait until it is worked off; a `Change`."""
        before, refused = self._mark(), self._refused()
        headers = {
            "Content-Type": "application/json",
            "X-Hub-Signature-256": webhooks.sign(demo.APP_SECRET, body),
        }
        answer = self._http.post(self._url, data=body, headers=headers, timeout=60)
        until(lambda: self._rows(IDLE)[0][0] == 0, 90, "the webhook is worked off")
        change = self._since(before, answer.status_code)
        change.refused = self._refused() - refused
        return change

    def _since(self, mark, status):
        change = Change(status)
        change.events = self._rows(
            "SELECT state, coalesce(error, ''), coalesce(content_type, ''), attempts "
            "FROM wa_event WHERE id > %s ORDER BY id",
            mark["wa_event"],
        )
        messages = self._rows(
            "SELECT id, direction, kind, state, coalesce(triage_label, '') "
            "FROM wa_message WHERE id > %s ORDER BY id",
            mark["wa_message"],
        )
        change.messages = [row[1:] for row in messages]
        change.message_ids = [row[0] for row in messages if row[1] == "in"]
        change.entries = self._rows(
            "SELECT event, purpose FROM wa_ledger_entry WHERE id > %s ORDER BY id",
            mark["wa_ledger_entry"],
        )
        change.notes = self._rows(
            "SELECT body FROM mail_message WHERE id > %s AND model = 'wa.channel'",
            mark["mail_message"],
        )
        change.shown = self._read([row[0] for row in messages if row[3] == "held"])
        return change

    def _read(self, ids):
        """Held messages as the triage reads them."""
        if not ids:
            return []
        rows = self._triage.call("wa.message", "read", ids, ["triage_text"])
        return [row["triage_text"] or "" for row in rows]

    def _mark(self):
        return {
            table: self._rows(f"SELECT coalesce(max(id), 0) FROM {table}")[0][0]
            for table in TABLES
        }

    def _refused(self):
        return self._rows("SELECT coalesce(sum(refused_count), 0) FROM wa_app")[0][0]

    def _rows(self, query, *values):
        with self._connection.cursor() as cursor:
            cursor.execute(query, values)
            return cursor.fetchall()
