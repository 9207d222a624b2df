"""Art. 18: whose processing is restricted is in no list, search, export or report."""

from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .common import ERIKA
from .tools import ToolCase

WORDS = "Meine Rechnung stimmt nicht"
COLUMNS = ("whatsapp_name", "whatsapp_masked_number", "whatsapp_last_line")


@tagged("post_install", "-at_install")
class TestRestriction(ToolCase):
    def scene(self):
        super().scene()
        self.ticket = self.agree(WORDS)
        self.mine = self.ticket.with_user(self.agent)

    def restrict(self, restricted=True):
        self.subject().restricted = restricted
        self.env.invalidate_all()

    def test_the_list_of_tickets_shows_neither_name_nor_number_nor_line(self):
        wanted = {name: {} for name in COLUMNS}
        domain = [("id", "=", self.ticket.id)]
        (before,) = self.mine.web_search_read(domain, wanted)["records"]
        self.assertTrue(all(before[name] for name in COLUMNS))
        self.restrict()
        (row,) = self.mine.web_search_read(domain, wanted)["records"]
        self.assertFalse(any(row[name] for name in COLUMNS))

    def test_an_export_of_tickets_has_nothing_of_them(self):
        self.agent.group_ids += self.env.ref("base.group_allow_export")
        self.restrict()
        rows = self.mine.export_data([*COLUMNS, "name", "description"])["datas"]
        told = self.as_json(rows)
        for word in ("Erika", "0001", "Rechnung"):
            self.assertNotIn(word, told)

    def test_nobody_is_asked_how_long_they_are_kept(self):
        self.close(self.ticket)
        action = self.env.ref("whatsapp_dsgvo.helpdesk_ticket_action_undecided")
        domain = safe_eval(action.domain)
        self.assertIn(self.ticket, self.mine.search(domain))
        self.assertTrue(self.mine.whatsapp_readable)
        self.restrict()
        self.assertNotIn(self.ticket, self.mine.search(domain))
        self.assertFalse(self.mine.whatsapp_readable)

    def test_search_finds_them_as_little_as_a_stranger(self):
        tickets = self.env["helpdesk.ticket"].with_user(self.agent)
        self.assertTrue(tickets.whatsapp_find_number(ERIKA)["action"])
        self.restrict()
        unknown = tickets.whatsapp_find_number("+4915155599999")
        self.assertEqual(tickets.whatsapp_find_number(ERIKA), unknown)

    def test_what_was_queued_before_does_not_go_out(self):
        self.answer(self.ticket, "Noch vor der Sperre")
        self.restrict()
        self.work()
        self.assertNotIn("Noch vor der Sperre", self.free_texts())
        sent = self.messages(direction="out", exception_code=False)
        self.assertEqual(set(sent.mapped("state")), {"cancelled"})

    def test_lifted_everything_is_there_again(self):
        self.restrict()
        self.restrict(False)
        self.assertTrue(self.mine.whatsapp_name)
        self.assertIn("Rechnung", self.mine.whatsapp_last_line)
