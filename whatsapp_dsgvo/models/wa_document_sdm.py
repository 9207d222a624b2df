from odoo import fields, models

from ..lib.keys.errors import KeyStoreError
from ..lib.privacy import sdm
from ..lib.privacy.document import GAP, OK, Line, Section
from .wa_vault import KeysAway


class WaDocumentSdm(models.Model):
    """Measures of the Standard Data Protection Model, each with what proves it now.

    The facts are in `wa_document_sdm_facts` and `wa_document_sdm_counts`. What nobody
    can show stands there as a gap.
    """

    _inherit = "wa.document"

    kind = fields.Selection(
        selection_add=[("sdm", "Measures by the SDM modules")],
        ondelete={"sdm": "cascade"},
    )

    def _sections_sdm(self):
        names, titles = self._sdm_modules(), self._sdm_titles()
        found = {
            measure.fact: self._sdm_fact(measure.fact)
            for measures in sdm.MODULES.values()
            for measure in measures
        }
        return [
            Section(
                f"{module} {names[module]}",
                tuple(
                    self._sdm_line(one, titles[one.numbers], *found[one.fact])
                    for one in measures
                ),
            )
            for module, measures in sdm.MODULES.items()
        ]

    def _sdm_fact(self, name):
        try:
            return getattr(self, f"_sdm_{name}")()
        except (KeysAway, KeyStoreError) as error:
            return str(error), False

    def _sdm_line(self, measure, title, told, is_good):
        return Line(f"{measure.numbers} {title}", told, OK if is_good else GAP)

    def _sdm_modules(self):
        return {
            "11": self.env._("Storing"),
            "42": self.env._("Documenting"),
            "43": self.env._("Logging"),
            "50": self.env._("Separating"),
            "51": self.env._("Regulating access"),
            "60": self.env._("Erasing and destroying"),
            "61": self.env._("Rectifying"),
            "62": self.env._("Restricting processing"),
        }

    def _sdm_titles(self):
        """As the modules name them, shortened."""
        return {
            "M11.D07": self.env._("Encryption of stored data"),
            "M11.S12, M11.P07": self.env._("Backup and restore"),
            "M11.S16": self.env._("Checks of integrity and signatures"),
            "M11.P09": self.env._("Automatic deletion"),
            "M42.P09": self.env._("Data protection officer"),
            "M42.P20": self.env._("Record of processing activities (Art. 30)"),
            "M42.P21": self.env._("Rights of data subjects"),
            "M42.P22": self.env._("Deletion concept"),
            "M42.P23": self.env._("Contracts with processors"),
            "M42.P26": self.env._("Consents obtained (Art. 7 (1))"),
            "M42.P27": self.env._("Threshold analysis for an impact assessment"),
            "M42.P29": self.env._("Proof that measures work"),
            "M42.P31": self.env._("Security incidents (Art. 33)"),
            "M42.P36": self.env._("Protection of the documentation against changes"),
            "M43.D05": self.env._("Periods for log data"),
            "M43.D07": self.env._("Integrity of the log of case work"),
            "M43.D19": self.env._("Certified time stamps"),
            "M50.S08, M50.S17": self.env._("Separation of companies in the database"),
            "M51.P06": self.env._("User roles"),
            "M51.P37": self.env._("Four eyes"),
            "M51.S13": self.env._("Who got or lost which role when"),
            "M51.S17, M51.P56": self.env._("Temporary powers are logged"),
            "M60.D01": self.env._("Fine-grained deletion"),
            "M60.D02, M60.S04": self.env._("Integrity of what stays"),
            "M60.S05, M60.S06": self.env._("Log of deletions, without contents"),
            "M60.S07, M60.S08, M60.S09, M60.P06": self.env._(
                "Periods watched, deletion by time"
            ),
            "M60.S10, M60.P08": self.env._("Deleted again after a restore"),
            "M60.P01, M60.P02, M60.P03": self.env._("Periods laid down"),
            "M60.P04": self.env._("Deletion of log data"),
            "M60.P05": self.env._("Deletion at processors"),
            "M60.P09, M60.P10": self.env._("Handling and deletion of keys"),
            "M60.P12": self.env._("Log of disclosures"),
            "M60.P13": self.env._("Recipients told of erasures"),
            "M60.P14": self.env._("Copies and where they are"),
            "M61.P04": self.env._("Rectifications"),
            "M61.P10, M61.P15": self.env._("Time limits watched"),
            "M61.P14": self.env._("Identity of who asks"),
            "M62.D01, M62.S01": self.env._("Marks of restricted data"),
            "M62.D08, M62.D09": self.env._("Restrictions survive a restore"),
            "M62.P05, M62.P06": self.env._("Identity of who asks, documented"),
            "M62.P07": self.env._("Time limits watched"),
        }
