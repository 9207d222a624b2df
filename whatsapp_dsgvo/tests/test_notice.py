"""The privacy notice: published whole or not at all, unchangeable, public."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib.consent import notice as notices
from ..models import guard
from .tools import ToolCase

FROZEN = {
    "body_full": "x",
    "body_short": "x",
    "footer": "x",
    "yes_title": "x",
    "no_title": "x",
    "text_hash": "x",
    "page": "[]",
    "slug": "x",
    "version": 9,
    "language": "en",
    "published_at": False,
    "material": False,
}


@tagged("post_install", "-at_install")
class TestPublishing(ToolCase):
    def setUp(self):
        super().setUp()
        self.notice = self.channel._current_notice("de")

    def _publish(self, **values):
        return self.publish(**values)

    def test_gap_is_refused_with_its_name(self):
        with self.assertRaisesRegex(UserError, "[Oo]ther ways|Andere Wege|erreichen"):
            self._publish(alternative_contact_de=False, alternative_contact_en=False)

    def test_gaps_have_the_names_they_have_in_the_forms_in_the_user_s_language(self):
        gaps = ("dpo_contact", "authority", "hosting_text", "alternative_contact_de")
        of_company = ("street", "zip", "city", "email", "phone")
        self.channel.write(dict.fromkeys(gaps, False))
        self.company.write(dict.fromkeys(of_company, False))
        self.channel.action_new_notice()
        drafts = self.channel.notice_ids.filtered(lambda n: not n.published_at)
        for lang in ("de_DE", "en_US"):
            draft = drafts.with_context(lang=lang).filtered(
                lambda n: n.language == "de"
            )
            with self.subTest(lang), self.assertRaises(UserError) as refused:
                draft.action_publish()
            told = str(refused.exception)
            for record, names in ((self.channel, gaps), (self.company, of_company)):
                form = record.with_context(lang=lang).fields_get(names, ["string"])
                for name in names:
                    self.assertIn(form[name]["string"], told)
            self.assertEqual(len(set(told.splitlines())), len(told.splitlines()))
        self.assertIn("Supervisory authority is missing.", told)

    def test_no_fact_is_told_by_its_name_in_the_program(self):
        facts = {
            *notices.NoticeFacts.__dataclass_fields__,
            *notices.PageFacts.__dataclass_fields__,
        }
        for fact in facts - {"language", "strict", "date", "whatsapp_url"}:
            with self.subTest(fact):
                self.assertNotEqual(self.notice._label_of(fact), fact)

    def test_outside_the_union_the_representative_is_named_or_it_is_refused(self):
        self.company.country_id = self.env.ref("base.ch")
        with self.assertRaisesRegex(UserError, "Art. 27"):
            self._publish()
        self._publish(representative="Muster Vertretung GmbH, Bonn")
        page = self.channel._current_notice("de").page
        self.assertIn("Vertreter in der EU (Art. 27 DSGVO): Muster Vertretung", page)
        self.company.country_id = self.env.ref("base.de")
        self._publish()
        self.assertNotIn("Muster Vertretung", self.channel._current_notice("de").page)

    def test_too_long_text_is_refused_and_never_cut(self):
        with self.assertRaises(UserError):
            self._publish(retention_text_de="sechs Monate und " * 40)

    def test_advertising_is_refused(self):
        with self.assertRaises(UserError):
            self._publish(alternative_contact_de="Tel. 030 5550 100, 20 % Rabatt")

    def test_public_address_without_https_is_refused(self):
        with self.assertRaises(UserError):
            self._publish(notice_base_url="http://odoo.muster.example")

    def test_a_draft_reads_as_it_will_be_published_and_says_what_is_missing(self):
        authority = self.channel.authority
        self.channel.authority = False
        self.channel.action_new_notice()
        draft = self.channel.notice_ids.filtered(
            lambda n: not n.published_at and n.language == "de"
        ).with_context(lang="en_US")
        self.assertIn("Supervisory authority is missing.", draft.draft_gaps)
        self.channel.authority = authority
        draft.invalidate_recordset()
        self.assertFalse(draft.draft_gaps)
        chat, short, page = draft.draft_chat, draft.draft_short, draft.draft_page
        draft.action_publish()
        first = draft.body_full.splitlines()[0]
        self.assertIn(first, chat)
        self.assertIn(draft.yes_title, chat)
        self.assertIn(draft.body_short.split("http")[0], short)
        self.assertIn(authority, page)
        self.assertFalse(draft.draft_chat or draft.draft_gaps)

    def test_refused_draft_stays_a_draft(self):
        with self.assertRaises(UserError):
            self._publish(retention_text_de="sechs Monate und " * 40)
        self.assertEqual(self.channel._current_notice("de"), self.notice)

    def test_nobody_writes_by_hand_what_publishing_writes(self):
        self.channel.action_new_notice()
        draft = self.channel.notice_ids.filtered(lambda n: not n.published_at)[0]
        forged = {
            "body_full": "Jetzt 20 % Rabatt!",
            "slug": "forged",
            "published_at": "2026-11-01 08:00:00",
        }
        new = {"channel_id": self.channel.id, "version": 99}
        for user in (self.channel_admin, self.coordinator):
            notices = self.env["wa.notice"].with_user(user)
            usual = {f"default_{name}": value for name, value in forged.items()}
            for attempt in (
                lambda n=notices: n.create({**new, **forged}),
                lambda n=notices, u=usual: n.with_context(**u).create(new),
                lambda n=notices: n.browse(draft.id).write(forged),
            ):
                with self.subTest(user.login), self.assertRaises(UserError):
                    attempt()
        self.assertEqual(self.channel._current_notice("de"), self.notice)

    def test_text_names_company_stop_and_page(self):
        body = self.notice.body_full
        for word in ("Muster Test GmbH", "STOPP", self.notice.slug, "030 5550 100"):
            self.assertIn(word, body)

    def test_text_fits_into_one_message(self):
        for notice in self.channel.notice_ids:
            self.assertLessEqual(len(notice.body_full), 1024)
            self.assertLessEqual(len(notice.footer), 60)

    def test_nothing_of_a_published_notice_can_be_changed(self):
        for name, value in FROZEN.items():
            with self.subTest(name), self.assertRaises(UserError):
                self.notice.sudo().write({name: value})

    def test_published_notice_can_not_be_deleted(self):
        with self.assertRaises(UserError):
            self.notice.sudo().unlink()

    def test_copy_of_a_notice_is_an_unpublished_draft(self):
        draft = self.notice.copy({"version": 7})
        self.assertFalse(draft.published_at or draft.slug or draft.body_full)


@tagged("post_install", "-at_install")
class TestPublicPage(ToolCase):
    def _get(self, notice):
        self.authenticate(None, None)
        return self.url_open(f"/whatsapp/privacy/{notice.slug}")

    def test_every_version_in_every_language_stays_reachable(self):
        self.publish()
        published = self.channel.notice_ids
        self.assertEqual(len(published), 4)
        for notice in published:
            with self.subTest(notice.display_name):
                self.assertEqual(self._get(notice).status_code, 200)

    def test_page_sets_no_cookie(self):
        self.opener.cookies.clear()
        url = f"/whatsapp/privacy/{self.channel._current_notice('de').slug}"
        answer = self.opener.get(f"{self.base_url()}{url}")
        self.assertNotIn("Set-Cookie", answer.headers)

    def test_page_loads_nothing_from_elsewhere(self):
        answer = self._get(self.channel._current_notice("de"))
        for part in ("<script", "<link", "<img", "@import", "src="):
            self.assertNotIn(part, answer.text)
        self.assertIn("default-src 'none'", answer.headers["Content-Security-Policy"])

    def test_page_is_in_its_own_language_whatever_the_reader_has(self):
        german, english = (
            self._get(self.channel._current_notice(c)) for c in ("de", "en")
        )
        self.assertIn('lang="de', german.text)
        self.assertIn('lang="en', english.text)
        self.assertIn("Widerruf", german.text)
        self.assertNotIn("Widerruf", english.text)

    def test_its_date_is_in_its_own_language_and_the_company_s_day(self):
        german, english = (self.channel._current_notice(c) for c in ("de", "en"))
        # half an hour after midnight in Berlin; the addon itself would not let it
        self.env.cr.execute("UPDATE wa_notice SET published_at = '2026-11-23 23:30'")
        self.env.invalidate_all(flush=False)
        for notice, date in ((german, "24.11.2026"), (english, "11/24/2026")):
            for browser in ("de", "en-US"):
                self.opener.headers["Accept-Language"] = browser
                self.assertRegex(self._get(notice).text, rf"·\s*{date}")

    def test_old_version_points_to_the_newest(self):
        old = self.channel._current_notice("de")
        self.publish()
        new = self.channel._current_notice("de")
        self.assertIn(new.slug, self._get(old).text)

    def test_name_with_markup_is_refused(self):
        self.company.name = "Muster <b>& Söhne</b>"
        with self.assertRaises(UserError):
            self.publish()

    def test_name_with_an_ampersand_is_escaped(self):
        self.company.name = "Muster & Söhne"
        self.publish()
        page = self._get(self.channel._current_notice("de")).text
        self.assertIn("Muster &amp; Söhne", page)

    def test_draft_and_unknown_address_are_not_found(self):
        self.channel.action_new_notice()
        drafts = self.channel.notice_ids.filtered(lambda n: not n.published_at)
        guard.admitted(drafts[0]).slug = "d"
        for slug in ("d", "no-such-notice", "%"):
            with self.subTest(slug):
                answer = self.url_open(f"/whatsapp/privacy/{slug}")
                self.assertEqual(answer.status_code, 404)

    def test_notice_says_what_the_mode_does(self):
        self.publish(consent_mode="service_reply")
        notice = self.channel._current_notice("de")
        self.assertIn("Wir lesen sie und antworten", notice.body_full)
        self.assertNotIn("sobald Sie zustimmen", notice.body_full)
        self.publish(consent_mode="strict")
        self.assertIn("sobald Sie", self.channel._current_notice("de").body_full)
