"""The whole story in German, with real Chromium on both sides and no reload."""

import pytest

from . import running
from .browser import PHONE, log_in, open_page, open_ticket, write

ERIKA = "+4915155500001"
TRIAGE = "/odoo/action-whatsapp_dsgvo.wa_message_action_triage"
SOON = 2000  # ms: what the issue of a new message on the screen may take
QUESTION = "Meine Rechnung stimmt nicht, siehe Foto"
ANSWER = "Guten Morgen, Frau Muster! Ich prüfe das."


@pytest.fixture(scope="module")
def site():
    with running.fresh("browser", 8571) as site:
        yield site


@pytest.fixture(scope="module")
def phone(site, browser):
    page = open_page(browser, f"{site.simulator.url}/phone/{ERIKA}?lang=de")
    yield page
    assert page.complaints == []


@pytest.fixture(scope="module")
def agent(site, browser):
    page = log_in(browser, site.odoo_url, "agent")
    yield page
    assert page.complaints == []


def test_0_the_public_notice_of_the_demonstration_is_all_german(site, browser):
    slug = site.sql("select slug from wa_notice where language = 'de'")
    page = open_page(browser, f"{site.odoo_url}/whatsapp/privacy/{slug}")
    assert "Rechtsgrundlage: Einwilligung, Art. 6" in page.inner_text("body")


def test_1_the_customer_writes_sees_the_notice_and_says_yes(site, phone):
    write(phone, QUESTION)
    phone.get_by_text("Sind Sie einverstanden").wait_for(timeout=10_000)
    assert (
        site.sql(
            "select count(*) from helpdesk_ticket "
            "where whatsapp_conversation_id is not null"
        )
        == "0"
    )
    phone.get_by_role("button", name="Ja, einverstanden").click()
    phone.get_by_text("Beenden: STOPP").last.wait_for(timeout=10_000)


def test_2_the_agent_finds_the_ticket_and_reads_the_words(site, agent):
    open_ticket(agent, site.odoo_url)
    agent.locator(".o-wa-Bubble").get_by_text(QUESTION).wait_for()
    agent.get_by_text("Zustimmung: Erteilt").wait_for()
    agent.get_by_text("Antwort frei bis").wait_for()


def test_3_the_answer_reaches_the_phone_and_its_ticks_turn_blue(agent, phone):
    agent.fill(".o-wa-Composer-input", "Guten Morgen, Frau Muster!")
    agent.keyboard.press("Shift+Enter")
    agent.keyboard.type("Ich prüfe das.")
    agent.keyboard.press("Enter")
    phone.get_by_text("Ich prüfe das.").wait_for(timeout=10_000)
    bubble = agent.locator(".o-wa-Bubble", has_text="Ich prüfe das.")
    agent.wait_for_function(
        "node => node.dataset.state === 'read'",
        arg=bubble.element_handle(),
        timeout=10_000,
    )
    assert agent.input_value(".o-wa-Composer-input") == ""


def test_4_a_new_message_appears_without_reload(agent, phone):
    write(phone, "Danke, es eilt ein wenig.")
    bubble = agent.locator(".o-wa-Bubble").get_by_text("es eilt ein wenig")
    bubble.wait_for(timeout=SOON + 3000)


def test_5_two_agents_see_each_other(site, browser, agent):
    lead = log_in(browser, site.odoo_url, "leitung")
    open_ticket(lead, site.odoo_url)
    lead.fill(".o-wa-Composer-input", "")
    lead.locator(".o-wa-Composer-input").press_sequentially("Ich über")
    agent.get_by_text("Lena Leitung schreibt gerade").wait_for(timeout=10_000)
    lead.locator(".o-wa-Composer-input").press_sequentially("nehme das.")
    lead.keyboard.press("Enter")
    agent.locator(".o-wa-Bubble").get_by_text("Ich übernehme das.").wait_for()
    assert lead.complaints == []
    lead.context.close()


def test_6_an_internal_note_stays_in_house_and_unreadable_on_disk(site, agent, phone):
    agent.get_by_role("tab", name="Interne Notiz").click()
    agent.locator(".o-mail-Composer-input").fill("Kundin klingt verärgert")
    agent.locator(".o-mail-Composer-send").click()
    agent.locator(".o-wa-Bubble").get_by_text("klingt verärgert").wait_for()
    assert phone.get_by_text("klingt verärgert").count() == 0
    stored = site.sql(
        "select count(*) from mail_message where body ilike '%verärgert%'"
    )
    assert stored == "0"
    agent.get_by_role("tab", name="WhatsApp").click()


def test_7_the_ticket_is_usable_on_a_small_screen(site, browser):
    page = log_in(browser, site.odoo_url, "agent", viewport=PHONE)
    open_ticket(page, site.odoo_url)
    page.locator(".o-wa-Composer-send").scroll_into_view_if_needed()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"]
    assert page.complaints == []
    page.context.close()


def test_8_stop_ends_it_and_says_why(agent, phone):
    write(phone, "STOPP")
    phone.get_by_text("Wir schreiben Ihnen auf WhatsApp nicht mehr").wait_for(
        timeout=10_000
    )
    agent.get_by_text("Auf WhatsApp dürfen wir nicht antworten").wait_for(
        timeout=10_000
    )
    assert agent.locator(".o-wa-Composer-input").count() == 0


def test_9_the_triage_decides_a_declaration_of_somebody_else(site, browser):
    site.simulator.customer_sends_text("+4915155500002", "Ich kündige zum Monatsende")
    page = log_in(browser, site.odoo_url, "sichtung")
    running.until(
        lambda: site.sql("select count(*) from wa_message where state = 'held'") == "1",
        20,
        "the message is held",
    )
    page.goto(site.odoo_url + TRIAGE)
    page.get_by_text("Ich kündige zum Monatsende").wait_for()
    page.get_by_role("button", name="2 Rechtliche Erklärung").click()
    page.get_by_text("Ich kündige zum Monatsende").wait_for(state="detached")
    assert (
        site.sql("select count(*) from helpdesk_ticket where whatsapp_by_other_means")
        == "1"
    )
    assert page.complaints == []
