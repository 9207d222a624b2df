"""What must hold for people with rights, whatever happens, looked at from outside: rows,
keys and files that are there or not, what the persons said, a calendar of its own.
"""

import itertools
import os

from hypothesis.stateful import RuleBasedStateMachine, invariant

from odoo import fields

from ..lib.privacy import erasure
from .legal_end import legal_end

ART_19 = "whatsapp_dsgvo.activity_type_recipients"
KEYS = ("content", "person", "evidence")
_people = itertools.count(10)


class Promises(RuleBasedStateMachine):
    """`case`: the Odoo test whose database and stand-in are used."""

    def __init__(self, case):
        super().__init__()
        self.case = case
        self.env = case.env
        self.sim = case.sim
        self.numbers = [f"+4915155503{next(_people):03d}" for _n in range(2)]
        self.said = {}  # {words: the person's UUID when they were heard}
        self.people = self.env["wa.subject"]
        self.erased = self.env["wa.subject"]
        self.jobs = self.env["wa.erasure"]
        self.files = {}  # {path on the disk: id of the message}
        self.holds = []  # [(wa.hold, {id of a message: its content by then})]

    # -- looking ---------------------------------------------------------------------

    def subject(self, who):
        return self.case.subject(self.numbers[who])

    def look(self):
        """Who and what there is to erase one day."""
        for who in range(len(self.numbers)):
            self.people |= self.subject(who)
        media = self.env["wa.media"].search([("subject_id", "in", self.people.ids)])
        for one in media.filtered("attachment_id"):
            path = one.attachment_id._full_path(one.attachment_id.store_fname)
            self.files[path] = one.message_id.id

    def messages(self, subjects):
        return self.env["wa.message"].search([("subject_id", "in", subjects.ids)])

    def texts(self, subjects):
        readable = self.messages(subjects).filtered("content_sealed")
        return [message._content().get("text") for message in readable]

    def requests(self):
        domain = [("subject_ids", "in", self.people.ids)]
        return self.env["wa.request"].search(domain)

    def at_work(self):
        return self.jobs.filtered(lambda job: job.state != erasure.DONE)

    def live_holds(self):
        today = fields.Datetime.now().date()
        return [
            (held, contents)
            for held, contents in self.holds
            if not held.released_at and held.until > today
        ]

    def was_held(self):
        """Ids of messages with a reason to outlive their person, at least for a while."""
        return {number for _held, contents in self.holds for number in contents}

    def open_tasks(self, tickets):
        return self.env["mail.activity"].search(
            [
                ("res_model", "=", "helpdesk.ticket"),
                ("res_id", "in", tickets.ids),
                ("activity_type_id", "=", self.env.ref(ART_19).id),
            ]
        )

    def state(self):
        """Rows a retention run may touch, and the holds it must not."""
        self.env.flush_all()
        company = [self.case.company.id]
        found = []
        for query in (
            "SELECT id, content_sealed, wamid_sealed, retention_class, retention_from"
            " FROM wa_message WHERE company_id = %s ORDER BY id",
            "SELECT id, attachment_id FROM wa_media WHERE company_id = %s ORDER BY id",
            "SELECT id, uuid, restricted FROM wa_subject WHERE company_id = %s"
            " ORDER BY id",
            "SELECT id, until, released_at FROM wa_hold WHERE company_id = %s"
            " ORDER BY id",
        ):
            self.env.cr.execute(query, company)
            rows = self.env.cr.fetchall()
            found.append([tuple(map(_plain, row)) for row in rows])
        return found

    # -- what must always hold -------------------------------------------------------

    @invariant()
    def of_an_erased_person_there_is_no_row(self):
        if self.erased:
            rows = self.case.rows_of(self.erased)
            assert not {"wa.identity", "wa.consent"} & rows.keys(), rows
            left = self.messages(self.erased)
            assert set(left.ids) <= self.was_held(), left.ids
            if not left:
                assert rows == {}, rows

    @invariant()
    def of_an_erased_person_there_is_no_key(self):
        store = self.env["wa.vault"]._vault().store
        for uuid in self.erased.mapped("uuid"):
            assert [klass for klass in KEYS if store.get(uuid, klass)] == [], uuid

    @invariant()
    def of_an_erased_person_there_is_no_file(self):
        there = {
            path
            for path in filter(os.path.exists, self.files)
            if self.files[path] not in self.was_held()
        }
        living = self.env["wa.media"].search(
            [("subject_id", "in", (self.people - self.erased).ids)]
        )
        known = {a._full_path(a.store_fname) for a in living.attachment_id}
        assert there <= known, there - known

    @invariant()
    def what_an_erased_person_said_does_not_come_back(self):
        living = set(self.texts(self.people - self.erased))
        gone = set(self.erased.mapped("uuid"))
        assert [
            t for t, uuid in self.said.items() if uuid in gone and t in living
        ] == []

    @invariant()
    def what_is_on_hold_is_there_and_readable(self):
        for held, contents in self.live_holds():
            for number, content in contents.items():
                row = self.env["wa.message"].browse(number).exists()
                assert row, (held.id, number)
                assert row._content() == content

    @invariant()
    def the_legal_end_is_that_of_another_calendar(self):
        for request in self.requests():
            at = request.received_at
            ends = (request.legal_date, request.extended_date)
            assert ends == (legal_end(at), legal_end(at, 3)), (at, ends)

    @invariant()
    def no_request_is_closed_while_a_colleague_has_copies(self):
        closed = self.requests().filtered(lambda r: r.state == "done")
        assert not self.open_tasks(closed.erasure_ids.ticket_ids)
        for request in closed.filtered(lambda r: r.kind == "erasure"):
            ended = request.erasure_ids.filtered("certificate")
            granted = request.decision not in ("none", "refused")
            assert bool(ended) == granted, (request.decision, request.erasure_ids)


def _plain(value):
    return bytes(value) if isinstance(value, memoryview) else value
