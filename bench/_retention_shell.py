"""For Odoo's shell: a million messages whose periods end; prints figures as JSON."""

import json
import os
import random
import sys
import threading
import time
from datetime import timedelta

import psycopg2

sys.path.insert(0, os.environ["BENCH_ROOT"])

from odoo import fields, sql_db

from bench import _seed
from bench._memory import MB, resident

env = env  # noqa: F821, PLW0127
TASK = json.loads(os.environ["BENCH"])
ROWS, DUE, PEOPLE = TASK["rows"], TASK["due"], 1000
NOW = fields.Datetime.now()


def world():
    """A company of its own with people, conversations, closed tickets, messages."""
    channel = env["wa.channel"].search([], limit=1)
    companies = env["res.company"]
    # a company can't be deleted, so it is used again
    company = companies.search([("name", "=", "bench")]) or companies.create(
        {"name": "bench"}
    )
    env["wa.retention.rule"]._seed(company)
    env.flush_all()
    with _seed.many_rows(env, "wa_message", "mail_message", "wa_subject"):
        people(company, channel)
        fill(company, channel, DUE, 400, stubs=True)
        fill(company, channel, ROWS - DUE, 20, stubs=False)
    return company


def people(company, channel):
    env.cr.execute(
        "INSERT INTO wa_subject (uuid, company_id, create_date)"
        " SELECT 'bench-' || n, %s, %s FROM generate_series(1, %s) n",
        [company.id, NOW, PEOPLE],
    )
    env.cr.execute(
        "INSERT INTO wa_conversation (subject_id, channel_id, company_id, language)"
        " SELECT id, %s, %s, 'de' FROM wa_subject WHERE company_id = %s",
        [channel.id, company.id, company.id],
    )


def fill(company, channel, count, days, stubs):
    """Messages of tickets closed so many days ago, with ciphertext and stub."""
    start = NOW - timedelta(days=days)
    if stubs:
        env.cr.execute(
            "INSERT INTO mail_message (model, res_id, message_type, body, date, subject)"
            " SELECT 'helpdesk.ticket', 0, 'whatsapp_message', '<p>Stub</p>', %s, 'due'"
            " FROM generate_series(1, %s)",
            [start, count],
        )
        # or the planner takes them for few, and compares each with each
        env.cr.execute("ANALYZE mail_message")
    env.cr.execute(
        """
        WITH talks AS (SELECT id, subject_id, row_number() OVER () - 1 AS place
                         FROM wa_conversation WHERE company_id = %(company)s),
             stubs AS (SELECT id, row_number() OVER () AS place FROM mail_message
                        WHERE subject = 'due' AND %(stubs)s)
        INSERT INTO wa_message (opaque_id, company_id, channel_id, conversation_id,
            subject_id, mail_message_id, direction, kind, state, event_at,
            retention_class, key_class, retention_from, content_sealed, wamid_sealed)
        SELECT gen_random_uuid(), %(company)s, %(channel)s, t.id, t.subject_id, s.id,
               'in', 'text', 'done', %(start)s, 'LK-03', 'content',
               %(start)s + n * interval '1 second' / 10,
               convert_to(repeat(md5(n::text), 6), 'UTF8'),
               CASE WHEN %(stubs)s THEN convert_to(md5(n::text), 'UTF8') END
          FROM generate_series(1, %(count)s) n
          JOIN talks t ON t.place = n %% %(people)s
          LEFT JOIN stubs s ON s.place = n
        """,
        {
            "company": company.id,
            "channel": channel.id,
            "start": start,
            "count": count,
            "people": PEOPLE,
            "stubs": stubs,
        },
    )


class Others(threading.Thread):
    """What others do meanwhile, each with the time it had to wait for us."""

    def __init__(self, company):
        super().__init__()
        self.company, self.over, self.waits = company, threading.Event(), {}
        self.error = ""

    def run(self):
        names = {
            "a message comes (person held FOR SHARE)": self.shares,
            "a status is noted on a message that stays": self.notes,
            "a person is changed": self.changes,
            "a hold is set": self.holds,
        }
        while not self.over.wait(0.02):
            for name, work in names.items():
                started = time.monotonic()
                try:
                    with sql_db.db_connect(env.cr.dbname).cursor() as cr:
                        work(cr)
                except psycopg2.Error as error:
                    self.error = type(error).__name__
                waited = (time.monotonic() - started) * 1000
                self.waits.setdefault(name, []).append(waited)

    def shares(self, cr):
        cr.execute(
            "SELECT id FROM wa_subject WHERE company_id = %s FOR SHARE",
            [self.company.id],
        )

    def notes(self, cr):
        cr.execute(
            "UPDATE wa_message SET read_at = now() WHERE id IN (SELECT id FROM wa_message"
            " WHERE company_id = %s AND retention_class = 'LK-03' AND retention_from > %s"
            " LIMIT 5)",
            [self.company.id, NOW - timedelta(days=30)],
        )

    def changes(self, cr):
        cr.execute(
            "UPDATE wa_subject SET write_date = now() WHERE uuid = %s",
            [f"bench-{random.randint(1, PEOPLE)}"],
        )

    def holds(self, cr):
        cr.execute(
            "INSERT INTO wa_hold"
            " (subject_id, company_id, basis, reference, norm, reason, until)"
            " SELECT id, company_id, 'claims', 'bench', 'bench', 'bench', '2000-01-01'"
            " FROM wa_subject WHERE uuid = 'bench-1'"
        )
        # what is measured is the wait; of one person nobody has holds by the thousand
        cr.rollback()


class Memory(threading.Thread):
    def __init__(self):
        super().__init__()
        self.over = threading.Event()
        self.before = self.highest = resident()

    def run(self):
        while not self.over.wait(0.02):
            self.highest = max(self.highest, resident())


def deletion(company):
    run = env["wa.retention.run"]._begin(company)
    env.cr.commit()
    others, memory = Others(company), Memory()
    others.start()
    memory.start()
    started = time.monotonic()
    run._take_turn()
    seconds = time.monotonic() - started
    for thread in (others, memory):
        thread.over.set()
        thread.join()
    done = deleted(run)
    assert not others.error, others.error
    # what others had in hand just then is left to the next run
    later = env["wa.retention.run"]._begin(company)
    later._take_turn()
    assert done + deleted(later) == DUE, (done, deleted(later))
    return {
        "rate": round(done / seconds),
        "memory": round((memory.highest - memory.before) / MB, 1),
        "waits": {k: round(max(v)) for k, v in others.waits.items()},
    }


def deleted(run):
    assert run.state == "done", (run.state, run.error)
    return sum(run.line_ids.filtered(lambda x: x.code == "LK-03").mapped("done"))


def dry_run(company):
    rules = env["wa.retention.rule"]
    draft = rules.new(
        {"company_id": company.id, "code": "LK-03", "count": 0, "unit": "days"}
    )
    started = time.monotonic()
    _now, then, _oldest, _held = draft._effect()
    seconds = time.monotonic() - started
    assert then == ROWS, then
    return round(seconds, 2)


def clean(company):
    run = env.cr.execute
    # without looking at each row's references: nothing refers to these
    run("SET LOCAL session_replication_role = replica")
    run("DELETE FROM wa_hold WHERE reference = 'bench'")
    run("DELETE FROM wa_message WHERE company_id = %s", [company.id])
    run("DELETE FROM mail_message WHERE subject = 'due'")
    run("DELETE FROM wa_conversation WHERE company_id = %s", [company.id])
    run("DELETE FROM wa_retention_key WHERE company_id = %s", [company.id])
    run("DELETE FROM wa_subject WHERE company_id = %s", [company.id])
    env.cr.commit()


company = world()
try:
    found = {"dry_run": dry_run(company), **deletion(company)}
finally:
    env.cr.rollback()
    clean(company)
print(json.dumps(found))
