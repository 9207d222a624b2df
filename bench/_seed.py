"""For scripts in Odoo's shell: a database as full as after years.

Everybody's messages are plausible ciphertext, by SQL; one person is real, sealed with
keys of their own, with files on the disk.
"""

import contextlib
import random
import tempfile
import uuid
from datetime import timedelta

from odoo import fields

from odoo.addons.whatsapp_dsgvo.lib.keys import chunks
from odoo.addons.whatsapp_dsgvo.models import guard

from bench import _webhooks

PER_PERSON = 100
BATCH = 1000
WORDS = "Guten Tag, meine Rechnung Nr. 4711 stimmt nicht. Können Sie das bitte prüfen?"

PEOPLE = """
    INSERT INTO wa_subject (uuid, company_id, create_date)
    SELECT gen_random_uuid(), %(company)s, now() FROM generate_series(1, %(people)s)
    RETURNING id
"""
TALKS = """
    INSERT INTO wa_conversation (subject_id, channel_id, company_id, language)
    SELECT id, %(channel)s, %(company)s, 'de' FROM unnest(%(ids)s) id
    RETURNING id
"""
STUBS = """
    INSERT INTO mail_message (model, res_id, message_type, body, date, subject)
    SELECT 'helpdesk.ticket', %(ticket)s, 'whatsapp_message',
           '<p>Neue WhatsApp-Nachricht</p>', now(), 'bench'
      FROM generate_series(1, %(count)s)
    RETURNING id
"""
MESSAGES = """
    WITH talks AS (SELECT c.id, c.subject_id, row_number() OVER () - 1 AS place
                     FROM wa_conversation c WHERE c.id = ANY(%(talks)s)),
         stubs AS (SELECT id, row_number() OVER () AS place
                     FROM unnest(%(stubs)s) id)
    INSERT INTO wa_message (opaque_id, company_id, channel_id, conversation_id,
        subject_id, mail_message_id, direction, kind, state, event_at, retention_class,
        key_class, content_sealed, wamid_sealed, wamid_index)
    SELECT gen_random_uuid(), %(company)s, %(channel)s, t.id, t.subject_id, s.id, 'in',
           'text', 'done', now() - s.place * interval '1 minute', 'LK-03', 'content',
           convert_to(repeat(md5(s.id::text), 6), 'UTF8'),
           convert_to(md5(s.id::text), 'UTF8'), md5('w' || s.id) || md5('x' || s.id)
      FROM stubs s JOIN talks t ON t.place = s.place %% %(people)s
"""


INDEXES = """
    SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
      FROM pg_index i
     WHERE i.indrelid = ANY(%s::regclass[])
       AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)
"""


@contextlib.contextmanager
def many_rows(env, *tables):
    """Committed at once, several times as fast as row by row: no foreign key is looked
    up, and the tables' indexes are made anew afterwards."""
    run = env.cr.execute
    env.flush_all()
    env.cr.commit()
    run("SET LOCAL session_replication_role = replica")
    run("SET LOCAL maintenance_work_mem = '256MB'")
    run(INDEXES, [list(tables)])
    indexes = env.cr.fetchall()
    for name, _definition in indexes:
        run(f"DROP INDEX {name}")
    yield
    for _name, definition in indexes:
        run(definition)
    env.cr.commit()
    for table in tables:
        run(f"ANALYZE {table}")
    env.cr.commit()
    env.invalidate_all()


def others(env, count):
    """That many messages of other people, with their stubs."""
    with many_rows(env, "wa_message", "mail_message", "wa_subject", "wa_conversation"):
        _others(env, count)


def _others(env, count):
    channel = env["wa.channel"].search([], limit=1)
    facts = {"channel": channel.id, "company": channel.company_id.id, "ticket": 0}
    for start in range(0, count, 50_000):
        part = min(50_000, count - start)
        facts.update(people=max(part // PER_PERSON, 1), count=part)
        facts["ids"] = _ids(env, PEOPLE, facts)
        facts["talks"] = _ids(env, TALKS, facts)
        facts["stubs"] = _ids(env, STUBS, facts)
        env.cr.execute(MESSAGES, facts)


def _ids(env, query, facts):
    env.cr.execute(query, facts)
    return [row[0] for row in env.cr.fetchall()]


def hear(env, phone, text):
    """Somebody writes, and it is worked off; what we would answer counts as delivered."""
    app = env["wa.app"].search([], limit=1)
    env["wa.event"]._store_event(app.id, _webhooks.text(phone, text))
    while env["wa.event"]._process_pending():
        env.cr.commit()
    env.cr.execute(
        "UPDATE wa_message SET state = 'delivered', sent_at = queued_at "
        "WHERE state = 'queued'"
    )
    env.cr.commit()
    env.invalidate_all()


def person(env, messages, files=0, at_meta=()):
    """Somebody who has written, said yes, and then written that much; wa.subject.

    `at_meta`: Meta's IDs of the first of the files, which it still has.
    """
    phone = f"+49155{random.randrange(10**9):09d}"
    for text in (WORDS, "Ja, einverstanden"):
        hear(env, phone, text)
    known = env["wa.vault"]._index("phone", phone)
    subject = env["wa.identity"].search([("blind_index", "=", known)]).subject_id
    assert subject.conversation_ids.ticket_id, "no ticket"
    for start in range(0, messages, BATCH):
        _write(env, subject, min(BATCH, messages - start))
    _send(env, subject, files, at_meta)
    env.cr.commit()
    env.invalidate_all()
    return subject


def _write(env, subject, count):
    talk = subject.conversation_ids
    facts = {"ticket": talk.ticket_id.id, "count": count}
    stubs = _ids(env, STUBS, facts)
    rows, now = env["wa.message"], fields.Datetime.now()
    vals = []
    for number, stub in enumerate(stubs):
        opaque_id, content = str(uuid.uuid4()), {"text": f"{WORDS} {number}"}
        row = rows._row_vals(talk, opaque_id, content)
        row |= rows._wamid_vals(f"wamid.{opaque_id}", opaque_id, subject)
        row |= {"direction": "in", "kind": "text", "state": "done"}
        row |= {"event_at": now - timedelta(minutes=number), "mail_message_id": stub}
        vals.append({**row, "ticket_id": talk.ticket_id.id})
    guard.admitted(rows).create(vals)
    env.cr.commit()
    env.invalidate_all()


def _send(env, subject, count, at_meta):
    """Small files: what counts is how many there are."""
    rows, files = env["wa.media"], guard.admitted(env["ir.attachment"])
    messages = subject.conversation_ids.message_ids[:count]
    for number, message in enumerate(messages):
        name = str(uuid.uuid4())
        facts = {"name": f"Rechnung {number}.pdf", "mime_type": "application/pdf"}
        if number < len(at_meta):
            facts["media_id"] = at_meta[number]
        media = guard.admitted(rows).create(
            {
                "uuid": name,
                "company_id": subject.company_id.id,
                "subject_id": subject.id,
                "channel_id": message.channel_id.id,
                "message_id": message.id,
                "kind": "document",
                "facts_sealed": rows._seal_facts(name, subject, facts),
                "received_at": message.event_at,
                "state": "ready",
            }
        )
        key, aad = env["wa.vault"]._file_key(name, subject)
        with (
            tempfile.TemporaryFile() as clear,
            tempfile.TemporaryFile(dir=files._whatsapp_folder()) as sealed,
        ):
            clear.write(b"%PDF-1.4 " + random.randbytes(20_000))
            clear.seek(0)
            chunks.seal_stream(key, clear, sealed, aad)
            attachment = files._whatsapp_store(media, sealed)
        media._admitted_write({"attachment_id": attachment.id, "size": 20_009})
