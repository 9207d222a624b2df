import json

from odoo import api, fields, models

from ..lib.cloud_api.errors import RecipientError
from ..lib.desk import reply_ready, template_state
from ..lib.desk.template_state import MISSING
from . import guard


class WaTemplate(models.Model):
    """A template at Meta in one language, as Meta reported it last.

    Only the shipped one is kept: it asks whether a waiting answer may come.
    """

    _name = "wa.template"
    _description = "WhatsApp template"
    _inherit = "wa.guarded.mixin"
    _order = "channel_id, language"

    channel_id = fields.Many2one(
        "wa.channel", "Number", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="channel_id.company_id", store=True)
    name = fields.Char(required=True, readonly=True)
    language = fields.Selection(
        [("de", "German"), ("en", "English")], required=True, readonly=True
    )
    meta_id = fields.Char("ID at Meta", readonly=True)
    status = fields.Char(readonly=True)
    category = fields.Char(readonly=True)
    coming_category = fields.Char("Announced category", readonly=True)
    quality = fields.Char(readonly=True)
    rejected_reason = fields.Char("Reason of the refusal", readonly=True)
    components = fields.Text("Text and buttons at Meta", readonly=True)
    synced_at = fields.Datetime("Read at", readonly=True)

    _language_uniq = models.UniqueIndex("(channel_id, name, language)")

    @api.model
    def _of(self, channel, language):
        """Our template on this number in this language; empty if never read."""
        # sudo: wa.template - the gate asks, not a user
        return self.sudo().search(
            [
                ("channel_id", "=", channel.id),
                ("name", "=", reply_ready.NAME),
                ("language", "=", language),
            ]
        )

    def _state(self):
        parts = json.loads(self.components or "null")
        return template_state.State(
            self.status or "",
            self.category or "",
            self.quality or "",
            parts is not None and reply_ready.is_unchanged(parts, self.language),
            self.coming_category or "",
        )

    def _is_usable(self):
        return bool(self) and template_state.is_usable(self._state())

    @api.model
    def _sync(self, channel, set_up):
        """Read our template from Meta in both languages; submit it where it is missing.

        :param set_up: somebody asked for it; the daily check only reads
        """
        client = channel._client()
        found = {
            row.get("language"): row
            for row in client.templates()
            if row.get("name") == reply_ready.NAME
        }
        for language in reply_ready.LANGUAGES:
            row = found.get(language)
            if row is None and set_up:
                row = self._submit(client, language)
            self._note(channel, language, row or {"status": MISSING})

    def _submit(self, client, language):
        """Meta's answer, in the form of a row of its list."""
        parts = reply_ready.components(language)
        try:
            answer = client.create_template(
                reply_ready.NAME, language, reply_ready.CATEGORY, parts
            )
        except RecipientError as error:
            return {"status": "REJECTED", "rejected_reason": error.safe_code}
        return {**answer, "components": parts}

    def _note(self, channel, language, row):
        quality = row.get("quality_score")
        vals = {
            "meta_id": row.get("id"),
            "status": row.get("status"),
            "category": row.get("category"),
            "quality": quality.get("score") if isinstance(quality, dict) else quality,
            "rejected_reason": row.get("rejected_reason"),
            "components": json.dumps(row.get("components"), ensure_ascii=False),
            "synced_at": fields.Datetime.now(),
        }
        template = self._of(channel, language)
        if not template:
            key = {"channel_id": channel.id, "name": reply_ready.NAME}
            # sudo: wa.template - as Meta reports it, by no person
            guard.admitted(self.sudo()).create({**vals, **key, "language": language})
            return
        if template.category != vals["category"]:
            vals["coming_category"] = False
        template._change(vals)

    def _change(self, vals):
        # sudo: wa.template - as Meta reports it, by no person
        guard.admitted(self.sudo()).write(vals)

    def _note_refusal(self, code):
        """A refused send knows better than our last reading."""
        status = template_state.after_refusal(code)
        if self and status is not None:
            self._change({"status": status})
            self.env["wa.check"]._show_templates(self.channel_id)

    def _explanation(self):
        """Why it is used or not, and what to do."""
        return {
            "": self.env._("Asks customers after 24 hours whether an answer may come."),
            "missing": self.env._(
                "Not at Meta yet. Please press “Set up template”; Meta reviews it, "
                "mostly within a day."
            ),
            "pending": self.env._(
                "Meta is reviewing it. Until it is approved, answers after 24 hours "
                "have to take another way."
            ),
            "coming": self.env._(
                "Meta is about to move it to another category; then it is not used "
                "any more. Please ask Meta for a review."
            ),
            "quality": self.env._("Customers rated it badly. It is still used."),
            "unknown": self.env._("Meta did not say in what state it is; not used."),
            "refused": self.env._("Meta does not let us use it."),
            "category": self.env._(
                "Meta no longer calls it a utility template, and our customers did not "
                "agree to advertising. It is not used."
            ),
            "changed": self.env._(
                "Its text at Meta is not the one this software submitted. It is not "
                "used."
            ),
        }[template_state.reason(self._state())]
