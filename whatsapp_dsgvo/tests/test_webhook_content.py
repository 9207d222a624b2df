"""Signed webhooks with contents nobody wants, or nobody understands."""

import json

from odoo.tests import tagged

from .common import ERIKA
from .tools import ToolCase, change, signed, text_message

FOREIGN = "999999999999999"
UGLY = '<img src=x onerror="alert(1)">\u202eetnaf\nPaula'


@tagged("post_install", "-at_install")
class TestStrangeContent(ToolCase):
    def _placeholders(self):
        return [m._readable()["placeholder"] for m in self.messages(direction="in")]

    def test_broken_json_is_accepted_and_parked(self):
        self.assertEqual(self.post(b'{"object": ').status_code, 200)
        self.assertEqual(self.events().state, "parked")

    def test_broken_json_again_changes_nothing(self):
        for _time in range(2):
            self.assertEqual(self.post(b'{"object": ').status_code, 200)
        self.assertEqual(len(self.events()), 1)

    def test_foreign_number_is_parked_and_stored_for_nobody(self):
        self.take(change(text_message("wamid.f", "fremd"), number_id=FOREIGN))
        self.assertFalse(self.subject())
        self.assertEqual(self.events(state="parked").error, "foreign phone number id")

    def test_foreign_number_does_not_stop_the_others_of_the_batch(self):
        self.take(
            change(text_message("wamid.f", "fremd"), number_id=FOREIGN),
            change(text_message("wamid.h", "unsere")),
        )
        self.assertEqual(self.texts(), ["unsere"])
        self.assertEqual(len(self.events(state="parked")), 1)

    def test_number_of_another_company_is_not_served_by_our_app(self):
        other = self.env["res.company"].create({"name": "Andere Muster GmbH"})
        team = self.env["helpdesk.ticket.team"].create(
            {"name": "Andere", "company_id": other.id, "alias_name": "andere-test"}
        )
        app = self.env["wa.app"].create({"name": "Andere", "company_id": other.id})
        self.env["wa.channel"].create(
            {
                "name": "Andere",
                "company_id": other.id,
                "app_id": app.id,
                "team_id": team.id,
                "phone_number_id": FOREIGN,
            }
        )
        self.take(change(text_message("wamid.f", "fremd"), number_id=FOREIGN))
        subjects = self.env["wa.subject"].search([("company_id", "=", other.id)])
        self.assertFalse(subjects)
        self.assertEqual(self.events(state="parked").error, "foreign phone number id")

    def test_unknown_field_is_parked(self):
        self.take(change(field="telepathy", thought="blue"))
        self.assertEqual(self.events(state="parked").error, "unknown kind of event")

    def test_unknown_type_of_message_is_kept_as_a_placeholder(self):
        self.take(
            change(
                {
                    "from": ERIKA.lstrip("+"),
                    "id": "wamid.u",
                    "timestamp": "1795470000",
                    "type": "hologram",
                    "hologram": {"id": "1"},
                }
            )
        )
        self.assertIn("hologram", self._placeholders()[0])

    def test_every_kind_that_says_nearly_nothing_is_shown_all_the_same(self):
        for kind in ("image", "video", "audio", "document", "sticker", "location"):
            self.sim.customer_sends(ERIKA, {"type": kind, kind: {"id": "4711"}})
        self.work()
        rows = [m._readable() for m in self.messages(direction="in")]
        self.assertEqual(len(rows), 6)
        shown = [r["placeholder"] or (r["file"] and r["file"]["text"]) for r in rows]
        self.assertTrue(all(shown), shown)

    def test_message_of_a_group_is_a_line_in_its_senders_ticket_and_nothing_else(self):
        ticket = self.agree()
        ticket.whatsapp_unanswered_since = False
        self.later(hours=25)
        before = self.conversation().window_expires_at
        notices = len(self.notices())
        for number in range(2):
            message = text_message(f"wamid.g{number}", "alle da?", group_id="G1")
            self.take(change(message))
        (line,) = self.messages(kind="system")
        self.assertEqual((line.ticket_id, line.state), (ticket, "done"))
        self.assertTrue(line._readable()["automatic"])
        self.assertIn("group", line._readable()["placeholder"])
        self.assertEqual(line._content(), {"event": "group_message"})
        self.assertEqual(self.conversation().window_expires_at, before)
        self.assertEqual(len(self.notices()), notices)
        self.assertFalse(ticket.whatsapp_unanswered_since)
        self.assertFalse(self.events(state="parked"))
        self.assertFalse(any(event.sudo().body for event in self.events()))

    def test_message_of_a_group_by_somebody_without_a_ticket_is_parked(self):
        self.write("Guten Tag")
        self.take(change(text_message("wamid.g", "alle da?", group_id="G1")))
        self.assertEqual(self.texts(), ["Guten Tag"])
        self.assertFalse(self.conversation().ticket_id)
        self.assertEqual(self.events(state="parked").error, "group message")

    def test_message_of_a_group_is_parked(self):
        self.take(change(text_message("wamid.g", "alle da?", group_id="G1")))
        self.assertFalse(self.subject())
        self.assertEqual(self.events(state="parked").error, "group message")

    def test_chat_history_and_address_book_are_refused_and_counted(self):
        contact = {
            "type": "contact",
            "contact": {"full_name": "Erika Muster", "phone_number": "4915155500001"},
            "action": "add",
        }
        self.take(
            change(field="smb_app_state_sync", state_sync=[contact]),
            change(field="history", history=[{"threads": []}]),
        )
        self.assertEqual(self.app.refused_count, 2)
        self.assertFalse(self.subject())
        self.assertFalse(self.events(state="parked"))

    def test_account_events_leave_a_line_without_a_person(self):
        self.sim.account_event("account_update", {"event": "VERIFIED_ACCOUNT"})
        self.work()
        self.assertIn("VERIFIED_ACCOUNT", self.channel.message_ids[0].body)

    def test_json_that_is_no_webhook_is_parked(self):
        body = json.dumps({"hello": "world"}).encode()
        self.assertEqual(self.post(body, signed(body)).status_code, 200)
        self.run_cron("cron_process_events")
        self.assertEqual(self.events().state, "parked")


@tagged("post_install", "-at_install")
class TestInertNames(ToolCase):
    """A profile name is whatever a stranger likes to type."""

    def scene(self):
        super().scene()
        self.sim.update_customer(ERIKA, name=UGLY)
        self.ticket = self.agree(UGLY)

    def test_name_reaches_the_panel_as_plain_text_on_one_line(self):
        person = self.ticket.with_user(self.agent).whatsapp_panel()["person"]
        self.assertIsInstance(person["profile_name"], str)
        self.assertNotIn("\n", person["profile_name"])
        self.assertNotIn("\u202e", person["profile_name"])

    def test_name_on_the_ticket_has_no_direction_marks_and_line_breaks(self):
        name = self.ticket.with_user(self.agent).whatsapp_name
        self.assertNotIn("\n", name)
        self.assertNotIn("\u202e", name)

    def test_name_and_text_never_reach_title_description_or_chatter(self):
        everything = " ".join(
            [
                self.ticket.name,
                str(self.ticket.description),
                *self.ticket.message_ids.mapped(lambda m: str(m.body)),
                *self.ticket.message_ids.mapped(lambda m: str(m.email_from)),
            ]
        )
        self.assertNotIn("alert", everything)
        self.assertNotIn("etnaf", everything)

    def test_endless_name_is_cut(self):
        self.sim.update_customer(ERIKA, name="Muster" * 2000)
        self.write("Noch etwas")
        self.assertEqual(len(self.subject()._profile_name()), 100)

    def test_text_reaches_the_bubble_as_it_was_written(self):
        first = self.messages(direction="in")[0]
        self.assertEqual(first._readable()["text"], UGLY)

    def test_rendered_form_of_the_ticket_escapes_the_name(self):
        data = self.rpc(
            "helpdesk.ticket",
            "web_read",
            [self.ticket.id],
            user=self.agent,
            specification={"whatsapp_name": {}},
        )
        self.assertIn("<img", data["result"][0]["whatsapp_name"])  # text, no markup
