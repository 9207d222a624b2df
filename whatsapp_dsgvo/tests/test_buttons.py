from lxml import etree

from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .retention_tools import RetentionCase


@tagged("post_install", "-at_install")
class TestButtons(RetentionCase):
    """A button hands the chosen rows over, none included, as the browser does."""

    def test_no_button_calls_a_method_that_takes_no_rows(self):
        views = self.env["ir.ui.view"].search([("model", "=like", "wa.%")])
        pressed = {
            (view.model, button.get("name"))
            for view in views
            for button in etree.fromstring(view.arch).iterfind(
                ".//button[@type='object']"
            )
        }
        self.assertIn(("wa.retention.run", "action_dry_run"), pressed)
        for model, name in pressed:
            with self.subTest(f"{model} {name}"):
                method = getattr(self.env.registry[model], name, None)
                self.assertFalse(getattr(method, "_api_model", False))

    def test_those_above_the_retention_lists_need_no_row(self):
        for model, name in (
            ("wa.retention.rule", "action_pause"),
            ("wa.retention.rule", "action_resume"),
            ("wa.retention.run", "action_dry_run"),
            ("wa.retention.run", "action_run_now"),
        ):
            with self.subTest(name):
                call_kw(self.env[model].with_user(self.coordinator), name, [[]], {})

    def test_the_closing_question_proposes_what_is_usual_in_the_team(self):
        ticket = self.closed(keep="")
        view = self.env.ref("whatsapp_dsgvo.helpdesk_ticket_view_form")
        buttons = etree.fromstring(view.arch).xpath(
            "//button[contains(@name, '_keep')]"
        )
        for usual, proposed in (
            (False, "1"),
            ("yes", "1"),
            ("no", "2"),
            ("voucher", "3"),
        ):
            with self.subTest(usual):
                ticket.team_id.whatsapp_keep_usual = usual
                facts = {"whatsapp_keep_usual": ticket.whatsapp_keep_usual}
                shown = {
                    button.get("string")[0]: button.get("class")
                    for button in buttons
                    if not safe_eval(button.get("invisible"), facts)
                }
                self.assertEqual(set(shown), {"1", "2", "3"})
                self.assertEqual(shown[proposed], "btn-primary")
                self.assertEqual(list(shown.values()).count("btn-secondary"), 2)
                self.assertFalse(ticket.whatsapp_keep)
