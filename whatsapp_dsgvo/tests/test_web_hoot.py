from odoo.tests import HttpCase, tagged

from odoo.addons.web.tests.test_js import unit_test_error_checker

PAGE = (
    "/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&filter=@whatsapp_dsgvo"
)


@tagged("post_install", "-at_install")
class TestWebHoot(HttpCase):
    """The JavaScript tests in static/tests, run by a real browser."""

    def test_javascript_on_a_desktop(self):
        self.browser_js(
            PAGE,
            "",
            "",
            login="admin",
            timeout=600,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=unit_test_error_checker,
        )
