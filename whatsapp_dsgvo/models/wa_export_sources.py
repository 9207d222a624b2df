from odoo import models

from ..lib.privacy.document import Line, Section

# What has a place of its own in the archive.
TOLD = frozenset(
    {"consents", "corrections", "files", "identities", "letters", "messages"}
)


class WaExportSources(models.Model):
    """What else is stored of the person, here and by other addons (Art. 15 (1) GDPR)."""

    _inherit = "wa.export"

    def _other_sources(self):
        return [
            source
            for source in self._people()._wa_privacy_sources()
            if source.name not in TOLD and source.records
        ]

    def _others(self):
        return [
            {
                "name": source.name,
                "label": source.label,
                "count": len(source.records),
                "lines": [str(line) for line in source.export(source.records)]
                if source.export
                else [],
            }
            for source in self._other_sources()
        ]

    def _others_section(self):
        lines = tuple(
            Line(source.label, self.env._("Records: %s", len(source.records)))
            for source in self._other_sources()
        )
        none = Line(self.env._("Further records"), self.env._("There are none."))
        return Section(self.env._("What else we have stored"), lines or (none,))
