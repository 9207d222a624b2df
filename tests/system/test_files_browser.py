"""Real files, seen and heard in real Chromium: on the phone and in Odoo's own viewer."""

import base64

import pytest
from playwright.sync_api import expect

from . import real_files, real_video, running
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
# ... and the colour of the frame that is shown there, once it is drawn: "seeked" only says
# that it can be
WIND = """async (node, [time, expected]) => {
  const there = new Promise((resolve) => {
    node.addEventListener("seeked", resolve, { once: true });
  });
  node.currentTime = time;
  await there;
  const brush = new OffscreenCanvas(1, 1).getContext("2d");
  let shown = "";
  for (let frame = 0; frame < 300 && shown !== expected; frame++) {
    await new Promise(requestAnimationFrame);
    brush.drawImage(node, 9, 9, 1, 1, 0, 0, 1, 1);
    const [red, green] = brush.getImageData(0, 0, 1, 1).data;
    shown = red > green ? "red" : "green";
  }
  return [node.currentTime, shown];
}"""
GET = """async ([url, headers]) => {
  const answer = await fetch(url, { headers });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  const named = (name) => answer.headers.get(name);
  return [answer.status, named("Content-Type"), named("Content-Range"), btoa(text)];
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


@pytest.fixture(scope="module")
def video(browser):
    return real_video.film(browser)


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


def watch(player):
    """Play it to its end, then wind to the beginning and to the end again."""
    player.wait_for(timeout=FETCHED)
    reached, duration = player.evaluate(PLAY)
    assert 1 < reached == duration < 60
    assert player.evaluate(WIND, [0, "red"]) == [0, "red"]
    late = duration - 0.2
    assert player.evaluate(WIND, [late, "green"]) == [pytest.approx(late), "green"]


def get(page, url, **headers):
    """What the page itself gets: (status, type, range, bytes)."""
    *head, data = page.evaluate(GET, [url, headers])
    return (*head, base64.b64decode(data))


def check_bytes(page, url, data):
    """The whole file, and any part of it, as players ask for it."""
    assert len(data) > 100_000
    assert get(page, url) == (200, "video/mp4", None, data)
    part = get(page, url, Range="bytes=70000-79999")
    told = f"bytes 70000-79999/{len(data)}"
    assert part == (206, "video/mp4", told, data[70_000:80_000])
    told = f"bytes {len(data) - 500}-{len(data) - 1}/{len(data)}"
    assert get(page, url, Range="bytes=-500") == (206, "video/mp4", told, data[-500:])


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


def test_6_a_video_of_the_customer_is_played_and_wound_on_both_sides(
    phone, agent, video
):
    asked = []
    agent.on("response", lambda answer: asked.append([answer.status, answer.url]))
    attach(phone, "heizung.mp4", "video/mp4", video, "So klingt sie")
    watch(phone.locator("video"))
    player = agent.locator(".o-wa-Bubble", has_text="So klingt sie").locator("video")
    watch(player)
    path = player.get_attribute("src")
    assert {status for status, url in asked if url.endswith(path)} == {206}
    check_bytes(agent, path, video)


def test_7_a_video_of_the_agent_is_played_and_wound_on_the_phone(phone, agent, video):
    file = {"name": "Entlüften.mp4", "mimeType": "video/mp4", "buffer": video}
    agent.set_input_files(".o-wa-Composer input[type=file]", file)
    agent.fill(".o-wa-Composer-input", "So geht es")
    agent.locator(".o-wa-Composer-send:enabled").click()
    player = phone.locator(".row", has_text="So geht es").locator("video")
    watch(player)
    check_bytes(phone, player.get_attribute("src"), video)


def test_8_odoos_viewer_leafs_from_video_to_video(agent):
    videos = agent.locator(".o-wa-Bubble video").all()
    agent.locator(".o-wa-Bubble .o-wa-File-picture").click()
    player = agent.locator(".o-FileViewer video")
    name = agent.locator(".o-FileViewer-header .text-truncate")
    seen = set()
    for _other in range(4):
        before = name.text_content()
        agent.keyboard.press("ArrowRight")
        expect(name).not_to_have_text(before)
        if player.count():
            watch(player)
            seen.add(player.evaluate("node => new URL(node.currentSrc).pathname"))
    assert seen == {video.get_attribute("src") for video in videos}
    agent.keyboard.press("Escape")
