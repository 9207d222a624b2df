from odoo import api, fields, models

from ..lib.consent import notice as notices
from ..lib.consent import states

DRAFT = ("draft_chat", "draft_short", "draft_page")
# characters of the random end of its address
SLUG = 12
TEXTS = {
    "de": {
        "messages": "Nachrichten und Dateien",
        "unanswered": "Nachrichten ohne Ihre Zustimmung",
        "unanswered_period": "7 Tage, nachdem wir sie geprüft haben",
        "evidence": "Nachweis Ihrer Erklärungen",
        "evidence_period": "3 Jahre nach Widerruf, bis zum Jahresende",
        "hosting": "Betrieb der Software: {}",
        "at_once_basis": "Art. 6 Abs. 1 Buchst. b und f DSGVO; nach Ihrem Ja "
        "Einwilligung, Art. 6 Abs. 1 Buchst. a DSGVO",
        "at_once_interest": "Ihre Anfrage auf dem Weg zu beantworten, den Sie gewählt "
        "haben",
    },
    "en": {
        "messages": "Messages and files",
        "unanswered": "Messages without your consent",
        "unanswered_period": "7 days after we have checked them",
        "evidence": "Proof of your declarations",
        "evidence_period": "3 years after withdrawal, until the end of that year",
        "hosting": "Operation of the software: {}",
        "at_once_basis": "Art. 6 (1) (b) and (f) GDPR; after your yes consent, Art. 6 "
        "(1) (a) GDPR",
        "at_once_interest": "to answer your enquiry on the channel you chose",
    },
}


class WaNoticePage(models.Model):
    """What the company declares for the public page (Art. 13 GDPR)."""

    _inherit = "wa.notice"

    draft_gaps = fields.Text("Before it can be published", compute="_compute_draft")
    draft_chat = fields.Text("In the chat", compute="_compute_draft")
    draft_short = fields.Text("Reminder", compute="_compute_draft")
    draft_page = fields.Text("On the public page", compute="_compute_draft")

    @api.depends("published_at", "language", "version", "channel_id")
    @api.depends_context("lang")
    def _compute_draft(self):
        """As people will read it: a published notice is never changed any more."""
        for notice in self:
            is_draft = not notice.published_at and notice.channel_id
            notice.update(
                notice._draft()
                if is_draft
                else dict.fromkeys(("draft_gaps", *DRAFT), False)
            )

    def _draft(self):
        # its place holder is as long as the address it gets
        facts, page_facts = self._facts(self._url_of("…" * SLUG)), self._page_facts()
        full, short = (notices.render(facts, form) for form in ("full", "short"))
        buttons = f"[{full.yes_title}] [{full.no_title}]"
        page = (
            "\n".join((section.heading, *section.paragraphs))
            for section in notices.full_page_sections(page_facts)
        )
        problems = [
            *notices.problems(self._facts(self._url_of("x" * SLUG))),
            *notices.page_problems(page_facts),
        ]
        return {
            "draft_gaps": self._problem_lines(problems),
            "draft_chat": f"{full.body}\n\n{full.footer}\n\n{buttons}",
            "draft_short": f"{short.body}\n\n{buttons}",
            "draft_page": "\n\n".join(page),
        }

    def _page_facts(self):
        channel = self.channel_id
        company = channel.company_id
        lang = {"de": "de_DE", "en": "en_US"}[self.language]
        texts = TEXTS[self.language]
        return notices.PageFacts(
            controller=company.name,
            address=company._whatsapp_address(),
            contact=company.email or company.phone or "",
            representative=channel._representative(),
            dpo=channel.dpo_contact or "",
            purposes=self._page_purposes(lang),
            recipients=(texts["hosting"].format(channel.hosting_text or ""),)
            if channel.hosting_text
            else (),
            transfers=(channel._text("transfer_text", self.language),),
            retention=(
                notices.Retention(
                    texts["messages"], channel._text("retention_text", self.language)
                ),
                *self._page_unanswered(texts),
                notices.Retention(texts["evidence"], texts["evidence_period"]),
            ),
            authority=channel.authority or "",
            alternative=channel._text("alternative_contact", self.language),
            version=self.version,
            date=fields.Date.context_today(self),
            language=self.language,
            strict=self._is_strict(),
        )

    def _is_strict(self):
        return self.channel_id.consent_mode == "strict"

    def _page_unanswered(self, texts):
        """Only who waits for the yes holds messages and deletes them unanswered."""
        if self._is_strict():
            yield notices.Retention(texts["unanswered"], texts["unanswered_period"])

    def _page_purposes(self, lang):
        """The purposes in use; others are not told before they are."""
        texts = TEXTS[self.language]
        at_once = (texts["at_once_basis"], texts["at_once_interest"])
        # sudo: wa.purpose - what is published is public
        purposes = self.env["wa.purpose"].sudo().with_context(lang=lang)
        return tuple(
            notices.Purpose(
                purpose.description,
                *((purpose.legal_basis,) if self._is_strict() else at_once),
            )
            for purpose in purposes.search([("code", "=", states.SERVICE)])
        )
