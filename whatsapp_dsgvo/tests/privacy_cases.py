"""One of each record that a data subject request leaves behind."""

from odoo import fields

from ..lib.ledger.chain import START
from ..models import guard


def make_case(env, subject):
    """An erasure that waits for the second person, a hold and tombstones, and one
    record of every register."""
    _registers(env, subject)
    request = env["wa.request"].create(
        {
            "kind": "erasure",
            "company_id": subject.company_id.id,
            "subject_ids": [(6, 0, subject.ids)],
        }
    )
    guard.admitted(env["wa.erasure"]).create(
        {
            "company_id": subject.company_id.id,
            "request_id": request.id,
            "subject_ids": [(6, 0, subject.ids)],
        }
    )
    hold(env, subject)
    subject.erased_at = fields.Datetime.now()
    env["wa.tombstone"]._set(subject)
    return request


def _registers(env, subject):
    company, now = subject.company_id, fields.Datetime.now()
    person = {"company_id": company.id, "pseudonym": subject.uuid}
    reading = {"at": now, "what": "file", "reader_index": "1:0"}
    env["wa.read.log"]._add({**person, **reading})
    env["wa.read.log.start"]._move(company, START)
    guard.admitted(env["wa.emergency"]).create(
        {
            **person,
            "user_id": env.uid,
            "ticket_number": "HT00001",
            "reason": "Meldung an die Aufsichtsbehörde",
            "started_at": now,
            "until": now,
        }
    )
    env["wa.document"]._generate("vvt", "de", company)
    for model, vals in (
        ("wa.processor", {"name": "Muster Hosting GmbH"}),
        ("wa.incident", {"title": "Laptop verloren"}),
    ):
        env[model].create({**vals, "company_id": company.id})
    env["wa.retention.rule"]._seed(company)
    env["wa.retention.run"]._begin(company)._count("LK-03", done=0)
    access = env["wa.request"]._receive(subject, "access", identity_level="1")
    draft = env["wa.export"]._make(access)
    draft._begin_fetch()
    env["wa.request.letter"]._propose(access, "receipt")
    guard.admitted(env["wa.export.line"]).create(
        {
            "export_id": draft.id,
            "message_id": subject.conversation_ids.message_ids[:1].id,
        }
    )


def hold(env, subject, messages=(), **values):
    """A legal hold on some messages, or on the whole person."""
    ids = [message.id for message in messages]
    return env["wa.hold"].create(
        {
            "subject_id": subject.id,
            "message_ids": [(6, 0, ids)],
            "reference": "RE/2026/0815",
            "norm": "§ 147 AO",
            "reason": "Beleg",
            "until": fields.Date.add(fields.Date.today(), months=11),
            **values,
        }
    )
