"""Takes the pictures of the README and the handbook from the running demo.

    ./dev reset && .dev/venv/bin/python docs/make_images.py

starts the demo if it is not running (or uses the servers named by options), tells a
small story through the stand-in and photographs the screens in German and English, wide
and narrow. It needs a database that has seen no messages yet, hence the reset.
"""

import argparse
import json
import subprocess

import demo_story as story
import file_pictures
import kinds_story as kinds
import privacy_pictures as privacy
from camera import (
    ACTION,
    BUBBLE,
    COMPOSER,
    LANGUAGES,
    ROOT,
    ROW,
    TICKETS,
    WIDE,
    open_ticket,
    save,
    say,
    settle,
    take,
    visiting,
)

LIST = {"width": 1600, "height": 480}
TALL = {"width": 1600, "height": 2100}
NARROW = {"width": 400, "height": 860}
ALL_KINDS = {"width": 1600, "height": 5150}
ALL_KINDS_NARROW = {"width": 400, "height": 6600}
PHONE = {"width": 400, "height": 1180}  # the whole notice on one picture
NUMBERS = f"{ACTION}wa_channel_action"
SETTINGS = "/odoo/settings#whatsapp_dsgvo"
LISTS = (
    ("sichtung", "triage", f"{ACTION}wa_message_action_triage"),
    ("dsb", "consents", f"{ACTION}wa_consent_action"),
    ("dsb", "ledger", f"{ACTION}wa_ledger_entry_action"),
    ("dsb", "notices", f"{ACTION}wa_notice_action"),
)
CHECK = "button[name=action_whatsapp_check]"


def take_phone(camera, phones, name):
    with camera.page(PHONE) as page:
        page.goto(phones.page(story.ERIKA))
        page.wait_for_selector("#chat > *")
        page.wait_for_timeout(500)
        take(page, name)


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
        page.locator(CHECK).evaluate("button => button.scrollIntoView()")
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
        privacy.take_today(camera, language)
    privacy.erase_and_take(camera, "Erika Muster")
    kinds.greet(phones)
    answer_bea(camera, phones)
    for language in LANGUAGES:
        take_kinds(camera, language)


def options():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--odoo-url")
    parser.add_argument("--simulator-url")
    parser.add_argument("--only-files", action="store_true", help="no other pictures")
    return parser.parse_args()


def servers(given):
    """(Odoo's URL, the stand-in's URL): named by options, or started by `./dev up`."""
    if given.odoo_url and given.simulator_url:
        return given.odoo_url, given.simulator_url
    started = subprocess.run(
        [ROOT / "dev", "up"], check=True, stdout=subprocess.PIPE, text=True
    )
    details = json.loads(started.stdout.strip().splitlines()[-1])
    return details["odoo_url"], details["simulator_url"]


def main():
    given = options()
    odoo_url, simulator_url = servers(given)
    phones = story.Phones(simulator_url)
    if not phones.untouched():
        raise SystemExit("This demo has been used; please run ./dev reset first.")
    with visiting(odoo_url) as camera:
        if not given.only_files:
            tell_and_take(camera, phones)
        file_pictures.tell_and_take(camera, phones)


if __name__ == "__main__":
    main()
