from datetime import timedelta, timezone

from odoo import fields, models

from ..lib.consent import automatic_texts, states


class WaChannelWords(models.Model):
    """What this number says of itself, in the person's language."""

    _inherit = "wa.channel"

    start_url = fields.Char(
        "Link for customers",
        compute="_compute_start_url",
        help="A page with the privacy notice, a button that opens WhatsApp and a QR "
        "code: for your website, signatures and posters.",
    )

    def _compute_start_url(self):
        for channel in self:
            base = channel.notice_base_url or channel.get_base_url()
            channel.start_url = f"{base.rstrip('/')}/whatsapp/start/{channel.uuid}"

    def _text(self, name, language):
        """A text in the person's language, else in German."""
        self.ensure_one()
        return self[f"{name}_{language}"] or self[f"{name}_de"] or ""

    def _other_contact(self, language):
        """Never empty: a receipt of a STOP must not fail for want of an address."""
        company = self.company_id
        return (
            self._text("alternative_contact", language)
            or company.phone
            or company.email
            or company.name
        )

    def _yes_receipt(self, language):
        """What a person reads who has just agreed."""
        return automatic_texts.yes_receipt(
            language,
            self._text("reply_expectation", language) or None,
            self._hours_if_closed(language),
            strict=self.consent_mode == "strict",
        )

    def _hours_if_closed(self, language):
        """Opening hours to be named in a receipt, while nobody is there."""
        # sudo: resource.calendar - the company's working hours
        calendar = self.sudo().company_id.resource_calendar_id
        hours = self._text("hours_text", language)
        if not hours or not calendar:
            return None
        now = fields.Datetime.now().replace(tzinfo=timezone.utc)
        in_a_minute = now + timedelta(minutes=1)
        return (
            None if calendar._work_intervals_batch(now, in_a_minute)[False] else hours
        )

    def _current_notice(self, language):
        """The newest published notice in this language, else in German."""
        self.ensure_one()
        # sudo: wa.notice - a published notice is public
        published = self.sudo().notice_ids.filtered("published_at")
        newest = max(published.mapped("version"), default=0)
        current = published.filtered(lambda n: n.version == newest)
        return (
            current.filtered(lambda n: n.language == language)
            or current.filtered(lambda n: n.language == "de")
            or current
        )[:1]

    def _last_material_version(self):
        # sudo: wa.notice - a published notice is public
        published = self.sudo().notice_ids.filtered("published_at")
        return max(published.filtered("material").mapped("version"), default=1)

    def _policy(self, language):
        return states.Policy(
            self._current_notice(language).version, self._last_material_version()
        )

    def action_new_notice(self):
        self.ensure_one()
        version = max(self.notice_ids.mapped("version"), default=0) + 1
        self.env["wa.notice"].create(
            [
                {"channel_id": self.id, "version": version, "language": language}
                for language in ("de", "en")
            ]
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "wa.notice",
            "view_mode": "list,form",
            "domain": [("channel_id", "=", self.id), ("version", "=", version)],
            "name": self.env._("Privacy notice"),
        }

    def _publish_first_notice(self):
        """Used by the demonstration: notice published, number connected."""
        for channel in self:
            if not channel.notice_ids:
                channel.action_new_notice()
                channel.notice_ids.action_publish()
            channel.action_connect()
