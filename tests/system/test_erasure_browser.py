"""From the contact to the certificate: an erasure as two people do it, in Chromium."""

import io
import json
import subprocess
import sys

import pypdf
import pytest

from devenv import config

from . import running
from .browser import log_in
from .running import until

ERIKA = "+4915155500001"
NAME = "Erika Muster"
QUESTION = "Meine Rechnung stimmt nicht"
VERIFY = config.ROOT / "docs" / "verify_certificate.py"
JOB = "select state from wa_erasure"


@pytest.fixture(scope="module")
def site():
    with running.fresh("erasure-browser", 8771) as site:
        yield site


@pytest.fixture(scope="module")
def partner(site):
    """The contact of somebody who wrote, agreed and got an answer."""
    simulator, agent = site.simulator, site.login("agent")
    simulator.customer_sends_text(ERIKA, QUESTION)

    def notices():
        return [m for m in simulator.sent if m.type == "interactive"]

    until(notices, 60, "Erika is asked")
    simulator.customer_taps(ERIKA, notices()[0].id, 0)
    ticket = "select id from helpdesk_ticket where whatsapp_open"
    until(lambda: site.sql(ticket), 60, "there is a ticket")
    number = int(site.sql(ticket))
    contact = {"name": NAME, "phone": ERIKA}
    partner = agent.call("res.partner", "create", [contact])[0]
    agent.call("helpdesk.ticket", "whatsapp_link_partner", [number], partner)
    agent.call("helpdesk.ticket", "whatsapp_send", [number], body="Ich prüfe das.")
    return partner


@pytest.fixture(scope="module")
def first(site, browser):
    page = log_in(browser, site.odoo_url, "koordination")
    yield page
    assert page.complaints == []


@pytest.fixture(scope="module")
def second(site, browser):
    page = log_in(browser, site.odoo_url, "vertretung")
    yield page
    assert page.complaints == []


def prove(page, level):
    """How the person proved who they are: from the selection of the dialog."""
    page.locator(".modal [name=identity_level] input").click()
    page.locator(".o_select_menu_item", has_text=level).click()


def fill_in(page, word, colleague):
    page.locator(".modal [name=confirmation] input").fill(word)
    person = page.locator(".modal [name=second_user_id] input")
    person.fill(colleague)
    page.locator(".o-autocomplete--dropdown-item", has_text=colleague).first.click()


def open_job(site, page):
    page.goto(
        f"{site.odoo_url}/odoo/wa.erasure/{site.sql('select id from wa_erasure')}"
    )
    page.locator(".o_form_view").wait_for()


def test_1_the_coordination_sees_what_would_go_and_starts_it(site, partner, first):
    colleague = site.sql(
        "select p.name from res_users u join res_partner p on p.id = u.partner_id"
        " where u.login = 'vertretung'"
    )
    first.goto(f"{site.odoo_url}/odoo/res.partner/{partner}")
    first.get_by_role("tab", name="WhatsApp und Datenschutz").click()
    first.get_by_role("button", name="Löschen …").click()
    dialog = first.locator(".modal")
    dialog.get_by_text("Löschen: Vorschau").wait_for()
    focused = dialog.locator(":focus")
    assert focused.get_attribute("aria-label") == "Vorschau", (
        "read before anything else"
    )
    preview = dialog.locator("[name=erased_text]").inner_text()
    messages = site.sql("select count(*) from wa_message")
    assert f"Nachrichten und Notizen: {messages}" in preview, preview
    prove(first, "Portal")
    dialog.get_by_text("Der Kontakt wird gelöscht.").wait_for()
    fill_in(first, "LÖSCHEN", colleague)
    dialog.get_by_role("button", name="Löschung starten").click()
    first.get_by_text("Wartet auf die zweite Person").first.wait_for()
    assert site.sql(JOB) == "proposed"
    assert first.get_by_role("button", name="Bestätigen und löschen").count() == 0


def test_2_the_second_person_confirms_and_the_job_runs(site, partner, first, second):
    case = site.sql("select id from wa_request")
    second.goto(f"{site.odoo_url}/odoo/wa.request/{case}")
    second.get_by_role("button", name="Öffnen", exact=True).click()
    second.get_by_role("button", name="Bestätigen und löschen").click()
    second.locator(".modal .btn-primary").click()
    until(lambda: site.sql(JOB) == "done", 120, "the person is erased")
    for page in (first, second):
        page.get_by_text("Gelöscht am").first.wait_for(timeout=20_000)
    assert site.sql("select count(*) from wa_message") == "0"
    told = [m.payload["text"]["body"] for m in site.simulator.sent if m.type == "text"]
    assert "Ihre Daten werden jetzt gelöscht" in told[-1]
    assert site.sql(f"select count(*) from res_partner where id = {partner}") == "0"


def download(page, name):
    with page.expect_download() as begun:
        page.get_by_role("button", name=name).click()
    return begun.value


def verify(path):
    """As anybody does who was given the file: exit code, and what it says."""
    command = [sys.executable, str(VERIFY), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_3_the_certificate_verifies_and_a_changed_one_does_not(site, first, tmp_path):
    open_job(site, first)
    path = tmp_path / "certificate.json"
    download(first, "Bescheinigung (JSON)").save_as(path)
    code, told = verify(path)
    assert (code, told.split(".")[0]) == (0, "Unchanged"), told
    certificate = json.loads(path.read_text(encoding="utf-8"))
    assert certificate["decision"] == "full"
    assert NAME not in path.read_text(encoding="utf-8")
    certificate["decision"] = "partial"
    path.write_text(json.dumps(certificate), encoding="utf-8")
    code, told = verify(path)
    assert (code, told.split(":")[0]) == (1, "WRONG"), told


def test_4_the_page_to_print_says_the_same_number(site, first, tmp_path):
    path = tmp_path / "certificate.pdf"
    download(first, "Bescheinigung (PDF)").save_as(path)
    pages = pypdf.PdfReader(io.BytesIO(path.read_bytes())).pages
    text = "\n".join(page.extract_text() for page in pages)
    number = site.sql(
        "select r.name from wa_erasure e join wa_request r on r.id = e.request_id"
    )
    assert number in text
    assert NAME not in text
