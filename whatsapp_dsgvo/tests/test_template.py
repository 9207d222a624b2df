"""The template "reply ready" at Meta: set up, read, followed, and used only if fine."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..lib.desk import reply_ready
from .tools import ToolCase

ALL = "*"


class TemplateCase(ToolCase):
    def forget_at_meta(self):
        """A company that has never submitted a template."""
        for key in list(self.sim.world.templates):
            self.sim.world.drop("templates", key)

    def check(self):
        self.channel.with_user(self.channel_admin).action_check_connection()

    def fact(self, language="de", lang="en_US"):
        checks = self.channel.with_context(lang=lang).check_ids
        return checks.filtered(lambda c: c.code == f"template_{language}")

    def template(self, language="de", channel=None):
        return self.env["wa.template"]._of(channel or self.channel, language)

    def told(self, field, language="de", **value):
        """A webhook about our template, as Meta writes it."""
        names = {
            "message_template_id": int(self.template(language).meta_id or 1),
            "message_template_name": reply_ready.NAME,
            "message_template_language": language,
        }
        self.sim.account_event(field, {**names, **value})
        self.deliver()
        self.run_cron("cron_process_events")

    def submitted(self):
        calls = [call for call in self.sim.received if call["method"] == "POST"]
        return [call for call in calls if call["path"].endswith("message_templates")]


@tagged("post_install", "-at_install")
class TestSetUp(TemplateCase):
    def test_approved_template_is_found_and_used(self):
        self.check()
        for language in reply_ready.LANGUAGES:
            with self.subTest(language):
                self.assertEqual(self.fact(language).colour, "green")
                self.assertEqual(self.fact(language).value, "APPROVED – UTILITY")
                words = self.fact(language).with_context(lang="de_DE").finding
                self.assertEqual(words, "genehmigt, Kategorie „Utility“")
                self.assertTrue(self.template(language)._is_usable())
        self.assertFalse(self.submitted())

    def test_missing_template_is_submitted_in_both_languages(self):
        self.forget_at_meta()
        self.check()
        self.assertEqual(len(self.submitted()), 2)
        rows = self.sim.world.templates.values()
        found = {(row.name, row.language, row.category) for row in rows}
        self.assertEqual(
            found, {(reply_ready.NAME, one, "UTILITY") for one in ("de", "en")}
        )
        self.assertEqual(self.fact().colour, "yellow")
        self.assertFalse(self.template()._is_usable())

    def test_button_submits_it_and_twice_is_once(self):
        self.forget_at_meta()
        channel = self.channel.with_user(self.channel_admin)
        channel.action_set_up_template()
        channel.action_set_up_template()
        self.assertEqual(len(self.submitted()), 2)
        self.assertEqual(self.fact().value, "PENDING – UTILITY")

    def test_what_is_submitted_names_nobody(self):
        self.forget_at_meta()
        self.agree("Ein Satz nur für Sie")
        self.check()
        bodies = self.as_json([call["body"] for call in self.submitted()])
        for word in ("Erika", "4915155500001", "Satz"):
            self.assertNotIn(word, bodies)

    def test_daily_check_reads_and_never_submits(self):
        self.forget_at_meta()
        self.run_cron("cron_check_health")
        self.assertFalse(self.submitted())
        self.assertEqual((self.fact().value, self.fact().colour), ("MISSING", "yellow"))

    def test_refused_submission_is_red_and_tried_again_by_the_next_press(self):
        self.forget_at_meta()
        self.sim.add_fault("error", code=100, endpoint=ALL)
        with self.assertRaises(UserError):
            self.channel.with_user(self.channel_admin).action_set_up_template()
        self.env["wa.template"]._note(
            self.channel, "de", {"status": "REJECTED", "rejected_reason": "100/2388024"}
        )
        self.env["wa.check"]._show_templates(self.channel)
        self.assertEqual(self.fact().colour, "red")
        self.assertIn("2388024", self.fact().value)
        self.check()
        self.assertEqual(len(self.submitted()), 2)
        self.assertEqual(self.fact().colour, "yellow")

    def test_meta_silent_is_grey_and_the_last_approval_still_counts(self):
        self.check()
        self.sim.add_fault("500", times=0, endpoint=ALL)
        self.check()
        self.assertEqual(self.fact().colour, "grey")
        self.assertTrue(self.template()._is_usable())

    def test_text_changed_at_meta_is_red_and_not_used(self):
        for key, row in list(self.sim.world.templates.items()):
            if (row.name, row.language) == (reply_ready.NAME, "de"):
                body = {"type": "BODY", "text": "Jetzt {{1}} Rabatt auf {{2}}!"}
                parts = [body, row.components[1]]
                self.sim.world.patch("templates", key, components=parts)
        self.check()
        self.assertEqual(self.fact().colour, "red")
        self.assertFalse(self.template()._is_usable())
        self.assertTrue(self.template("en")._is_usable())

    def test_only_channel_admins_set_up(self):
        for user in (self.agent, self.triage, self.dpo, self.it_admin):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.channel.with_user(user).action_set_up_template()

    def test_nobody_writes_a_template_by_hand(self):
        self.check()
        for env in (self.channel_admin, self.env.ref("base.user_root")):
            with self.subTest(env.login), self.assertRaises(AccessError):
                self.template().with_user(env).write({"category": "UTILITY"})

    def test_explanation_is_in_german_too(self):
        self.forget_at_meta()
        self.check()
        self.assertIn("Meta", self.fact(lang="de_DE").explanation)
        self.assertNotEqual(
            self.fact(lang="de_DE").explanation, self.fact().explanation
        )
