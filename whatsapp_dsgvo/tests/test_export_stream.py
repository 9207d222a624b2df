"""The archive is sent while it is made: little is open, and the first byte comes soon."""

import os

from odoo.tests import tagged

from .media_tools import PDF, MediaCase

OPEN = "/proc/self/fd"


@tagged("post_install", "-at_install")
class TestExportStream(MediaCase):
    def test_files_are_opened_one_after_the_other(self):
        self.agree("Meine Rechnung stimmt nicht")
        for number in range(4):
            self.receive(PDF + str(number).encode())
        request = self.env["wa.request"]._receive(
            self.subject(), "access", identity_level="1"
        )
        most, paths = 0, []
        for path, file in self.env["wa.export"]._make(request)._parts():
            paths.append(path)
            most = max(most, self.open_files())
            file.close()
        self.assertEqual(paths[0], "Auskunft.pdf")
        self.assertEqual(sum(path.startswith("Dateien/") for path in paths), 4)
        self.assertEqual(most, 1)

    def open_files(self):
        folder = self.env["ir.attachment"]._filestore()
        links = (os.path.realpath(f"{OPEN}/{name}") for name in os.listdir(OPEN))
        return sum(link.startswith(folder) for link in links)
