"""Who read what is logged; a number in the clear needs a reason."""

from datetime import timedelta

import psycopg2

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.wa_read_log import KEPT_FOR
from .common import ERIKA
from .erasing import ErasureCase

REASON = "Meldung an die Aufsichtsbehörde, Frist heute"


@tagged("post_install", "-at_install")
class TestReading(ErasureCase):
    seen = ()

    def scene(self):
        super().scene()
        self.ticket, self.partner = self.person()
        self.seen = self.log().ids

    def log(self, **values):
        """What was read since the test began."""
        domain = [(name, "=", value) for name, value in values.items()]
        domain.append(("id", "not in", self.seen))
        return self.env["wa.read.log"].search(domain)

    def history(self, user):
        """As the web client opens a ticket's chatter."""
        self.authenticate(user.login, user.login)
        params = {"thread_model": "helpdesk.ticket", "thread_id": self.ticket.id}
        answer = self.url_open(
            "/mail/thread/messages", json={"jsonrpc": "2.0", "params": params}
        ).json()
        self.env.invalidate_all()
        return self.as_json(answer)

    # -- the log ---------------------------------------------------------------------

    def test_opening_a_ticket_is_one_entry_with_the_number_of_messages(self):
        text = self.history(self.agent)
        self.assertIn("Meine Rechnung stimmt nicht", text)
        entry = self.log(what="conversation")
        self.assertEqual(len(entry), 1)
        self.assertGreater(entry.count, 1)
        self.assertEqual(entry.pseudonym, self.subject().uuid)

    def test_who_may_not_read_leaves_no_entry(self):
        text = self.history(self.helpdesk_only)
        self.assertNotIn("Meine Rechnung stimmt nicht", text)
        self.assertFalse(self.log())

    def test_a_file_is_logged(self):
        media = self.env["wa.media"].search([("company_id", "=", self.company.id)])
        self.assertEqual(self.get(f"/whatsapp/media/{media.uuid}").status_code, 200)
        self.assertEqual(self.log(what="file").pseudonym, self.subject().uuid)

    def test_a_list_of_tickets_is_one_entry(self):
        self.agree(customer="+4915155500002", text="Noch eine Frage")
        tickets = self.env["helpdesk.ticket"].with_user(self.agent)
        rows = tickets.search_read([], ["whatsapp_last_line"])
        self.assertGreater(len(rows), 1)
        self.assertEqual(len(self.log(what="list")), 1)

    def test_the_log_names_nobody_and_says_nothing(self):
        self.history(self.agent)
        self.env.cr.execute("SELECT row_to_json(wa_read_log)::text FROM wa_read_log")
        rows = "".join(row[0] for row in self.env.cr.fetchall())
        for word in (self.agent.name, self.agent.login, "Rechnung", ERIKA[3:]):
            self.assertNotIn(word, rows)

    def test_nobody_changes_the_log(self):
        self.history(self.agent)
        for user in (self.dpo, self.it_admin):
            with self.assertRaises(AccessError):
                self.log().with_user(user).write({"count": 0})
        with self.assertRaises(AccessError):
            self.log().unlink()

    def refused(self, query, *values):
        with (
            self.subTest(query),
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(psycopg2.errors.RaiseException, "append-only"),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(query, values)

    def test_not_even_the_database_changes_it(self):
        self.history(self.agent)
        entry = self.log(what="conversation")
        one = " WHERE id = %s"
        self.refused("UPDATE wa_read_log SET count = 0" + one, entry.id)
        self.refused("UPDATE wa_read_log SET at = '2020-01-01'" + one, entry.id)
        self.refused("DELETE FROM wa_read_log" + one, entry.id)
        self.refused("TRUNCATE wa_read_log")
        entry.with_user(self.dpo).action_resolve()
        self.env.flush_all()
        self.refused("UPDATE wa_read_log SET asked_by_id = NULL" + one, entry.id)
        self.assertTrue(entry.exists())

    def test_after_six_months_it_goes_and_not_before(self):
        row = {"company_id": self.company.id, "what": "list", "reader_index": "1:0"}
        log, now = self.env["wa.read.log"], fields.Datetime.now()
        for age in (KEPT_FOR + timedelta(minutes=1), KEPT_FOR - timedelta(days=1)):
            log._add({**row, "at": now - age})
        old, young = self.log(reader_index="1:0").sorted("at")
        self.run_cron("cron_seal")
        log._gc_read_log()
        self.env.flush_all()
        self.assertFalse(old.exists())
        self.assertTrue(young.exists())

    # -- what is not at the desk -----------------------------------------------------

    def test_the_triage_is_logged_for_each_person(self):
        self.write("Ich kündige", "+4915155500490")
        self.write("Zum Monatsende", "+4915155500490")
        self.write("Und ich widerrufe", "+4915155500491")
        held = self.env["wa.message"].with_user(self.triage)
        held.search_read([("state", "=", "held")], ["triage_due_at"])
        self.assertFalse(self.log(what="triage"))
        held.search_read([("state", "=", "held")], ["triage_text", "triage_sender"])
        counts = {entry.pseudonym: entry.count for entry in self.log(what="triage")}
        uuids = [self.subject(f"+4915155500{n}").uuid for n in (490, 491)]
        self.assertEqual(counts, dict(zip(uuids, (2, 1), strict=True)))

    def test_a_locked_message_is_logged_when_the_coordination_reads_it(self):
        message = self.messages(direction="in")[-1]
        self.ticket.with_user(self.agent).whatsapp_lock(message.opaque_id, "other")
        self.env.invalidate_all()
        locked = self.env["wa.message"].with_user(self.coordinator)
        locked.search_read([("locked_at", "!=", False)], ["lock_reason"])
        self.assertFalse(self.log(what="locked"))
        locked.search_read([("locked_at", "!=", False)], ["locked_text"])
        entry = self.log(what="locked")
        self.assertEqual((entry.count, entry.pseudonym), (1, self.subject().uuid))

    # -- the name behind a code ------------------------------------------------------

    def test_officer_and_coordination_together_see_the_name(self):
        self.history(self.agent)
        entry = self.log(what="conversation")
        entry.with_user(self.dpo).action_resolve()
        self.assertFalse(entry.resolved_user_id)
        entry.with_user(self.coordinator).action_resolve()
        self.assertEqual(entry.resolved_user_id, self.agent)

    def test_one_person_alone_does_not(self):
        self.history(self.agent)
        entry = self.log(what="conversation")
        with self.assertRaises(AccessError):
            entry.with_user(self.coordinator).action_resolve()
        entry.with_user(self.dpo).action_resolve()
        with self.assertRaises(UserError):
            entry.with_user(self.dpo).action_resolve()
        self.assertFalse(entry.resolved_user_id)

    # -- the contact's buttons -------------------------------------------------------

    def test_the_number_is_shown_with_a_reason_and_logged(self):
        identity = self.partner.with_user(self.agent).whatsapp_identity_ids[:1]
        action = identity.action_show_number()
        form = self.env[action["res_model"]].with_user(self.agent)
        asked = form.with_context(**action["context"]).create({"reason": "call"})
        self.assertEqual(asked.action_show()["params"]["message"], ERIKA)
        entry = self.log(what="number")
        self.assertEqual((entry.reason, entry.count), ("call", 1))

    def test_history_and_readers_are_this_person_s(self):
        self.history(self.agent)
        partner = self.partner.with_user(self.dpo)
        for action in (
            partner.action_whatsapp_history,
            partner.action_whatsapp_readers,
        ):
            opened = action()
            rows = self.env[opened["res_model"]].with_user(self.dpo)
            found = rows.search(opened["domain"])
            self.assertTrue(found)
            self.assertEqual(set(found.mapped("pseudonym")), {self.subject().uuid})
