"""Meta mixes the order: a quote may be here before the message it quotes."""

from odoo.tests import tagged

from .amending import AmendCase
from .common import ERIKA, MAX
from .tools import change, text_message, webhook


def quoting(target, wamid="wamid.answer", customer=ERIKA, words="Dazu noch etwas"):
    return {**text_message(wamid, words, customer), "context": {"id": target}}


@tagged("post_install", "-at_install")
class TestQuotes(AmendCase):
    def newest(self, number=1):
        return self.messages(direction="in").sorted("id")[-number]

    def test_it_is_linked_when_the_quoted_one_comes(self):
        self.take(change(quoting("wamid.first")))
        answer = self.newest()
        self.assertFalse(self.body(answer)["quoted"])
        self.take(change(text_message("wamid.first", "Die Frage")))
        self.assertEqual(self.body(answer)["quoted"]["text"], "Die Frage")
        self.assertFalse(answer.quoted_index)

    def test_meanwhile_only_the_keyed_hash_is_stored(self):
        self.take(change(quoting("wamid.first")))
        answer = self.newest()
        index = self.env["wa.vault"]._index("wamid", "wamid.first")
        self.assertEqual(answer.quoted_index, index)
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT m::text FROM wa_message AS m WHERE id = %s", [answer.id]
        )
        self.assertNotIn("wamid.first", self.env.cr.fetchone()[0])

    def test_it_is_linked_when_both_are_worked_off_together(self):
        """A quote is never stored together with others, so they come in this order."""
        self.post(webhook(change(quoting("wamid.first"))))
        self.post(webhook(change(quoting("wamid.older", "wamid.first"))))
        self.run_cron("cron_process_events")
        self.assertEqual(self.newest(2).quoted_id, self.newest())

    def test_before_the_yes_it_is_linked_too(self):
        self.take(change(quoting("wamid.first", customer=MAX)))
        [answer] = self.messages(MAX, direction="in")
        self.take(change(text_message("wamid.first", "Die Frage", MAX)))
        self.assertEqual(answer.quoted_id._content()["text"], "Die Frage")
        self.assertEqual((answer | answer.quoted_id).mapped("state"), ["held"] * 2)

    def test_our_own_message_may_be_quoted_before_the_api_has_answered(self):
        self.sim.hold_webhooks()
        mine = self.answer(self.ticket)._claim_to_send()
        opaque_id, client, payload = mine._job()
        result = client.send(payload)
        self.take(change(quoting(result.wamid)))
        answer = self.newest()
        self.assertFalse(answer.quoted_id)
        mine._note_outcomes([(opaque_id, result)])
        self.assertEqual(answer.quoted_id, mine)

    def test_the_same_if_that_answer_is_lost_and_only_a_status_tells_the_id(self):
        self.sim.hold_webhooks()
        self.sim.add_fault("cut_after", times=1)
        mine = self.answer(self.ticket)
        self.run_cron("cron_send_messages")
        self.assertEqual(mine.state, "uncertain")
        self.take(change(quoting(self.received_by()[-1].id)))
        answer = self.newest()
        self.assertFalse(answer.quoted_id)
        self.sim.release_webhooks()
        self.work()
        self.assertEqual(answer.quoted_id, mine)

    def test_what_two_workers_missed_of_each_other_is_linked_by_the_next_status(self):
        """One notes the id of our message while the other looks for it in vain."""
        self.sim.hold_webhooks()
        mine = self.answer(self.ticket)._claim_to_send()
        _opaque_id, client, payload = mine._job()
        wamid = client.send(payload).wamid
        self.take(change(quoting(wamid)))
        known = mine._wamid_vals(wamid, mine.opaque_id, mine.subject_id)
        mine._admitted_write({"state": "sent", **known})
        self.assertFalse(self.newest().quoted_id)
        self.sim.release_webhooks()
        self.work()
        self.assertEqual(mine.state, "delivered")
        self.assertEqual(self.newest().quoted_id, mine)

    def test_a_message_of_somebody_else_is_never_linked(self):
        self.take(change(quoting("wamid.first")))
        answer = self.newest()
        self.take(change(text_message("wamid.first", "Geheim", MAX)))
        self.assertFalse(answer.quoted_id)

    def test_a_quote_that_never_comes_holds_up_no_batch(self):
        self.take(change(quoting("wamid.never")))
        talk = self.conversation()
        self.assertFalse(talk._concerned_elsewhere())
