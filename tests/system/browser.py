"""Real Chromium on the two screens of the story: the customer's phone and Odoo."""

import contextlib
import shutil

from playwright.sync_api import sync_playwright

from devenv.screens import BROWSERS

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP = {"width": 1600, "height": 1000}
PHONE = {"width": 400, "height": 850}
TICKETS = "/odoo/action-whatsapp_dsgvo.helpdesk_ticket_action_whatsapp"


@contextlib.contextmanager
def chromium():
    path = next(filter(None, map(shutil.which, BROWSERS)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


def open_page(browser, url, viewport=DESKTOP, locale="de-DE"):
    """A page of its own session; `page.complaints` collects what its console says."""
    context = browser.new_context(
        viewport=viewport, locale=locale, timezone_id="Europe/Berlin"
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.complaints = []
    page.on(
        "console",
        lambda m: page.complaints.append(m.text) if m.type == "error" else None,
    )
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(url)
    return page


def log_in(browser, odoo_url, login, **options):
    """Odoo's web client as this user of the demonstration (password = login)."""
    page = open_page(browser, f"{odoo_url}/web/login", **options)
    page.fill("#login", login)
    page.fill("#password", login)
    page.click("form button[type=submit]")
    # the first page of a new database compiles the web client
    page.wait_for_selector(".o_main_navbar", timeout=180_000)
    return page


def write(phone, text):
    """A message of the customer, on the stand-in's phone."""
    phone.get_by_placeholder("Nachricht schreiben").fill(text)
    phone.keyboard.press("Enter")


def open_ticket(page, odoo_url):
    """The first ticket of the list."""
    page.goto(odoo_url + TICKETS)
    page.locator(".o_data_row, .o_kanban_record").first.click()
    page.wait_for_selector(".o-wa-Composer-input")
