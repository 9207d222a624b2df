"""What people type into a wizard is stored for a while; it goes by itself."""

from odoo import models
from odoo.tests import tagged

from .test_fields import ADDON, MAGIC
from .tools import ToolCase


def wizards(env):
    """{model: names of its stored fields} of this addon's, also in Odoo's own ones."""
    found = {}
    for model in env.values():
        mine = {
            field.name
            for field in model._fields.values()
            if field.store and ADDON in (field._modules or ())
        }
        if model._transient and not model._abstract and mine - MAGIC:
            found[model] = mine - MAGIC
    return found


@tagged("post_install", "-at_install")
class TestWizards(ToolCase):
    def test_what_a_wizard_was_told_goes_with_odoos_own_vacuum(self):
        """Within a day of the last change, as no wizard has rules of its own."""
        found = wizards(self.env)
        self.assertIn("wa.block", {model._name for model in found})
        for model, names in found.items():
            with self.subTest(model._name):
                for name in ("_transient_vacuum", "_transient_clean_rows_older_than"):
                    ours = getattr(type(model), name)
                    self.assertIs(ours, getattr(models.TransientModel, name))
                self.assertTrue(model._log_access)
                self.assertTrue(0 < model._transient_max_hours <= 24)
                # Odoo takes no files with it for rows it deletes by SQL
                files = [n for n in names if model._fields[n].type == "binary"]
                self.assertEqual(files, [])

    def test_a_forgotten_wizard_is_gone_the_next_day(self):
        self.agree()
        wizard = self.env["wa.block"].create(
            {"consent_id": self.consent().id, "note": "Something about Erika"}
        )
        wizard.flush_recordset()
        self.env.cr.execute(
            "UPDATE wa_block SET create_date = create_date - interval '1 day',"
            " write_date = write_date - interval '1 day' WHERE id = %s",
            [wizard.id],
        )
        wizard._transient_vacuum()
        self.assertFalse(wizard.exists())
