"""Pictures of "Today", and of an erasure from its preview to its certificate."""

from camera import ACTION, LANGUAGES, settle, take

TODAY = f"{ACTION}today_action"
SIZES = ({"width": 1600, "height": 560}, {"width": 400, "height": 1060})
PREVIEWS = ({"width": 1600, "height": 1100}, {"width": 400, "height": 1300})
DONE = ({"width": 1600, "height": 740}, {"width": 400, "height": 1210})
PAPER = ({"width": 1600, "height": 1300}, {"width": 400, "height": 600})
# Odoo's own viewer of documents, as the mail and the document apps open it
VIEWER = "/web/static/lib/pdfjs/web/viewer.html?file="
WORDS = {"de": "LÖSCHEN", "en": "ERASE"}
COLLEAGUE = (
    ".o-autocomplete--dropdown-item:has-text('Vera Vertretung'), "
    ".o_kanban_record:has-text('Vera Vertretung')"
)
STATE = ".o_statusbar_status button.o_arrow_button_current[data-value={}]"


def take_today(camera, language):
    """What the desk's lead and the coordination of data protection have to do."""
    for login, name in (("leitung", "today"), ("koordination", "today-privacy")):
        for size in SIZES:
            with camera.logged_in(login, language, size) as page:
                camera.open(page, TODAY, wait_for=".o-wa-Today-sections")
                take_whole(page, f"{name}-{language}-{size['width']}", size)


def erase_and_take(camera, person):
    """The contact of this name is erased, as two people of the coordination do it."""
    for language in LANGUAGES:
        for size in PREVIEWS:
            with camera.logged_in("koordination", language, size) as page:
                fill_in(camera, page, person, WORDS[language])
                take_whole(page, f"erasure-{language}-{size['width']}", size)
    with camera.logged_in("koordination") as page:
        fill_in(camera, page, person, WORDS["de"])
        page.click(".modal button[name=action_start]")
        page.wait_for_selector(STATE.format("proposed"))
        (job,) = camera.rpc(page, "wa.erasure", "search", [])
    with camera.logged_in("vertretung") as page:
        camera.open(page, f"/odoo/wa.erasure/{job}")
        page.click("button[name=action_confirm]")
        page.click(".modal .btn-primary")
        page.wait_for_selector(STATE.format("done"))
    for language in LANGUAGES:
        take_certificate(camera, language, job)


def fill_in(camera, page, person, word):
    """The preview, with everything that is asked for before an erasure begins."""
    same = [["name", "=", person]]
    (contact,) = camera.rpc(page, "res.partner", "search", same)
    camera.open(page, f"/odoo/res.partner/{contact}")
    page.click(".nav-link[name=whatsapp]")
    page.click("button[name=action_whatsapp_erase]")
    page.click(".modal [name=identity_level] input")
    page.click(".o_select_menu_item:has-text('Portal')")
    page.fill(".modal [name=confirmation] input", word)
    # a list that drops down, on a phone a dialog of cards
    page.click(".modal [name=second_user_id] input")
    page.click(COLLEAGUE)
    settle(page)


def take_certificate(camera, language, job):
    """The erasure that is done, and the paper the person is given."""
    for size in DONE:
        with camera.logged_in("koordination", language, size) as page:
            camera.open(page, f"/odoo/wa.erasure/{job}")
            take_whole(page, f"erased-{language}-{size['width']}", size)
    file = f"/web/content/wa.erasure/{job}/certificate_pdf"
    for size in PAPER:
        # a phone has more dots: with as few as these nobody could read a whole page
        scale = 2 if size["width"] == 400 else 1
        with camera.logged_in("koordination", language, size, scale) as page:
            camera.open(page, f"{VIEWER}{file}#zoom=page-fit", wait_for=".textLayer")
            take(page, f"certificate-{language}-{size['width']}")


def take_whole(page, name, size):
    """Nothing is cut off on the right, whatever the picture is for."""
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= size["width"], f"{name}: {width} px do not fit"
    take(page, name)
