"""Pictures of files in every state, each reached the way it is in practice."""

from contextlib import contextmanager
from functools import partial

import files_story as story
from camera import (
    BUBBLE,
    COMPOSER,
    LANGUAGES,
    WIDE,
    open_ticket,
    save,
)
from camera import take as take_page

from tests.simulator import clamd  # `camera` has shown where

SIZES = ({"width": 1600, "height": 2800}, {"width": 400, "height": 4600})
STOPPED_SIZES = (WIDE, {"width": 400, "height": 1180})
FILE = ".o-wa-File"
PICKER = ".o-wa-Composer input[type=file]"
DRAFT = ".o-wa-Drafts-file"
# bytes in a second: an upload that is still on its way when the picture is taken
SLOW_LINE = 60_000


def tell_and_take(camera, phones):
    """It needs a stand-in whose clock may be moved, as the demo's."""
    with administration(camera) as do, camera.logged_in("agent") as page:
        story.greet(phones)
        open_ticket(camera, page, "Nora")
        come_too_late(camera, page, phones)
        be_locked(page, phones)
        be_put_off(page, phones, do)
        be_refused(page, phones)
        be_damaged(page, phones, do)
        wait(page, phones)
        answer(page, phones)
        be_on_the_way(page, phones, do)
        for language in LANGUAGES:
            for size in SIZES:
                take(camera, language, size)
        do("ir.cron", "write", fetching(do), {"active": True})
        open_ticket(camera, page, "Nora")
        be_stopped(page, phones)
        for language in LANGUAGES:
            for size in STOPPED_SIZES:
                take_stopped(camera, language, size)


@contextmanager
def administration(camera):
    """A virus scanner, switched on; yields what calls a method as the administrator."""
    with (
        clamd.running(story.ANSWERS) as scanner,
        camera.logged_in("admin") as admin,
    ):
        do = partial(camera.rpc, admin)
        let(do, story.SCANNER, scanner.address)
        let(do, story.SCAN, "True")
        yield do
        let(do, story.SCAN, "")


def let(do, name, value):
    do("ir.config_parameter", "set_param", name, value)


def fetching(do):
    """Ids of the scheduled action that fetches and uploads."""
    same = [["code", "=", "model._cron_fetch()"]]
    return do("ir.cron", "search", same, context={"active_test": False})


def come_too_late(camera, page, phones):
    """The scanner could not say anything about this one for a week."""
    story.send(phones, "Gutachten 2019.pdf", story.PDF + story.ILL)
    wait_for(page, "Gutachten", "pending", "Virenscanner")
    phones.let_pass(**story.WEEK)
    phones.write(story.NORA, story.AGAIN)
    story.send(phones, "Preisliste.txt", story.VIRUS)
    open_ticket(camera, page, "Nora")
    wait_for(page, "Gutachten", "expired")


def be_locked(page, phones):
    wait_for(page, "Preisliste", "quarantined", "Virenscanner")
    story.send(phones, "Baupläne.zip", story.ZIP + story.LARGE)
    wait_for(page, "Baupläne", "quarantined", "zu groß")


def be_put_off(page, phones, do):
    let(do, story.CAP, "1")
    story.send(phones, "Quittung 51.pdf")
    wait_for(page, "Quittung", "on_demand")
    let(do, story.CAP, "50")


def be_refused(page, phones):
    phones.fault("media_foreign_host", recipient=story.NORA)
    story.send(phones, "Mietvertrag.pdf")
    wait_for(page, "Mietvertrag", "refused", "Server")
    phones.fault("error", code=131052, endpoint="media_lookup")
    story.send(phones, "Hausordnung.pdf")
    wait_for(page, "Hausordnung", "refused", "noch einmal")


def be_damaged(page, phones, do):
    """Each time it is fetched, and so in the end it is not kept."""
    broken = phones.fault("media_wrong_hash", recipient=story.NORA, times=0)
    story.send(phones, "Rechnung 2026-031.pdf")
    wait_for(page, "Rechnung", "pending", "automatisch")
    for _time in range(4):
        phones.let_pass(**story.A_WHILE)
        do("ir.cron", "method_direct_trigger", fetching(do))
    wait_for(page, "Rechnung", "refused", "beschädigt")
    phones.repair(broken)


def be_stopped(page, phones):
    """Meta takes the number's token no more."""
    phones.fault("error", code=190, endpoint="media_lookup")
    story.send(phones, "Vollmacht.pdf")
    wait_for(page, "Vollmacht", "pending", "von selbst")


def wait(page, phones):
    """For the scanner, and for a line that does not break."""
    story.send(phones, "Grundriss.pdf", story.PDF + story.ILL)
    wait_for(page, "Grundriss", "pending", "Virenscanner")
    broken = phones.fault("media_cut", recipient=story.NORA, times=0)
    story.send(phones, "Protokoll der Begehung vom 12. Oktober 2026, Entwurf.pdf")
    wait_for(page, "Protokoll", "pending", "automatisch")
    phones.fault("media_cut", media_id=phones.newest_file("document"), times=0)
    phones.repair(broken)


def answer(page, phones):
    """Two files, of which one is refused."""
    phones.fault("error", code=131053, recipient=story.NORA)
    pick(page, {story.OFFER: story.PDF, story.PLAN: story.PDF})
    page.fill(COMPOSER, story.ANSWER)
    page.press(COMPOSER, "Enter")
    page.wait_for_selector(f"{BUBBLE}[data-state=failed]:has-text('{story.OFFER}')")
    page.wait_for_selector(f"{BUBBLE}[data-state=delivered]:has-text('{story.PLAN}')")


def be_on_the_way(page, phones, do):
    """In both directions, for as long as the pictures take."""
    do("ir.cron", "write", fetching(do), {"active": False})
    story.send(phones, "", story.MP4, kind="video", mime_type="video/mp4")
    wait_for(page, "mp4", "pending", "…")
    pick(page, {story.LATER: story.PDF})
    page.press(COMPOSER, "Enter")
    page.wait_for_selector(f"{BUBBLE}[data-state=queued]:has-text('{story.LATER}')")


def wait_for(page, name, state, words=""):
    """Until the conversation shows this file so, to the agent who looks at it."""
    page.wait_for_selector(f"{FILE}[data-state={state}]:has-text('{name}')")
    page.wait_for_selector(f"{FILE}:has-text('{name}'):has-text('{words}')")


def pick(page, files):
    """The agent attaches files; returns when none is on its way any more."""
    page.set_input_files(PICKER, list(map(_payload, files, files.values())))
    page.wait_for_selector(f"{DRAFT}:has-text('{[*files][-1]}')")
    page.wait_for_selector(f"{DRAFT} progress", state="detached")


def take(camera, language, size):
    with camera.logged_in("agent", language, size) as page:
        open_ticket(camera, page, "Nora")
        pick(page, story.PICKED)
        upload_slowly(page)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"], f"{width} px do not fit"
        save(page.locator(".o-mail-Chatter"), f"files-{language}-{size['width']}")


def take_stopped(camera, language, size):
    """Only the newest of the conversation, and above it what the agent is told."""
    with camera.logged_in("agent", language, size) as page:
        open_ticket(camera, page, "Nora", wait_for=BUBBLE)
        page.locator(f"{FILE}:has-text('Vollmacht')").scroll_into_view_if_needed()
        take_page(page, f"stopped-{language}-{size['width']}")


def upload_slowly(page):
    line = {"offline": False, "latency": 0, "downloadThroughput": -1}
    session = page.context.new_cdp_session(page)
    session.send(
        "Network.emulateNetworkConditions", line | {"uploadThroughput": SLOW_LINE}
    )
    page.set_input_files(
        PICKER, list(map(_payload, story.UPLOAD, story.UPLOAD.values()))
    )
    page.wait_for_selector(f"{DRAFT} progress:not([value='0'])", state="attached")


def _payload(name, data):
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}
