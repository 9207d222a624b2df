"""A world in which somebody gets their data: draft, release, link and code."""

import re

from .media_tools import MediaCase


class ExportCase(MediaCase):
    def make(self, kind="access"):
        request = self.env["wa.request"]._receive(
            self.subject(), kind, identity_level="1"
        )
        action = request.with_user(self.coordinator).action_export()
        return (
            self.env["wa.export"].with_user(self.coordinator).browse(action["res_id"])
        )

    def release(self, record):
        """(path, code) as the coordination sees them once."""
        message = record.action_release()["params"]["message"]
        path = re.search(r"/whatsapp/export/[\w\-]+", message)[0]
        return path, re.search(r"(\d{3} \d{3})", message)[1]
