"""A real certificate, checked by the script that people without Odoo use."""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from odoo.tests import tagged

from ..lib.privacy import certificate
from .erasing import ErasureCase

SCRIPT = Path(__file__).resolve().parents[2] / "docs" / "verify_certificate.py"
FOREIGN = bytes(32)


@tagged("post_install", "-at_install")
class TestCertificate(ErasureCase):
    def scene(self):
        super().scene()
        _ticket, partner = self.person()
        self.job = self.erase(partner)

    def published(self):
        """The fingerprint as the officer reads it on the job."""
        return self.job.with_user(self.dpo).read(["signing_key"])[0]["signing_key"]

    def checked(self, text, *arguments):
        """(exit code, what is said)"""
        folder = Path(self.enterContext(TemporaryDirectory()))
        path = folder / "certificate.json"
        path.write_text(text, encoding="utf-8")
        command = [sys.executable, "-I", str(SCRIPT), str(path), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout

    def test_the_published_fingerprint_fits_a_real_certificate(self):
        code, said = self.checked(self.job.certificate, self.published())
        self.assertEqual(code, 0, said)
        self.assertIn(self.published(), said)

    def test_a_certificate_signed_with_another_key_is_refused(self):
        told = json.loads(self.job.certificate)
        for name in ("signature", "public_key", "format"):
            del told[name]
        forged = certificate.sign(told, FOREIGN)
        code, said = self.checked(forged, self.published())
        self.assertEqual(code, 1)
        self.assertIn("another key", said)
        # only the fingerprint tells: whole in itself it is
        self.assertEqual(self.checked(forged)[0], 0)

    def test_a_changed_count_is_refused(self):
        changed = self.job.certificate.replace('"files": 1', '"files": 2')
        self.assertNotEqual(changed, self.job.certificate)
        self.assertEqual(self.checked(changed, self.published())[0], 1)

    def test_administrators_find_it_in_the_settings(self):
        self.channel_admin.group_ids += self.env.ref("base.group_system")
        settings = self.env["res.config.settings"].with_user(self.channel_admin)
        page = settings.create({"whatsapp_channel_id": self.channel.id})
        self.assertEqual(page.whatsapp_signing_key, self.published())
        self.assertIn("whatsapp_signing_key", page.get_view()["arch"])
