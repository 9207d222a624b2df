"""Reactions: no answer, no yes, no line of their own."""

from odoo.tests import tagged

from .amending import AmendCase, react
from .common import ERIKA
from .tools import change, text_message


@tagged("post_install", "-at_install")
class TestReactions(AmendCase):
    def _reactions(self, message=None):
        return self.body(message or self.first())["reactions"]

    def test_reaction_stands_on_its_message_encrypted(self):
        stubs = len(self.ticket.message_ids)
        mine = self.answer(self.ticket)
        self.work()
        self.sim.customer_reacts(ERIKA, mine._wamid(), "👍")
        self.work()
        self.assertEqual(self._reactions(mine), [{"emoji": "👍", "direction": "in"}])
        self.assertEqual(len(self.ticket.message_ids), stubs + 1)
        self.assertFalse(mine.mail_message_id.reaction_ids)
        self.assertNotIn("👍".encode(), self.sealed(self.messages(kind="reaction")))

    def test_reaction_waits_for_no_answer(self):
        mine = self.answer(self.ticket)
        self.work()
        self.sim.customer_reacts(ERIKA, mine._wamid(), "👍")
        self.work()
        self.assertFalse(self.ticket.whatsapp_unanswered_since)

    def test_another_reaction_replaces_the_first_and_can_be_taken_back(self):
        mine = self.answer(self.ticket)
        self.work()
        for emoji in ("👍", "❤️"):
            self.sim.customer_reacts(ERIKA, mine._wamid(), emoji)
            self.work()
        self.assertEqual([r["emoji"] for r in self._reactions(mine)], ["❤️"])
        self.sim.customer_reacts(ERIKA, mine._wamid(), "")
        self.work()
        self.assertEqual(self._reactions(mine), [])
        rows = self.messages(kind="reaction")
        self.assertEqual([m._content().get("emoji") for m in rows], [None, None, None])

    def test_later_reaction_wins_whatever_the_order(self):
        mine = self.answer(self.ticket)
        self.work()
        wamid = mine._wamid()
        newer = react(wamid, "❤️", "wamid.2")
        before = {"timestamp": str(int(newer["timestamp"]) - 9)}
        self.take(change(newer))
        self.take(change(react(wamid, "👎", "wamid.1") | before))
        self.assertEqual([r["emoji"] for r in self._reactions(mine)], ["❤️"])

    def test_reaction_to_an_unknown_message_is_a_line(self):
        self.take(change(react("wamid.unknown", "👍")))
        body = self.body(self.messages(kind="reaction"))
        self.assertIn("👍", body["placeholder"])

    def test_taking_back_a_reaction_to_an_unknown_message_is_a_whole_sentence(self):
        """Without a line in the ticket; who has not agreed is read in the triage."""
        self.take(change(react("wamid.unknown", "")))
        taken_back = self.messages(kind="reaction")
        self.assertFalse(taken_back.mail_message_id)
        self.assertIn("Took back a reaction", taken_back._readable()["placeholder"])

    def test_reaction_before_its_message(self):
        self.take(change(react("wamid.b", "👍")))
        self.take(change(text_message("wamid.b", "Hallo")))
        message = self.messages(kind="text", direction="in")[-1]
        self.assertEqual([r["emoji"] for r in self._reactions(message)], ["👍"])

    def test_reaction_after_a_stop_asks_nothing(self):
        self.write("STOP")
        receipt = self.received_by()[-1].id
        self.sim.customer_reacts(ERIKA, receipt, "👍")
        self.work()
        self.assertEqual(self.consent().state, "withdrawn")
        self.assertEqual(self.received_by()[-1].id, receipt)
