"""Takes the pictures of the README and the handbook from the running demo.

    ./dev reset && .dev/venv/bin/python docs/make_images.py

starts the demo if it is not running (or uses the servers named by options), tells a
small story through the stand-in and photographs the screens in German and English, wide
and narrow. It needs a database that has seen no messages yet, hence the reset.
"""

import argparse
import json
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import demo_story as story
import kinds_story as kinds
from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from devenv import progress, screens  # noqa: E402 - first the line above

IMAGES = ROOT / "docs" / "images"
WIDE = {"width": 1600, "height": 1000}
LIST = {"width": 1600, "height": 480}
TALL = {"width": 1600, "height": 2100}
NARROW = {"width": 400, "height": 860}
ALL_KINDS = {"width": 1600, "height": 4600}
ALL_KINDS_NARROW = {"width": 400, "height": 6400}
PHONE = {"width": 400, "height": 1180}  # the whole notice on one picture
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
NUMBERS = f"{ACTION}wa_channel_action"
SETTINGS = "/odoo/settings#whatsapp_dsgvo"
LISTS = (
    ("sichtung", "triage", f"{ACTION}wa_message_action_triage"),
    ("dsb", "consents", f"{ACTION}wa_consent_action"),
    ("dsb", "ledger", f"{ACTION}wa_ledger_entry_action"),
    ("dsb", "notices", f"{ACTION}wa_notice_action"),
)
ROW = ".o_data_row"
CHECK = "button[name=action_whatsapp_check]"
COMPOSER = ".o-wa-Composer-input"
BUBBLE = ".o-wa-Bubble"


class Camera:
    """A browser that visits the demo as one of its users."""

    def __init__(self, browser, odoo_url):
        self._browser = browser
        self._odoo = odoo_url

    @contextmanager
    def page(self, size, language="de"):
        context = self._browser.new_context(
            viewport=size, locale=language, timezone_id="Europe/Berlin"
        )
        page = context.new_page()
        page.set_default_timeout(60_000)
        yield page
        context.close()

    @contextmanager
    def logged_in(self, login, language="de", size=WIDE):
        """A page of this user, whose language is put back afterwards."""
        with self.page(size, language) as page:
            page.goto(f"{self._odoo}/web/login")
            page.fill("#login", login)
            page.fill("#password", login)
            page.click("button[type=submit]")
            page.wait_for_selector(".o_web_client")
            self._speak(page, language)
            yield page
            self._speak(page, "de")

    def open(self, page, path):
        """Open one of Odoo's screens and wait until it shows its data."""
        page.goto("about:blank")
        page.goto(f"{self._odoo}{path}")
        page.wait_for_selector(".o_list_view, .o_form_view, .o_kanban_view")
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


def take_phone(camera, phones, name):
    with camera.page(PHONE) as page:
        page.goto(phones.page(story.ERIKA))
        page.wait_for_selector("#chat > *")
        page.wait_for_timeout(500)
        take(page, name)


def open_ticket(camera, page, person, wait_for=COMPOSER):
    """Open this person's ticket from the list of open ones."""
    camera.open(page, TICKETS)
    page.click(f"{ROW}:has-text('{person}'), .o_kanban_record:has-text('{person}')")
    page.wait_for_selector(wait_for)
    page.wait_for_selector(BUBBLE)
    settle(page)


def answer(camera, phones):
    """An agent says who it is, and answers."""
    with camera.logged_in("agent") as page:
        open_ticket(camera, page, "Erika")
        page.get_by_role("button", name="Verknüpfen").click()
        page.fill(COMPOSER, story.ANSWER)
        page.press(COMPOSER, "Enter")
        page.wait_for_selector(f"{BUBBLE}:has-text('korrigierte')")
        phones.wait_for(story.ERIKA, "text", count=2)


def answer_bea(camera, phones):
    """Every way an answer can go, a note, and one that waits; see `kinds_story`."""
    with camera.logged_in("agent") as page:
        open_ticket(camera, page, "Bea")
        say(page, kinds.ANSWER, "delivered")
        kinds.send_everything(phones)
        answer_otherwise(camera, page)
        phones.fault("error", code=131026, recipient=kinds.BEA, times=1)
        say(page, "Der Techniker kommt am Donnerstag um 14 Uhr.", "failed")
        phones.fault("cut_before", recipient=kinds.BEA, times=1)
        say(page, "Er heißt Herr Muster.", "uncertain")
        page.get_by_role("tab", name="Interne Notiz").click()
        page.fill(".o-mail-Composer-input", "Kundin ist verärgert, bitte zurückrufen.")
        page.click(".o-mail-Composer-send")
        page.wait_for_selector(f"{BUBBLE}.o-wa-note")
        phones.write(kinds.BEA, kinds.UNANSWERED)
        page.wait_for_selector(f"{BUBBLE}:has-text('{kinds.UNANSWERED}')")
        phones.let_a_day_pass()
        open_ticket(camera, page, "Bea")
        say(page, "Der Termin bleibt bei Donnerstag, 14 Uhr.", "waiting_for_window")
        kinds.move(phones)
        page.wait_for_selector(f"{BUBBLE}:has-text('neue Nummer')")


def answer_otherwise(camera, page):
    """Buttons, a list, a place, a reaction, a file; and a message is locked."""
    page.wait_for_selector(f"{BUBBLE}:has-text('{kinds.SECRET}')")
    newest = [["whatsapp_open", "=", True]]
    (ticket,) = camera.rpc(
        page, "helpdesk.ticket", "search", newest, order="id desc", limit=1
    )
    for method, arguments in kinds.DESK:
        camera.rpc(page, "helpdesk.ticket", method, [ticket], *arguments)
    lines = [["model", "=", "helpdesk.ticket"], ["res_id", "=", ticket]]
    lines = camera.rpc(page, "mail.message", "search", lines, order="id")
    rows = camera.rpc(page, "helpdesk.ticket", "whatsapp_messages", [ticket], lines)
    heard = [row["wa_body"] for row in rows if row["wa_body"]["direction"] == "in"]
    first = heard[0]["uuid"]
    last = next(one["uuid"] for one in heard if one["text"] == kinds.SECRET)
    camera.rpc(page, "helpdesk.ticket", "whatsapp_react", [ticket], first, "👍")
    camera.rpc(page, "helpdesk.ticket", "whatsapp_lock", [ticket], last, "special")
    contract = {"name": "Angebot.pdf", "mimeType": "application/pdf"}
    page.set_input_files(
        ".o-wa-Composer input[type=file]", contract | {"buffer": kinds.PDF}
    )
    say(page, "Unser Angebot liegt bei.", "delivered")


def say(page, text, state):
    """The agent answers; returns when the answer has come to this state."""
    page.fill(COMPOSER, text)
    page.press(COMPOSER, "Enter")
    page.wait_for_selector(f"{BUBBLE}[data-state={state}]:has-text('{text}')")


def take_kinds(camera, language):
    for size in (ALL_KINDS, ALL_KINDS_NARROW):
        with camera.logged_in("agent", language, size) as page:
            open_ticket(camera, page, "Bea", wait_for=BUBBLE)
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= size["width"], f"{width} px do not fit"
            chat = page.locator(".o-mail-Chatter")
            save(chat, f"kinds-{language}-{size['width']}")


def take_tickets(camera, language, size):
    suffix = f"{language}-{size['width']}"
    with camera.logged_in("agent", language, size) as page:
        camera.open(page, TICKETS)
        take(page, f"tickets-{suffix}")
        open_ticket(camera, page, "Erika")
        if size is NARROW:
            page.locator(COMPOSER).scroll_into_view_if_needed()
        take(page, f"ticket-{suffix}")
        if size is WIDE:
            take_contact(page, suffix)


def take_contact(page, suffix):
    """The contact behind the ticket that is open."""
    page.click("button[name=action_whatsapp_privacy]")
    page.click(".nav-link[name=whatsapp]")
    settle(page)
    take(page, f"contact-{suffix}")


def take_lists(camera, language):
    for login, name, path in LISTS:
        with camera.logged_in(login, language, LIST) as page:
            camera.open(page, path)
            take(page, f"{name}-{language}-{WIDE['width']}")


def take_settings(camera, language):
    width = WIDE["width"]
    with camera.logged_in("admin", language, TALL) as page:
        camera.open(page, SETTINGS)
        page.click(CHECK)
        page.wait_for_selector(f"{CHECK}:enabled")
        settle(page)
        take(page, f"settings-{language}-{width}")
        camera.open(page, NUMBERS)
        page.click(ROW)
        page.wait_for_selector(".o_form_view")
        settle(page)
        take(page, f"number-{language}-{width}")


def tell_and_take(camera, phones):
    story.ask(phones)
    take_phone(camera, phones, "phone-notice-400")
    story.agree(phones)
    story.fill_triage(phones)
    answer(camera, phones)
    story.carry_on(phones)
    take_phone(camera, phones, "phone-chat-400")
    for language in LANGUAGES:
        take_tickets(camera, language, WIDE)
        take_tickets(camera, language, NARROW)
        take_lists(camera, language)
        take_settings(camera, language)
    kinds.greet(phones)
    answer_bea(camera, phones)
    for language in LANGUAGES:
        take_kinds(camera, language)


def servers():
    """(Odoo's URL, the stand-in's URL): named by options, or started by `./dev up`."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--odoo-url")
    parser.add_argument("--simulator-url")
    given = parser.parse_args()
    if given.odoo_url and given.simulator_url:
        return given.odoo_url, given.simulator_url
    started = subprocess.run(
        [ROOT / "dev", "up"], check=True, stdout=subprocess.PIPE, text=True
    )
    details = json.loads(started.stdout.strip().splitlines()[-1])
    return details["odoo_url"], details["simulator_url"]


def need_browser():
    """No picture with empty boxes for emoji: here the fonts are as needed as Chromium."""
    try:
        screens.need_browser()
        screens.need_fonts()
    except progress.Problem as problem:
        raise SystemExit(f"The pictures can't be taken. {problem}") from None


def main():
    odoo_url, simulator_url = servers()
    phones = story.Phones(simulator_url)
    if not phones.untouched():
        raise SystemExit("This demo has been used; please run ./dev reset first.")
    need_browser()
    program = next(filter(None, map(shutil.which, screens.BROWSERS)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        tell_and_take(Camera(browser, odoo_url), phones)
        browser.close()


if __name__ == "__main__":
    main()
