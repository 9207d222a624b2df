"""“My WhatsApp consents”: who sends the code sees and withdraws, nobody else."""

import re
import secrets
from unittest.mock import patch

from odoo.tests import tagged

from ..models import wa_request
from .common import ERIKA, MAX
from .tools import ToolCase

KINDS = dict(wa_request.KINDS)


class SelfServiceCase(ToolCase):
    def setUp(self):
        super().setUp()
        self.authenticate(None, None)

    def page(self, step=None, **form):
        """The page as a visitor without login gets it; `step` presses a button."""
        url = f"/whatsapp/me/{self.channel.uuid}?lang=de"
        answer = self.url_open(url, data={"step": step, **form} if step else None)
        self.env.invalidate_all()
        self.assertEqual(answer.status_code, 200)
        return answer

    def begin(self):
        """(token, code) as the page shows them."""
        text = self.page("start").text
        token = re.search('name="token" value="([^"]+)"', text)[1]
        return token, re.search('name="code" value="([0-9]+)"', text)[1]

    def send(self, code, customer=ERIKA):
        self.write(f"DATEN {code[:3]} {code[3:]}", customer)

    def identify(self, customer=ERIKA):
        token, code = self.begin()
        self.send(code, customer)
        return token


@tagged("post_install", "-at_install")
class TestSelfService(SelfServiceCase):
    def test_page_asks_for_no_number_and_sets_no_cookie(self):
        self.opener.cookies.clear()
        answer = self.page()
        self.assertNotIn("Set-Cookie", answer.headers)
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        self.assertNotIn('type="tel"', answer.text)
        self.assertIn("Code anzeigen", answer.text)

    def test_nothing_is_loaded_from_elsewhere(self):
        text = self.page("start").text
        self.assertEqual(
            set(re.findall('src="(data:image/png|[^"]{9})', text)), {"data:image/png"}
        )
        for part in ("<script", "<link", "@import"):
            self.assertNotIn(part, text)

    def test_no_two_visits_wait_for_one_code(self):
        """Else who comes second would see the person who sends it for the first."""
        visits = self.env["wa.self.visit"]
        with patch.object(secrets, "randbelow", side_effect=[7, 7, 8, 7]):
            codes = [visits._start(self.channel)[1] for _visit in range(2)]
            self.later(minutes=16)
            codes.append(visits._start(self.channel)[1])
        self.assertEqual(codes, ["000007", "000008", "000007"])

    def test_known_and_unknown_senders_see_the_same_page(self):
        """Whether somebody is a customer is told to nobody but them."""
        self.assertIn(
            "keine Einwilligung", self.page("show", token=self.identify(MAX)).text
        )

    def test_rights_are_offered_in_both_languages(self):
        token = self.identify()
        words = {"de": "Einschränkung verlangen", "en": "Ask for restriction"}
        for lang, word in words.items():
            text = self.page("show", token=token, lang=lang).text
            self.assertIn(word, text)

    def test_dates_are_written_as_the_page_is_whatever_the_browser_prefers(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.agree()
        token = self.identify()
        self.opener.headers["Accept-Language"] = "en-US"
        text = self.page("show", token=token).text
        self.assertIn(f"{self.consent().since:%d.%m.%Y}", text)
        self.assertNotIn(f"{self.consent().since:%m/%d/%Y}", text)

    def test_no_right_is_made_up(self):
        token = self.identify()
        text = self.page("complaint", token=token).text
        self.assertNotIn("Ihr Antrag ist eingegangen", text)
        self.assertFalse(self.env["wa.request"]._open_of(self.subject()))

    def test_the_code_is_no_yes_and_asks_nothing(self):
        self.write("Guten Tag")
        asked = len(self.received_by())
        self.identify()
        self.assertEqual(self.consent().state, "pending")
        self.assertEqual(len(self.received_by()), asked)

    def test_a_code_counts_once_and_for_the_first_sender(self):
        token, code = self.begin()
        self.send(code, MAX)
        self.agree()
        self.send(code)
        self.assertIn("···· 0002", self.page("show", token=token).text)
        self.assertEqual(self.texts()[-1], f"DATEN {code[:3]} {code[3:]}")
        self.assertTrue(self.conversation().ticket_id.whatsapp_unanswered_since)

    def test_code_in_the_form_can_not_carry_markup(self):
        token, _code = self.begin()
        text = self.page("show", token=token, code="<b>1</b>").text
        self.assertNotIn("<b>1</b>", text)

    def test_unknown_number_is_not_found(self):
        self.assertEqual(self.url_open("/whatsapp/me/nobody").status_code, 404)

    def test_neither_token_nor_code_is_stored(self):
        token, code = self.begin()
        row = self.env["wa.self.visit"].search([], limit=1, order="id desc")
        stored = self.as_json(row.read())
        self.assertNotIn(token, stored)
        self.assertNotIn(code, stored)

    def test_visits_are_forgotten(self):
        self.begin()
        self.later(days=2)
        self.env["wa.self.visit"]._gc_visits()
        self.assertFalse(self.env["wa.self.visit"].search([]))


@tagged("post_install", "-at_install")
class TestSelfServiceOfCustomers(SelfServiceCase):
    def scene(self):
        super().scene()
        self.ticket = self.agree()

    def test_own_message_opens_the_page(self):
        token = self.identify()
        text = self.page("show", token=token).text
        self.assertIn("···· 0001", text)
        self.assertIn("Anfragen beantworten", text)
        self.assertIn("erteilt", text)

    def test_before_the_message_came_nothing_is_shown(self):
        token, code = self.begin()
        text = self.page("show", token=token, code=code).text
        self.assertIn("Noch nicht angekommen", text)
        self.assertIn(f"{code[:3]} {code[3:]}", text)
        self.assertNotIn("0001", text)

    def test_all_rights_are_asked_for_here_known_or_not(self):
        pages = []
        for customer in (ERIKA, MAX):
            token = self.identify(customer)
            for right in KINDS:
                text = self.page(right, token=token).text
                case = self.env["wa.request"]._open_of(self.subject(customer), right)
                self.assertIn(case.name, text)
                self.assertEqual(
                    (case.received_by, case.identity_level, case.state),
                    ("whatsapp", "1", "new"),
                )
                self.assertEqual(
                    "was falsch ist" in text, right == "rectification", right
                )
                open_too = customer == ERIKA and right == "erasure"
                self.assertEqual("noch offene Anfrage" in text, open_too)
            offers = re.findall('<button[^>]* value="([a-z]+)"', text)
            pages.append([offer for offer in offers if offer != "withdraw"])
        self.assertEqual(pages, [list(KINDS), list(KINDS)])

    def test_one_withdrawal_ends_all_and_is_in_the_ledger(self):
        token = self.identify()
        waiting = self.answer(self.ticket)
        text = self.page("withdraw", token=token).text
        self.assertIn("Wir schreiben Ihnen auf WhatsApp nicht mehr", text)
        self.assertNotIn("Alles auf WhatsApp widerrufen", text)
        consent = self.consent()
        self.assertEqual(consent.state, "withdrawn")
        self.assertEqual(consent.last_entry_id.actor_kind, "subject")
        self.assertEqual(waiting.state, "cancelled")
        self.work()
        self.assertNotIn("Ich prüfe das.", self.free_texts())

    def test_the_code_is_no_message_to_the_desk(self):
        self.answer(self.ticket)
        self.work()
        self.identify()
        self.assertFalse(self.ticket.whatsapp_unanswered_since)

    def test_an_old_code_is_an_ordinary_message(self):
        token, code = self.begin()
        self.later(minutes=16)
        self.send(code)
        self.assertIn("Besuch ist beendet", self.page("show", token=token).text)

    def test_the_visit_ends(self):
        token = self.identify()
        self.later(minutes=31)
        for step in ("show", "withdraw"):
            self.assertIn("Besuch ist beendet", self.page(step, token=token).text)
        self.assertEqual(self.consent().state, "given")

    def test_a_foreign_or_missing_token_opens_nothing(self):
        self.identify()
        for token in ("", "x", "1", "-"):
            with self.subTest(token):
                text = self.page("withdraw", token=token).text
                self.assertIn("Besuch ist beendet", text)
        self.assertEqual(self.consent().state, "given")
