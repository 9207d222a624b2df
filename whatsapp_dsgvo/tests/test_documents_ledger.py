"""Each version of a document stands in the ledger; one changed afterwards shows."""

import json

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..lib.privacy.document import digest
from ..models.wa_document_ledger import ISSUED
from .keys_away import AwayCase


@tagged("post_install", "-at_install")
class TestDocumentsLedger(AwayCase):
    def generate(self, kind="vvt"):
        documents = self.env["wa.document"].with_user(self.coordinator)
        return documents._generate(kind, "de", self.company)

    def entries(self):
        issued = [("event", "=", ISSUED), ("company_id", "=", self.company.id)]
        return self.env["wa.ledger.entry"].search(issued)

    def verify(self, document, user=None):
        self.env.invalidate_all()
        document = document.with_user(user or self.dpo)
        return document.action_verify()["params"]["type"]

    def overwrite(self, document, **values):
        """As somebody with the database in hands would."""
        self.env.flush_all()
        for name, value in values.items():
            self.env.cr.execute(
                f"UPDATE wa_document SET {name} = %s WHERE id = %s",
                [value, document.id],
            )

    def test_each_version_is_entered_once_with_its_checksum(self):
        first = self.generate()
        self.generate()
        payload = self.entries()._payload()
        self.assertEqual((payload["kind"], payload["version"]), ("vvt", 1))
        self.assertEqual(payload["sha256"], digest(first.content))
        self.channel.authority = "Musterbehörde"
        self.assertEqual(self.generate().version, 2)
        self.assertEqual(len(self.entries()), 2)
        self.env["wa.ledger.entry"]._seal_pending()
        self.assertTrue(self.env["wa.ledger.entry"]._verify(self.company).ok)

    def test_an_untouched_version_is_found_unchanged(self):
        document = self.generate()
        self.assertEqual(self.verify(document), "success")
        self.channel.authority = "Musterbehörde"
        self.generate()
        self.assertEqual(self.verify(document), "success")

    def test_a_changed_text_is_found_even_with_its_checksum_made_to_fit(self):
        document = self.generate()
        forged = document.content.replace("Muster Test GmbH", "Andere GmbH")
        self.assertNotEqual(forged, document.content)
        self.overwrite(document, content=forged)
        self.assertEqual(self.verify(document), "danger")
        self.overwrite(document, digest=digest(forged))
        self.assertEqual(self.verify(document), "danger")

    def test_the_sheet_of_measures_counts_changed_versions(self):
        def told():
            rows = json.loads(self.generate("sdm").content)
            lines = [line for part in rows for line in part["lines"]]
            return next(x for x in lines if x["label"].startswith("M42.P36"))

        document = self.generate()
        self.assertEqual(told()["status"], "ok")
        forged = document.content.replace("Muster Test GmbH", "Andere GmbH")
        self.overwrite(document, content=forged, digest=digest(forged))
        self.env.invalidate_all()
        self.assertEqual(told()["status"], "gap")

    def test_the_entry_of_another_version_proves_nothing(self):
        first = self.generate()
        self.channel.authority = "Musterbehörde"
        second = self.generate()
        self.overwrite(first, ledger_uuid=second.ledger_uuid)
        self.assertEqual(self.verify(first), "danger")

    def test_a_version_the_ledger_does_not_know_is_no_success(self):
        document = self.generate()
        self.overwrite(document, ledger_uuid=None)
        self.assertEqual(self.verify(document), "warning")

    @mute_logger("odoo.addons.whatsapp_dsgvo.models.wa_vault")
    def test_without_keys_it_is_entered_later(self):
        self._take_away()
        document = self.generate()
        self.assertFalse(document.ledger_uuid)
        self._bring_back()
        self.assertEqual(self.generate(), document)
        self.assertEqual(self.verify(document), "success")
        self._take_away()
        self.assertEqual(self.verify(document), "warning")

    def test_agents_can_not_verify(self):
        document = self.generate()
        with self.assertRaises(AccessError):
            self.verify(document, self.agent)
