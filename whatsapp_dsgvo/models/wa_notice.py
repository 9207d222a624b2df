import json
import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib.consent import notice as notices
from . import guard

# Only publishing writes them, for it checks what the text has to say.
PUBLISHED = {
    "published_at",
    "slug",
    "body_full",
    "body_short",
    "footer",
    "yes_title",
    "no_title",
    "text_hash",
    "page",
}
FROZEN = PUBLISHED | {"channel_id", "language", "version", "material"}


class WaNotice(models.Model):
    """One version of the privacy notice in one language; immutable once published.

    Art. 13 GDPR: what the person was told, and when, must stay provable.
    """

    _name = "wa.notice"
    _description = "Privacy notice"
    _order = "channel_id, version desc, language"

    channel_id = fields.Many2one(
        "wa.channel", "Number", required=True, ondelete="restrict", index=True
    )
    company_id = fields.Many2one(related="channel_id.company_id", store=True)
    language = fields.Selection(
        [("de", "German"), ("en", "English")], required=True, default="de"
    )
    version = fields.Integer(required=True, default=1)
    material = fields.Boolean(
        "Material change",
        default=True,
        help="New purpose, recipient, transfer, basis or a longer period: "
        "people are asked again when they next write.",
    )
    reason = fields.Char("Reason for the change")
    published_at = fields.Datetime(readonly=True, copy=False)
    slug = fields.Char(readonly=True, copy=False)
    body_full = fields.Text("Notice in the chat", readonly=True, copy=False)
    body_short = fields.Text("Reminder in the chat", readonly=True, copy=False)
    footer = fields.Char(readonly=True, copy=False)
    yes_title = fields.Char(readonly=True, copy=False)
    no_title = fields.Char(readonly=True, copy=False)
    text_hash = fields.Char("SHA-256", readonly=True, copy=False)
    page = fields.Text("Public page (JSON)", readonly=True, copy=False)
    public_url = fields.Char(compute="_compute_public_url")

    _version_uniq = models.UniqueIndex(
        "(channel_id, language, version)",
        "This version of the notice exists already.",
    )
    _slug_uniq = models.UniqueIndex("(slug) WHERE slug IS NOT NULL")

    @api.depends("slug")
    def _compute_public_url(self):
        for notice in self:
            notice.public_url = notice.slug and notice._url_of(notice.slug)

    def _url_of(self, slug):
        base = self.channel_id.notice_base_url or self.get_base_url()
        return f"{base.rstrip('/')}/whatsapp/privacy/{slug}"

    def _compute_display_name(self):
        for notice in self:
            notice.display_name = self.env._(
                "Version %(version)s (%(language)s)",
                version=notice.version,
                language=notice.language.upper(),
            )

    @api.model_create_multi
    def create(self, vals_list):
        usual = self.default_get(list(PUBLISHED))
        if any(usual.values()) or any(PUBLISHED & set(vals) for vals in vals_list):
            guard.check(self)
        return super().create(vals_list)

    def write(self, vals):
        if FROZEN & set(vals) and any(notice.published_at for notice in self):
            raise UserError(
                self.env._(
                    "A published notice can't be changed, for people have agreed to "
                    "it. Please publish a new version."
                )
            )
        if PUBLISHED & set(vals):
            guard.check(self)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        if any(notice.published_at for notice in self):
            raise UserError(
                self.env._("A published notice is evidence and can't be deleted.")
            )

    def action_publish(self):
        self.check_access("write")
        for notice in self:
            if not notice.published_at:
                notice._publish()

    def _publish(self):
        self.ensure_one()
        slug = self.slug or secrets.token_urlsafe(9)
        facts = self._facts(self._url_of(slug))
        page_facts = self._page_facts()
        self._refuse_problems(
            [*notices.problems(facts), *notices.page_problems(page_facts)]
        )
        full = notices.render(facts, "full")
        short = notices.render(facts, "short")
        guard.admitted(self).write(
            {
                "slug": slug,
                "body_full": full.body,
                "body_short": short.body,
                "footer": full.footer,
                "yes_title": full.yes_title,
                "no_title": full.no_title,
                "text_hash": notices.text_hash(full),
                "page": json.dumps(
                    notices.full_page_sections(page_facts), ensure_ascii=False
                ),
                "published_at": fields.Datetime.now(),
            }
        )

    def _facts(self, url):
        channel = self.channel_id
        return notices.NoticeFacts(
            company=channel.company_id.name,
            place=channel.company_id.city or "",
            retention=channel._text("retention_text", self.language),
            url=url,
            alternative=channel._text("alternative_contact", self.language),
            hours=channel._text("hours_text", self.language) or None,
            version=self.version,
            language=self.language,
            strict=self._is_strict(),
        )

    def _refuse_problems(self, problems):
        if problems:
            lines = self._problem_lines(problems)
            raise UserError(
                self.env._("The notice can't be published yet:\n%(lines)s", lines=lines)
            )

    def _problem_lines(self, problems):
        texts = dict.fromkeys(self._problem_text(problem) for problem in problems)
        return "\n".join(f"• {text}" for text in texts)

    def _problem_text(self, problem):
        name = self._label_of(problem.field)
        texts = {
            "too_long": self.env._(
                "%(name)s: %(actual)s characters, at most %(limit)s are possible.",
                name=name,
                actual=problem.actual,
                limit=problem.limit,
            ),
            "missing": self.env._("%(name)s is missing.", name=name),
            "promo": self.env._("%(name)s contains advertising.", name=name),
            "markup": self.env._("%(name)s contains line breaks or markup.", name=name),
            "not_https": self.env._("%(name)s must begin with https://.", name=name),
            "claim": self.env._("%(name)s promises what nobody can keep.", name=name),
            "question": self.env._("The notice must ask exactly one question."),
            "interest": self.env._("%(name)s: please name the interest.", name=name),
            "no_objection_line": self.env._(
                "The line about withdrawal and objection is missing."
            ),
        }
        default = self.env._(
            "%(name)s is not valid (%(code)s).", name=name, code=problem.code
        )
        return texts.get(problem.code, default)
