from odoo import models
from odoo.tools.misc import format_date

from ..lib.consent import states
from ..lib.privacy.document import Line, Section, line
from ..lib.privacy.retention_classes import CLASSES


class WaDocumentVvt(models.Model):
    """Art. 30 (1) GDPR: the record of this processing activity."""

    _inherit = "wa.document"

    def _sections_vvt(self):
        return [
            self._vvt_controller(),
            self._vvt_purposes(),
            self._vvt_people_and_data(),
            self._vvt_recipients(),
            self._assessed_transfers(),
            self._vvt_periods(),
            self._vvt_measures(),
            self._vvt_numbers(),
        ]

    def _channels(self):
        return self.env["wa.channel"].search([("company_id", "=", self.env.company.id)])

    def _vvt_controller(self):
        company, channel = self.env.company, self._channels()[:1]
        missing = self.env._("missing: company settings")
        return Section(
            self.env._("Controller"),
            (
                Line(self.env._("Name"), company.name),
                line(self.env._("Address"), company._whatsapp_address(), missing),
                line(self.env._("Contact"), company.email or company.phone, missing),
                *self._vvt_representative(channel),
                line(
                    self.env._("Data protection officer"),
                    channel.dpo_contact,
                    self.env._("missing: settings of the number"),
                ),
                line(
                    self.env._("Supervisory authority"),
                    channel.authority,
                    self.env._("missing: settings of the number"),
                ),
            ),
        )

    def _vvt_representative(self, channel):
        """Art. 27: of companies outside the European Economic Area only."""
        if self.env.company._whatsapp_is_in_eea():
            return
        yield line(
            self.env._("Representative (Art. 27)"),
            channel._representative(),
            self.env._(
                "missing: the company's country, or who represents it in the EU"
            ),
        )

    def _vvt_purposes(self):
        used = self.env["wa.consent"]._read_group(
            [("company_id", "=", self.env.company.id)], ["purpose"]
        )
        codes = {states.SERVICE, *(row[0] for row in used)}
        purposes = self.env["wa.purpose"].search([("code", "in", list(codes))])
        basis = self.env._("Basis: %s")
        return Section(
            self.env._("Purposes and legal bases"),
            tuple(
                Line(p.name, f"{p.description} {basis % p.legal_basis}")
                for p in purposes
            ),
        )

    def _vvt_people_and_data(self):
        return Section(
            self.env._("People and data"),
            (
                Line(
                    self.env._("Data subjects"),
                    self.env._(
                        "Customers and prospects who write; third persons in messages "
                        "and pictures; employees who answer"
                    ),
                ),
                Line(self.env._("Categories of data"), self._data_categories()),
                Line(
                    self.env._("Keyed hash of who said no"),
                    self.env._(
                        "Suppression list: of number or WhatsApp ID, with day and "
                        "reason, so that the no stays effective, even after an erasure. "
                        "Pseudonymous, not anonymous. Basis: Art. 6 (1) (f), 17 (3) (b)"
                    ),
                ),
                Line(
                    self.env._("Special categories"),
                    self.env._(
                        "Not asked for; the notice asks people not to send health, ID "
                        "or bank data. Unasked ones are possible."
                    ),
                ),
            ),
        )

    def _data_categories(self):
        return self.env._(
            "Phone number or WhatsApp ID, profile name, messages and files, times and "
            "delivery states, declarations of consent, requests"
        )

    def _vvt_recipients(self):
        groups = ("agent", "triage", "privacy_coordinator", "dpo", "channel_admin")
        inside = [self.env.ref(f"whatsapp_dsgvo.group_{name}") for name in groups]
        processors = self.env["wa.processor"]._of_company()
        outside = tuple(
            Line(p.name, " · ".join(filter(None, (p.service, p.country_id.name))))
            for p in processors
        )
        return Section(
            self.env._("Recipients"),
            (
                Line(self.env._("In the company"), ", ".join(g.name for g in inside)),
                *(outside or (self._no_processor(),)),
            ),
        )

    def _no_processor(self):
        return line(
            self.env._("Processors"),
            "",
            self.env._("missing: nobody is in the register, not even Meta"),
        )

    def _vvt_periods(self):
        """What the rules in force say, not what a text once said of them."""
        rules = self.env["wa.retention.rule"]
        current = rules._current(self.env.company)
        stored = [one for one in CLASSES if one.worked_off_by != "nothing"]
        return Section(
            self.env._("Time limits for erasure"),
            tuple(
                self._vvt_period(one, current[one.code]._period())
                if one.code in current
                else self._vvt_period(one, one.period)
                for one in stored
            ),
        )

    def _vvt_period(self, one, period):
        rules = self.env["wa.retention.rule"]
        data, start, norm = rules._words(one.code)
        return Line(
            data,
            self.env._(
                "%(period)s; starts with: %(start)s (%(norm)s)",
                period=rules._period_words(period),
                start=start,
                norm=norm,
            ),
        )

    def _vvt_measures(self):
        """Art. 30 (1) (g): where they are described."""
        # sudo: wa.document - only whether there is one
        made = self.sudo().search_count(
            [("kind", "=", "tom"), ("company_id", "=", self.env.company.id)], limit=1
        )
        # without its number, which differs with every check of a number at Meta
        told = self.env._("the document of that name, in its newest version")
        return Section(
            self.env._("Measures"),
            (
                line(
                    self.env._("Technical and organisational measures (Art. 32)"),
                    told if made else "",
                    self.env._("missing: no version has been generated"),
                ),
            ),
        )

    def _vvt_numbers(self):
        return Section(
            self.env._("Numbers"),
            tuple(self._vvt_number(channel) for channel in self._channels())
            or (line(self.env._("Numbers"), "", self.env._("none connected")),),
        )

    def _vvt_number(self, channel):
        notice = channel._current_notice("de")
        mode = dict(channel._fields["consent_mode"]._description_selection(self.env))
        return line(
            channel.display_number or channel.name,
            notice
            and self.env._(
                "%(mode)s; privacy notice version %(version)s of %(date)s",
                mode=mode[channel.consent_mode],
                version=notice.version,
                date=format_date(self.env, notice.published_at),
            ),
            self.env._("missing: no privacy notice is published"),
        )
