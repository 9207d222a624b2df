"""Customers change and delete earlier messages."""

from odoo.tests import tagged

from .amending import AmendCase, edit, revoke
from .tools import ToolCase, change, text_message

SECRET = "Mein Passwort ist Rosenkohl"


@tagged("post_install", "-at_install")
class TestRevoke(AmendCase):
    def scene(self):
        super().scene()
        self.take(change(text_message("wamid.a", SECRET)))
        self.message = self.messages(direction="in")[-1]

    def test_deleted_text_is_gone_from_the_row_and_a_trace_stays(self):
        self.take(change(revoke("wamid.a")))
        self.assertIsNone(self.sealed(self.message))
        body = self.body(self.message)
        self.assertEqual((body["kind"], body["text"]), ("revoked", ""))
        self.assertIn("deleted", body["placeholder"])
        self.assertTrue(body["times"]["revoked"])

    def test_deletion_is_no_message_of_its_own(self):
        stubs = self.ticket.message_ids
        self.answer(self.ticket)
        self.take(change(revoke("wamid.a")))
        self.assertFalse(self.ticket.whatsapp_unanswered_since)
        self.assertEqual(len(self.ticket.message_ids - stubs), 1)

    def test_deleted_before_it_arrived(self):
        self.take(change(revoke("wamid.b")), change(text_message("wamid.b", SECRET)))
        self.take(change(revoke("wamid.c", "wamid.r2")))
        self.take(change(text_message("wamid.c", SECRET)))
        self.take(change(revoke("wamid.a", "wamid.r3")))
        self.assertNotIn("Rosenkohl", self.texts_now())

    def test_redelivered_message_stays_deleted(self):
        self.take(change(revoke("wamid.a")))
        self.take(change(text_message("wamid.a", SECRET), contacts=[]))
        self.assertNotIn("Rosenkohl", self.texts_now())

    def test_somebody_else_can_not_delete_it(self):
        other = revoke("wamid.a") | {"from": "4915155500055"}
        self.take(change(other))
        self.assertEqual(self.message._content()["text"], SECRET)

    def test_our_own_message_can_not_be_deleted_by_the_customer(self):
        mine = self.answer(self.ticket)
        self.work()
        self.take(change(revoke(mine._wamid())))
        self.assertTrue(self.sealed(mine))

    def test_business_letter_is_kept_and_the_deletion_told(self):
        self.ticket.with_user(self.agent).action_whatsapp_keep()
        self.take(change(revoke("wamid.a")))
        body = self.body(self.message)
        self.assertEqual((body["kind"], body["text"]), ("text", SECRET))
        self.assertTrue(body["times"]["revoked"])

    def test_stop_counts_although_it_was_deleted(self):
        self.take(change(revoke("wamid.s")))
        self.take(change(text_message("wamid.s", "STOP")))
        self.assertEqual(self.consent().state, "withdrawn")

    def test_quote_of_a_deleted_message_does_not_bring_it_back(self):
        self.write("Das hier", quote="wamid.a")
        self.take(change(revoke("wamid.a")))
        self.assertNotIn(
            "Rosenkohl", self.as_json(self.body(self.messages(kind="text")[-1]))
        )


@tagged("post_install", "-at_install")
class TestEdit(AmendCase):
    def scene(self):
        super().scene()
        self.take(change(text_message("wamid.a", SECRET)))
        self.message = self.messages(direction="in")[-1]

    def test_new_text_replaces_the_old_one(self):
        before = self.sealed(self.message)
        self.take(change(edit("wamid.a", "Mein Passwort fehlt")))
        self.assertNotEqual(self.sealed(self.message), before)
        body = self.body(self.message)
        self.assertEqual(body["text"], "Mein Passwort fehlt")
        self.assertTrue(body["times"]["edited"])
        self.assertNotIn("Rosenkohl", self.texts_now())

    def test_change_is_no_second_bubble_but_waits_for_an_answer(self):
        self.answer(self.ticket)
        stubs = len(self.ticket.message_ids)
        self.take(change(edit("wamid.a", "Doch etwas anderes")))
        self.assertEqual(len(self.ticket.message_ids), stubs)
        self.assertTrue(self.ticket.whatsapp_unanswered_since)

    def test_whoever_was_told_of_the_message_is_told_of_its_change(self):
        self.ticket.user_id = self.agent
        self.take(change(text_message("wamid.b", SECRET)))
        stub = self.messages(direction="in")[-1].mail_message_id.sudo()
        stub.notification_ids.is_read = True
        self.take(change(edit("wamid.b", "Neu")))
        self.assertFalse(self.events(state="new"))
        told = stub.notification_ids
        self.assertEqual(told.res_partner_id, self.agent.partner_id)
        self.assertFalse(told.is_read)

    def test_changed_before_it_arrived(self):
        self.take(change(edit("wamid.b", "Neu")))
        self.take(change(text_message("wamid.b", SECRET)))
        self.take(change(edit("wamid.a", "Auch neu", "wamid.e2")))
        self.assertNotIn("Rosenkohl", self.texts_now())
        target = self.messages(direction="in", kind="text")[-1]
        self.assertEqual(self.body(target)["text"], "Neu")

    def test_change_and_message_in_one_webhook(self):
        self.take(change(edit("wamid.b", "Neu"), text_message("wamid.b", SECRET)))
        bodies = [m for m in self.messages(direction="in") if m.mail_message_id]
        self.assertEqual(self.body(bodies[-1])["text"], "Neu")

    def test_change_without_a_new_content_stops_nothing(self):
        change = {"original_message_id": "wamid.first", "message": 5}
        self.send("edit", change, "wamid.odd")
        self.assertFalse(self.env["wa.event"].search([("state", "!=", "done")]))

    def test_change_of_an_unknown_message_is_shown_as_it_is(self):
        self.take(change(edit("wamid.unknown", "Neuer Text")))
        self.assertEqual(self.body(self.messages()[-1])["text"], "Neuer Text")

    def test_deleted_after_a_change(self):
        self.take(change(edit("wamid.a", "Neu")))
        self.take(change(revoke("wamid.a")))
        self.take(change(edit("wamid.a", "Spät", "wamid.e2")))
        self.assertEqual(self.body(self.message)["kind"], "revoked")

    def test_changed_to_stop_is_a_stop(self):
        self.take(change(edit("wamid.a", "STOP")))
        self.assertEqual(self.consent().state, "withdrawn")

    def test_business_letter_keeps_its_old_text_too(self):
        self.ticket.with_user(self.agent).action_whatsapp_keep()
        self.take(change(edit("wamid.a", "Neu")))
        body = self.body(self.message)
        self.assertEqual((body["text"], body["before"]), ("Neu", SECRET))


@tagged("post_install", "-at_install")
class TestAmendHeld(ToolCase):
    """Before the yes."""

    def scene(self):
        super().scene()
        self.wamid = self.write(SECRET)
        self.held = self.messages(state="held").with_user(self.triage)

    def test_deleted_while_held(self):
        self.take(change(revoke(self.wamid)))
        self.assertIn("deleted", self.held.triage_text)
        self.assertFalse(self.held.sudo().content_sealed)
        self.tap()
        self.assertFalse(self.conversation().ticket_id)

    def test_changed_while_held_is_sorted_and_looked_at_again(self):
        self.held.action_triage_nothing()
        self.take(change(edit(self.wamid, "Hiermit kündige ich")))
        self.assertEqual(self.held.triage_text, "Hiermit kündige ich")
        self.assertEqual(self.held.triage_label, "legal")
        self.assertFalse(self.held.triage_decision)
        self.assertEqual(len(self.messages(state="held")), 1)

    def test_a_change_without_words_of_an_unknown_message_leaves_the_list_readable(
        self,
    ):
        picture = {"id": "4711", "mime_type": "image/png", "sha256": "x"}
        inner = {"type": "image", "image": picture}
        for number, content in enumerate((inner, 5)):
            known = text_message(f"wamid.odd{number}", "", type="edit")
            change_ = {"original_message_id": "wamid.unknown", "message": content}
            self.take(change({**known, "edit": change_}))
        self.env.invalidate_all()
        held = self.held.with_context(lang="en_US").search([("state", "=", "held")])
        lines = sorted(held.mapped("triage_text"))
        self.assertEqual(lines, sorted([SECRET, "Changed message", "Changed message"]))

    def test_changes_are_no_lines_of_their_own_after_the_yes(self):
        self.take(change(edit(self.wamid, "Neu")))
        self.tap()
        shown = self.messages(direction="in").filtered("mail_message_id")
        self.assertEqual(set(shown.mapped("kind")), {"text", "interactive"})
