"""Real files, seen and heard in real Chromium: on the phone and in Odoo's own viewer."""

import pytest

from . import real_files, running
from .browser import PHONE, log_in, open_page, open_ticket, write

ERIKA = "+4915155500001"
WORDS = "Wartungsvertrag der Heizung"
OURS = "Ihre Rechnung vom Montag"
NAME = "Rechnung 2026-0815.pdf"
FETCHED = 30_000  # ms: what a file may take from one screen to the other
# the picture is there once it has pixels
HAS_PIXELS = "node => node.complete && node.naturalWidth > 0"
# ... and a page of a document once something is drawn on it
HAS_INK = """() => {
  const node = document.querySelector(".page canvas");
  if (!node?.width) return false;
  const { data } = node.getContext("2d").getImageData(0, 0, node.width, node.height);
  return data.some((value, index) => index % 4 !== 3 && value < 128);
}"""
PLAY = """async node => {
  const ended = new Promise((resolve, reject) => {
    node.addEventListener("ended", resolve, { once: true });
    setTimeout(() => reject(new Error(`only at ${node.currentTime}`)), 20000);
  });
  await node.play();
  await ended;
  return [node.currentTime, node.duration];
}"""


@pytest.fixture(scope="module")
def site():
    with running.fresh("files", 8531) as site:
        yield site


@pytest.fixture(scope="module")
def phone(site, browser):
    """The customer's, who has asked something and said yes."""
    url = f"{site.simulator.url}/phone/{ERIKA}?lang=de"
    page = open_page(browser, url, viewport=PHONE)
    write(page, "Meine Heizung klopft")
    page.get_by_role("button", name="Ja, einverstanden").click()
    page.get_by_text("Beenden: STOPP").last.wait_for()
    yield page
    assert page.complaints == []


@pytest.fixture(scope="module")
def agent(site, browser, phone):
    page = log_in(browser, site.odoo_url, "agent")
    open_ticket(page, site.odoo_url)
    yield page
    assert page.complaints == []


def attach(phone, name, mime_type, data, words):
    """The customer picks a file with the paper clip and sends it."""
    with phone.expect_file_chooser() as chooser:
        phone.get_by_role("button", name="Bild oder Datei anhängen").click()
    file = {"name": name, "mimeType": mime_type, "buffer": data}
    chooser.value.set_files(file)
    phone.locator("#attached").get_by_text(name).wait_for()
    phone.get_by_placeholder("Beschriftung (freiwillig)").fill(words)
    phone.get_by_role("button", name="Senden").click()


def wait_for_pixels(picture):
    picture.wait_for(timeout=FETCHED)
    picture.page.wait_for_function(HAS_PIXELS, arg=picture.element_handle())


def natural_size(picture):
    return picture.evaluate("node => [node.naturalWidth, node.naturalHeight]")


def test_1_a_picture_of_the_customer_is_seen_on_both_sides(phone, agent):
    attach(phone, "heizung.png", "image/png", real_files.png(), "So sieht sie aus")
    own = phone.locator(".row.mine", has_text="So sieht sie aus").locator("img")
    wait_for_pixels(own)
    assert natural_size(own) == [real_files.WIDTH, real_files.HEIGHT]
    bubble = agent.locator(".o-wa-Bubble", has_text="So sieht sie aus")
    wait_for_pixels(bubble.locator("img"))


def test_2_odoos_viewer_shows_the_picture_as_it_was_sent(agent):
    bubble = agent.locator(".o-wa-Bubble", has_text="So sieht sie aus")
    bubble.locator(".o-wa-File-picture").click()
    picture = agent.locator(".o-FileViewer-viewImage")
    wait_for_pixels(picture)
    assert natural_size(picture) == [real_files.WIDTH, real_files.HEIGHT]
    agent.keyboard.press("Escape")
    picture.wait_for(state="detached")


def test_3_odoos_viewer_shows_the_words_of_a_document(phone, agent):
    data = real_files.pdf(WORDS)
    attach(phone, "vertrag.pdf", "application/pdf", data, "Siehe Anlage")
    bubble = agent.locator(".o-wa-Bubble", has_text="Siehe Anlage")
    bubble.locator("button:has(.fa-eye)").click(timeout=FETCHED)
    document = agent.frame_locator(".o-FileViewer iframe")
    text = document.locator(".textLayer").get_by_text(WORDS)
    text.wait_for(timeout=FETCHED)
    text.element_handle().owner_frame().wait_for_function(HAS_INK)
    agent.get_by_role("button", name="Schließen").first.click()
    agent.locator(".o-FileViewer").wait_for(state="detached")


def test_4_a_voice_message_is_played_to_its_end_on_both_sides(site, phone, agent):
    data = real_files.voice()
    site.simulator.customer_sends_file(ERIKA, "audio", data, voice=True)
    for page in (phone, agent):
        player = page.locator("audio")
        player.wait_for(timeout=FETCHED)
        reached, duration = player.evaluate(PLAY)
        assert 0.9 < reached <= duration < 1.1


def test_5_a_document_of_the_agent_is_a_tile_on_the_phone(site, phone, agent):
    data = real_files.pdf(OURS)
    file = {"name": NAME, "mimeType": "application/pdf", "buffer": data}
    agent.set_input_files(".o-wa-Composer input[type=file]", file)
    agent.locator(".o-wa-Composer-send:enabled").click()
    tile = phone.locator("a.tile", has_text=NAME)
    tile.wait_for(timeout=FETCHED)
    with phone.expect_download() as download:
        tile.click()
    assert download.value.suggested_filename == NAME
    assert download.value.path().read_bytes() == data
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
