"""Nobody can write a consent; nothing goes out without a basis."""

import psycopg2

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ERIKA
from .tools import ToolCase

STRICT = {
    "pending": False,
    "given": True,
    "withdrawn": False,
    "expired": False,
    "reconfirm": True,
    "blocked": False,
}
SERVICE_REPLY = {**STRICT, "pending": True, "expired": True}


@tagged("post_install", "-at_install")
class TestNobodyWritesConsent(ToolCase):
    def scene(self):
        super().scene()
        self.write("Hallo")
        self.pending = self.consent()
        self.admin = self.env.ref("base.user_admin")
        self.admin.write(
            {
                "company_ids": [(4, self.company.id)],
                "group_ids": [
                    (4, self.env.ref(f"whatsapp_dsgvo.group_{name}").id)
                    for name in ("agent", "privacy_coordinator", "channel_admin")
                ],
            }
        )

    def _values(self):
        return {
            "subject_id": self.subject().id,
            "company_id": self.company.id,
            "channel_id": self.channel.id,
            "purpose": "marketing",
            "state": "given",
            "since": fields.Datetime.now(),
        }

    def _refused(self, call):
        with self.assertRaises(UserError):
            call()
        self.env.invalidate_all()
        self.assertEqual(self.pending.state, "pending")
        self.assertEqual(len(self.subject().consent_ids), 1)

    def test_admin_can_not_write_it(self):
        self._refused(
            lambda: self.pending.with_user(self.admin).write({"state": "given"})
        )

    def test_sudo_can_not_write_it(self):
        self._refused(lambda: self.pending.sudo().write({"state": "given"}))

    def test_superuser_can_not_create_it(self):
        self._refused(lambda: self.env["wa.consent"].sudo().create(self._values()))

    def test_nobody_can_copy_it(self):
        self._refused(lambda: self.pending.sudo().copy({"purpose": "marketing"}))

    def test_nobody_can_delete_it(self):
        self._refused(lambda: self.pending.sudo().unlink())

    def test_context_key_of_the_guard_can_not_be_guessed(self):
        forged = self.pending.sudo().with_context(whatsapp_dsgvo_pass=True)
        self._refused(lambda: forged.write({"state": "given"}))

    def test_rpc_can_not_write_it(self):
        for context in ({}, {"whatsapp_dsgvo_pass": {}}):
            answer = self.rpc(
                "wa.consent",
                "write",
                [self.pending.id],
                {"state": "given"},
                context=context,
            )
            self.assertIn("error", answer)
        self.assertEqual(self.pending.state, "pending")

    def test_rpc_can_not_call_the_inner_machinery(self):
        for name in ("_change", "_change_all", "_records", "_withdraw"):
            answer = self.rpc("wa.conversation", name, [self.conversation().id])
            self.assertIn("error", answer)

    def test_import_can_not_create_or_change_it(self):
        consents = self.env["wa.consent"].with_user(self.admin)
        result = consents.load([".id", "state"], [[str(self.pending.id), "given"]])
        self.assertFalse(result["ids"])
        self.assertTrue(result["messages"])
        self.env.invalidate_all()
        self.assertEqual(self.pending.state, "pending")

    def test_import_of_contacts_can_not_set_it(self):
        partner = self.env["res.partner"].create({"name": "Erika Muster"})
        self.subject().partner_id = partner
        self.env["res.partner"].with_user(self.admin).load(
            [".id", "whatsapp_consent_service"], [[str(partner.id), "given"]]
        )
        self.env.invalidate_all()
        self.assertEqual(self.pending.state, "pending")
        self.assertEqual(partner.whatsapp_consent_service, "pending")

    def test_server_action_can_not_write_it(self):
        action = self.env["ir.actions.server"].create(
            {
                "name": "Alle einverstanden",
                "model_id": self.env["ir.model"]._get_id("wa.consent"),
                "state": "code",
                "code": "records.sudo().write({'state': 'given'})",
            }
        )
        active = {"active_model": "wa.consent", "active_ids": self.pending.ids}
        self._refused(lambda: action.with_context(**active).run())

    def test_server_action_of_the_kind_update_can_not_write_it(self):
        field = self.env["ir.model.fields"]._get("wa.consent", "state")
        action = self.env["ir.actions.server"].create(
            {
                "name": "Alle einverstanden",
                "model_id": self.env["ir.model"]._get_id("wa.consent"),
                "state": "object_write",
                "update_path": "state",
                "update_field_id": field.id,
                "selection_value": field.selection_ids.filtered(
                    lambda s: s.value == "given"
                ).id,
            }
        )
        active = {
            "active_model": "wa.consent",
            "active_id": self.pending.id,
            "active_ids": self.pending.ids,
        }
        self._refused(lambda: action.with_context(**active).run())


@tagged("post_install", "-at_install")
class TestGate(ToolCase):
    def _verdicts(self):
        self.write("Hallo")
        conversation = self.conversation()
        found = {}
        for state in STRICT:
            if state != "pending":
                self.set_state(state)
            found[state] = conversation._may_send().allowed
        return found

    def test_strict_mode_answers_after_a_yes_only(self):
        self.assertEqual(self._verdicts(), STRICT)

    def test_service_reply_answers_enquiries_and_never_after_a_no(self):
        self.channel.consent_mode = "service_reply"
        self.assertEqual(self._verdicts(), SERVICE_REPLY)

    def test_service_reply_delivers_and_answers_at_once(self):
        self.channel.consent_mode = "service_reply"
        self.write("Meine Rechnung stimmt nicht")
        self.answer(self.conversation().ticket_id)
        self.work()
        self.assertEqual(self.free_texts()[-1], "Ich prüfe das.")

    def test_restricted_person_gets_no_answer(self):
        ticket = self.agree()
        self.subject().sudo().restricted = True
        verdict = ticket.sudo().whatsapp_conversation_id._may_send()
        self.assertEqual(verdict.reason, "restricted")

    def test_answer_after_the_window_is_refused(self):
        ticket = self.agree()
        self.later(hours=25)
        with self.assertRaisesRegex(UserError, "24 hours"):
            self.answer(ticket)

    def test_every_outgoing_row_has_a_basis(self):
        ticket = self.agree()
        self.answer(ticket)
        self.write("STOP")
        without = self.count(
            "SELECT count(*) FROM wa_message WHERE direction = 'out' AND "
            "basis_entry_id IS NULL AND exception_code IS NULL"
        )
        self.assertEqual(without, 0)

    @mute_logger("odoo.sql_db")
    def test_database_refuses_a_row_without_basis(self):
        message = self.answer(self.agree())
        for change in (
            "basis_entry_id = NULL",
            "basis_entry_id = NULL, exception_code = 'MARKETING'",
        ):
            with (
                self.subTest(change),
                self.assertRaises(psycopg2.errors.CheckViolation),
            ):
                with self.env.cr.savepoint():
                    self.env.cr.execute(
                        f"UPDATE wa_message SET {change} WHERE id = %s", [message.id]
                    )

    def test_consent_entries_prove_the_words_and_the_notice(self):
        self.agree()
        entry = self.consent().last_entry_id
        self.assertEqual(
            entry.notice_hash, self.channel._current_notice("de").text_hash
        )
        self.assertIn("c1.yes.", entry._payload()["button"])
        self.assertNotIn(ERIKA.lstrip("+"), str(entry.read()))
