"""Reactions, buttons, lists and places of agents: from the ticket to the phone."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .amending import AmendCase
from .common import ERIKA

BUTTONS = ["Passt", "Lieber später"]


@tagged("post_install", "-at_install")
class TestOutgoingKinds(AmendCase):
    def scene(self):
        super().scene()
        self.desk = self.ticket.with_user(self.agent)

    def _react(self, emoji="👍"):
        message = self.desk.whatsapp_react(self.first().opaque_id, emoji).sudo()
        self.work()
        return message

    def _shown(self):
        return self.body(self.first())["reactions"]

    # -- reactions -------------------------------------------------------------------

    def test_reaction_stands_on_the_customers_message_on_both_sides(self):
        stubs = len(self.ticket.message_ids)
        waiting = self.ticket.whatsapp_unanswered_since
        message = self._react()
        sent = self.received_by()[-1]
        self.assertEqual(sent.payload["reaction"]["emoji"], "👍")
        self.assertEqual(self._shown(), [{"emoji": "👍", "direction": "out"}])
        self.assertEqual(len(self.ticket.message_ids), stubs, "no line of its own")
        self.assertEqual(self.ticket.whatsapp_unanswered_since, waiting)
        self.assertTrue(message.basis_entry_id)
        self.assertNotIn("👍".encode(), self.sealed(message))

    def test_another_one_replaces_it_and_it_can_be_taken_back(self):
        first = self._react()
        self._react("❤️")
        self.assertEqual(self._shown(), [{"emoji": "❤️", "direction": "out"}])
        self.assertFalse(first._content(), "the replaced one is shredded")
        self._react("")
        self.assertEqual(self._shown(), [])
        self.assertEqual(self.received_by()[-1].payload["reaction"]["emoji"], "")

    def test_refused_reaction_is_not_shown(self):
        self.sim.add_fault("failed_status", code=131009)
        self.assertEqual(self._react().state, "failed")
        self.assertEqual(self._shown(), [])

    def test_no_reaction_to_old_own_or_foreign_messages(self):
        mine = self.answer(self.ticket)
        self.work()
        for opaque_id in (mine.opaque_id, "unknown"):
            with self.assertRaises(UserError):
                self.desk.whatsapp_react(opaque_id, "👍")
        with self.assertRaises(UserError):
            self.desk.whatsapp_react(self.first().opaque_id, "prima")

    # -- choices ---------------------------------------------------------------------

    def test_buttons_reach_the_phone_and_the_tap_comes_back_with_its_title(self):
        message = self.desk.whatsapp_send_buttons("Passt Dienstag?", BUTTONS).sudo()
        self.assertEqual(self.body(message)["choices"], BUTTONS)
        self.assertFalse(self.ticket.whatsapp_unanswered_since)
        self.work()
        self.assertEqual(message.state, "delivered")
        self.tap(1)
        tapped = self.messages(direction="in", kind="interactive")[-1]
        body = self.body(tapped)
        self.assertEqual(body["text"], "Lieber später")
        self.assertEqual(body["quoted"]["text"], "Passt Dienstag?")
        self.assertEqual(tapped.ticket_id, self.ticket)

    def test_list_reaches_the_phone_and_the_row_comes_back(self):
        rows = [["Rechnung", "Fragen zu einer Rechnung"], ["Technik"]]
        message = self.desk.whatsapp_send_list("Worum geht es?", "Auswählen", rows)
        self.assertEqual(self.body(message.sudo())["choices"], ["Rechnung", "Technik"])
        self.work()
        self.tap(0)
        body = self.body(self.messages(direction="in", kind="interactive")[-1])
        self.assertEqual(body["text"], "Rechnung")
        self.assertEqual(body["detail"], "Fragen zu einer Rechnung")

    def test_button_that_would_count_as_stop_is_refused(self):
        with self.assertRaisesRegex(UserError, "STOP"):
            self.desk.whatsapp_send_buttons("Und nun?", ["Stornieren", "Behalten"])

    def test_what_meta_would_refuse_is_refused_with_a_sentence(self):
        for titles in ([], list("abcd"), ["a", "a"], ["a" * 21]):
            with self.subTest(titles), self.assertRaises(UserError):
                self.desk.whatsapp_send_buttons("Passt das?", titles)
        self.assertFalse(self.messages(direction="out", state="queued"))

    def test_failed_buttons_are_sent_again_as_buttons(self):
        self.sim.add_fault("failed_status", code=131026)
        message = self.desk.whatsapp_send_buttons("Passt Dienstag?", BUTTONS).sudo()
        self.work()
        self.assertEqual(message.state, "failed")
        self.desk.whatsapp_retry(message.opaque_id)
        self.work()
        self.assertEqual(self.received_by()[-1].type, "interactive")

    def test_half_an_emoji_stops_no_answer(self):
        """As an editor leaves it that cuts a text in the middle of one."""
        self.answer(self.ticket, "Gern \ud83d")
        self.work()
        self.assertEqual(self.free_texts()[-1], "Gern \ufffd")

    # -- places ----------------------------------------------------------------------

    def test_place_reaches_the_phone_and_shows_in_the_bubble(self):
        quoted = self.first()
        message = self.desk.whatsapp_send_location(
            "52,52", "13,405", "Laden", "Beispielstraße 1", reply_to_id=quoted.opaque_id
        ).sudo()
        self.assertEqual(self.body(message)["location"]["name"], "Laden")
        self.work()
        sent = self.received_by()[-1]
        self.assertEqual(sent.payload["location"]["latitude"], "52.52")
        self.assertEqual(sent.context, quoted._wamid())

    # -- may I, and if not, why ------------------------------------------------------

    def _codes(self):
        kinds = ("text", "image", "reaction", "interactive", "location", "poll")
        answers = [self.desk.whatsapp_may_send(kind) for kind in kinds]
        self.assertTrue(all(a["text"] for a in answers if not a["ok"]))
        return [answer["code"] for answer in answers]

    def test_everything_may_go_while_the_window_is_open(self):
        self.assertEqual(self._codes(), [""] * 5 + ["not_offered"])

    def test_only_text_and_files_can_wait_for_the_window(self):
        self.channel.action_set_up_template()
        self.later(hours=25)
        self.assertEqual(
            self._codes(), ["ask"] * 2 + ["cant_wait"] * 3 + ["not_offered"]
        )
        with self.assertRaisesRegex(UserError, "24 hours"):
            self.desk.whatsapp_send_buttons("Passt Dienstag?", BUTTONS)

    def test_window_that_shuts_meanwhile_cancels_what_cannot_wait(self):
        message = self.desk.whatsapp_send_buttons("Passt Dienstag?", BUTTONS).sudo()
        self.later(hours=25)
        self.work()
        self.assertEqual(
            (message.state, message.cancel_reason), ("cancelled", "window_closed")
        )

    def test_stop_and_restriction_stop_every_kind(self):
        self.subject().restricted = True
        self.assertEqual(self._codes(), ["restricted"] * 5 + ["not_offered"])
        self.subject().restricted = False
        self.write("STOP")
        self.assertEqual(self._codes(), ["withdrawn"] * 5 + ["not_offered"])
        with self.assertRaises(UserError):
            self.desk.whatsapp_react(self.first().opaque_id, "👍")

    def test_others_may_send_none_of_it(self):
        stranger = self.ticket.with_user(self.helpdesk_only)
        for send in (
            lambda: stranger.whatsapp_may_send("location"),
            lambda: stranger.whatsapp_react(self.first().opaque_id, "👍"),
            lambda: stranger.whatsapp_send_buttons("Hallo", ["a"]),
            lambda: stranger.whatsapp_send_list("Hallo", "b", [["a"]]),
            lambda: stranger.whatsapp_send_location(52, 13),
        ):
            with self.assertRaises(AccessError):
                send()

    def test_ticket_of_another_conversation_lends_no_message(self):
        other = self.agree("Hallo", "+4915155500010")
        foreign = self.messages("+4915155500010", direction="in")[0]
        self.assertEqual(foreign.ticket_id, other)
        with self.assertRaises(UserError):
            self.desk.whatsapp_react(foreign.opaque_id, "👍")
        self.assertFalse(self.received_by(ERIKA)[-1].type == "reaction")
