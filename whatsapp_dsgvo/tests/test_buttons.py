from lxml import etree

from odoo.service.model import call_kw
from odoo.tests import tagged

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
