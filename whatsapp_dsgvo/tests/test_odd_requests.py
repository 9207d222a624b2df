"""What no browser sends: it gets an answer, never an error of the server."""

from odoo.tests import tagged

from .media_tools import MediaCase


@tagged("post_install", "-at_install")
class TestOddRequests(MediaCase):
    def scene(self):
        super().scene()
        self.ticket = self.agree("Meine Rechnung stimmt nicht")

    def setUp(self):
        super().setUp()
        self.authenticate(None, None)

    def export_path(self):
        request = self.env["wa.request"]._receive(
            self.subject(), "access", identity_level="1"
        )
        action = request.with_user(self.coordinator).action_export()
        record = self.env["wa.export"].browse(action["res_id"])
        message = record.with_user(self.coordinator).action_release()
        token = message["params"]["message"].split("/whatsapp/export/")[1].split()[0]
        return f"/whatsapp/export/{token}"

    def public_pages(self):
        notice = self.channel._current_notice("de")
        return (
            f"/whatsapp/privacy/{notice.slug}",
            f"/whatsapp/me/{self.channel.uuid}",
            f"/whatsapp/start/{self.channel.uuid}",
            self.export_path(),
        )

    def test_nul_in_an_address_finds_nothing(self):
        for page in ("privacy", "me", "start", "export"):
            with self.subTest(page):
                answer = self.url_open(f"/whatsapp/{page}/a%00b")
                self.assertEqual(answer.status_code, 404)

    def test_nul_in_the_address_of_a_file_finds_nothing(self):
        answer = self.get("/whatsapp/media/a%00b")
        self.assertEqual(answer.status_code, 404)

    def test_a_file_in_place_of_a_word_is_no_word(self):
        page, path = f"/whatsapp/me/{self.channel.uuid}", self.export_path()
        for url, name, data in (
            (page, "token", {"step": "access"}),
            (page, "step", {}),
            (path, "code", {}),
        ):
            with self.subTest(name):
                files = {name: ("a.txt", b"123456")}
                answer = self.url_open(url, data=data, files=files)
                self.assertEqual(answer.status_code, 200)
                self.assertIn("text/html", answer.headers["Content-Type"])

    def test_no_public_page_can_be_framed_or_tells_its_address(self):
        for path in self.public_pages():
            with self.subTest(path):
                headers = self.url_open(path).headers
                policy = headers["Content-Security-Policy"]
                self.assertIn("frame-ancestors 'none'", policy)
                self.assertEqual(headers["Referrer-Policy"], "no-referrer")
                self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
