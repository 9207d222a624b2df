"""A browser that visits the demo, and what it keeps: pictures for the handbook."""

import shutil
import sys
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from devenv import progress, screens  # noqa: E402 - first the line above

IMAGES = ROOT / "docs" / "images"
WIDE = {"width": 1600, "height": 1000}
LANGUAGES = {"de": "de_DE", "en": "en_US"}
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ACTION = "/odoo/action-whatsapp_dsgvo."
TICKETS = f"{ACTION}helpdesk_ticket_action_whatsapp"
ROW = ".o_data_row"
VIEWS = ".o_list_view, .o_form_view, .o_kanban_view"
COMPOSER = ".o-wa-Composer-input"
BUBBLE = ".o-wa-Bubble"


class Camera:
    """A browser that visits the demo as one of its users."""

    def __init__(self, browser, odoo_url):
        self._browser = browser
        self._odoo = odoo_url

    @contextmanager
    def page(self, size, language="de", scale=1):
        context = self._browser.new_context(
            viewport=size,
            locale=language,
            timezone_id="Europe/Berlin",
            device_scale_factor=scale,
        )
        page = context.new_page()
        # the first page of a new database compiles the web client
        page.set_default_timeout(180_000)
        yield page
        context.close()

    @contextmanager
    def logged_in(self, login, language="de", size=WIDE, scale=1):
        """A page of this user, whose language is put back afterwards."""
        with self.page(size, language, scale) as page:
            page.goto(f"{self._odoo}/web/login")
            page.fill("#login", login)
            page.fill("#password", login)
            page.click("button[type=submit]")
            page.wait_for_selector(".o_web_client")
            self._speak(page, language)
            yield page
            self._speak(page, "de")

    def open(self, page, path, wait_for=VIEWS):
        """Open one of Odoo's screens and wait until it shows its data."""
        page.goto("about:blank")
        page.goto(f"{self._odoo}{path}")
        page.wait_for_selector(wait_for)
        settle(page)

    def _speak(self, page, language):
        """Set the user's own language, as the preferences do.

        Again if a request that ran meanwhile has left the old one in Odoo's cache.
        """
        lang, info = LANGUAGES[language], "/web/session/get_session_info"
        for _time in range(5):
            user = self._call(page, info)["uid"]
            self.rpc(page, "res.users", "write", [user], {"lang": lang})
            if self._call(page, info)["user_context"]["lang"] == lang:
                return
        raise SystemExit(f"Odoo goes on speaking another language than {lang}.")

    def rpc(self, page, model, method, *arguments, **more):
        """Call a method of a model as the user of this page."""
        path = f"/web/dataset/call_kw/{model}/{method}"
        called = {"model": model, "method": method, "args": arguments, "kwargs": more}
        return self._call(page, path, **called)

    def _call(self, page, path, **parameters):
        body = {"jsonrpc": "2.0", "method": "call", "params": parameters}
        answer = page.request.post(f"{self._odoo}{path}", data=body).json()
        if "error" in answer:
            raise SystemExit(f"Odoo refused: {answer['error']['data']['message']}")
        return answer["result"]


def settle(page):
    """Wait until Odoo loads nothing any more and its fonts are there."""
    page.wait_for_selector(".o_loading_indicator", state="detached")
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(500)  # animations of the web client


def take(page, name):
    """Save what the page shows as docs/images/<name>.png."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    page.mouse.move(0, 0)
    save(page, name)


def save(what, name):
    """A page or an element of it, in a palette: a third of the size."""
    path = IMAGES / f"{name}.png"
    what.screenshot(path=path, animations="disabled")
    Image.open(path).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(
        path, optimize=True
    )
    print(f"  {name}.png")


def open_ticket(camera, page, person, wait_for=COMPOSER):
    """Open this person's ticket from the list of open ones."""
    camera.open(page, TICKETS)
    page.click(f"{ROW}:has-text('{person}'), .o_kanban_record:has-text('{person}')")
    page.wait_for_selector(wait_for)
    page.wait_for_selector(BUBBLE)
    settle(page)


def say(page, text, state):
    """The agent answers; returns when the answer has come to this state."""
    page.fill(COMPOSER, text)
    page.press(COMPOSER, "Enter")
    page.wait_for_selector(f"{BUBBLE}[data-state={state}]:has-text('{text}')")


@contextmanager
def visiting(odoo_url):
    """The camera, at the demo behind this URL."""
    need_browser()
    program = next(filter(None, map(shutil.which, screens.BROWSERS)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield Camera(browser, odoo_url)
        browser.close()


def need_browser():
    """No picture with empty boxes for emoji: here the fonts are as needed as Chromium."""
    try:
        screens.need_browser()
        screens.need_fonts()
    except progress.Problem as problem:
        raise SystemExit(f"The pictures can't be taken. {problem}") from None
