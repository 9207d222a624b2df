"""How long a run holds up others: what is locked when, and for how many rows."""

from itertools import count
from types import SimpleNamespace
from unittest.mock import patch
from uuid import uuid4

from odoo.tests import tagged
from odoo.tools import SQL

from ..models import wa_retention_run, wa_retention_work
from .media_tools import PDF, MediaCase
from .retention_tools import RetentionCase


def noting(seen, model, name):
    """The method, which writes down that it was called."""
    method = getattr(model, name)

    def noted(this, *args):
        seen.append(name)
        return method(this, *args)

    return noted


@tagged("post_install", "-at_install")
class TestRetentionBatches(RetentionCase, MediaCase):
    def test_paused_it_lets_go_of_the_holds_before_it_takes_stock(self):
        """A million messages are counted then, and nobody has to wait for that."""
        run, seen = type(self.env["wa.retention.run"]), []
        for name in ("_wait_for_holds", "_commit", "_take_stock"):
            self.enterContext(patch.object(run, name, noting(seen, run, name)))
        commit = run._commit

        def then_paused(this, *args):
            this.company_id.whatsapp_retention_paused_at = this.started_at
            return commit(this, *args)

        with patch.object(run, "_commit", then_paused):
            self.delete_due()
        stock = seen.index("_take_stock")
        self.assertIn("_wait_for_holds", seen[:stock])
        self.assertEqual(seen[stock - 1], "_commit")

    def test_a_slow_key_store_is_asked_once_for_many_people(self):
        """It writes itself anew each time, however few of them there are."""
        people = [str(uuid4()) for _person in range(100)]
        self.env["wa.retention.key"]._look_at(self.company, people)
        store, asked = type(self.env["wa.vault"]._vault().store), []
        forget, slow = store.forget, SimpleNamespace(monotonic=count().__next__)

        def noted_forget(this, pairs):
            asked.append(pairs)
            return forget(this, pairs)

        with (
            patch.object(store, "forget", noted_forget),
            patch.object(wa_retention_run, "time", slow),
        ):
            self.delete_due()
        (pairs,) = asked
        self.assertEqual({person for person, _class in pairs}, set(people))

    def test_many_files_make_small_batches(self):
        ticket = self.agree()
        for _file in range(3):
            self.receive(PDF)
        self.decide(ticket, "no")
        self.close(ticket)
        self.later(days=200)
        run, files = type(self.env["wa.retention.run"]), []
        delete = run._delete_due

        def counting(this, code, ids):
            paths = delete(this, code, ids)
            files.append(len(paths))
            return paths

        with (
            patch.object(run, "_delete_due", counting),
            patch.object(wa_retention_work, "MOST_FILES", 1),
        ):
            self.delete_due()
        self.assertEqual((max(files), sum(files)), (1, 3))
        self.assertFalse(self.of_ticket(ticket))

    def test_holds_wait_only_once_somebody_was_found(self):
        """Looking may read everybody; and what was found is asked for anew."""
        self.write("Hallo, sind Sie da?")
        held, person = self.messages(state="held"), self.subject()
        held.with_user(self.triage).action_triage_nothing()
        self.later(days=8)
        self.env["wa.conversation"]._expire_consents()
        run, seen = type(self.env["wa.retention.run"]), []
        cursor, forget = type(self.env.cr), run._forget_people
        execute = cursor.execute

        def noted(cr, query, *args, **kwargs):
            seen.append(query.code if isinstance(query, SQL) else str(query))
            return execute(cr, query, *args, **kwargs)

        def forgotten(this, rows, code):
            seen.append(f"forget {len(rows)}")
            return forget(this, rows, code)

        with (
            patch.object(cursor, "execute", noted),
            patch.object(run, "_forget_people", forgotten),
        ):
            self.delete_due()
        self.assertFalse(person.exists())
        claim = seen.index("forget 1") - 1
        self.assertIn("FOR UPDATE OF s SKIP LOCKED", seen[claim])
        self.assertIn("LOCK TABLE wa_hold", seen[claim - 1])
        looked = max(i for i in range(claim) if "LIMIT" in seen[i])
        self.assertNotIn("FOR UPDATE", seen[looked])
