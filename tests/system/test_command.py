"""`odoo whatsapp_dsgvo …` as a person on the server types it: escrow and rebuild.

What they do is tried by the addon's own tests; here it is the command itself, in a
process of its own, with its exit code, which scripts go by.
"""

import shutil
from pathlib import Path

import pytest

from devenv import process

from . import running
from .running import until

HERE = Path(__file__).parent
PERSON = "+49151555047"
TEXT = "Frage vor dem Verlust"
VARIABLE = "WHATSAPP_DSGVO_ESCROW_PASSPHRASE"
BACKUP = "select value from ir_config_parameter where key = 'whatsapp_dsgvo.key_backup'"
GIVEN = "select count(*) from wa_consent where state = 'given'"


@pytest.fixture(scope="module")
def site():
    """Somebody has written and agreed; then Odoo is stopped."""
    with running.fresh("command", 8549) as site:
        site.environment[VARIABLE] = "ein langer Satz für den Tresor"
        before = int(site.sql(GIVEN))
        site.simulator.customer_sends_text(PERSON, TEXT)
        key = site.simulator.person(PERSON).id

        def notice():
            rows = [m for m in site.simulator.sent if m.customer == key]
            return next((m for m in rows if m.type == "interactive"), None)

        until(notice, 60, "the person is asked")
        site.simulator.customer_taps(PERSON, notice().id, 0)
        until(lambda: int(site.sql(GIVEN)) > before, 60, "the person has agreed")
        process.stop(site.site.name)
        yield site


def command(site, *words):
    return site.odoo("whatsapp_dsgvo", *words)


def test_what_it_does_not_know_ends_with_its_help(site):
    for words in ((), ("destroy",), ("escrow",), ("escrow", "send", "file")):
        code, told = command(site, *words)
        assert code != 0, words
        assert "escrow export FILE" in told, told


def test_a_mistyped_check_puts_nothing_right(site):
    code, told = command(site, "rebuild", "check")
    assert (code, "rebuild --check" in told) == (1, True), told


def test_a_backup_job_reports_its_copy_and_a_mistyped_word_reports_none(site):
    code, told = command(site, "backup", "report")
    assert (code, "backup reported" in told) == (1, True), told
    assert not site.sql(BACKUP).strip()
    code, told = command(site, "backup", "reported")
    assert (code, "noted" in told) == (0, True), told
    assert '"way": "reported"' in site.sql(BACKUP)


def test_a_lost_key_store_comes_back_from_its_escrow(site):
    file = site.site.folder / "escrow"
    code, told = command(site, "escrow", "export", file)
    assert (code, "rows of keys, written to" in told) == (0, True), told
    assert file.stat().st_mode & 0o777 == 0o600
    assert '"way": "export"' in site.sql(BACKUP)
    code, told = command(site, "escrow", "export", file)
    assert code != 0, "it was overwritten"

    for path in (site.site.folder / "keys").iterdir():
        path.unlink() if path.is_file() else shutil.rmtree(path)
    assert "code" in site.shell(HERE / "drill_read.py")

    right, site.environment[VARIABLE] = site.environment[VARIABLE], "ein falscher"
    code, told = command(site, "escrow", "import", file)
    assert code != 0, told
    site.environment[VARIABLE] = right
    code, told = command(site, "escrow", "import", file)
    assert (code, "keys came back" in told) == (0, True), told
    code, told = command(site, "status")
    assert (code, "up to date" in told) == (0, True), told
    assert TEXT in site.shell(HERE / "drill_read.py")["texts"]


def test_consents_are_compared_with_the_ledger_and_put_right(site):
    fine = "every consent is as it says"
    code, told = command(site, "rebuild", "--check")
    assert (code, fine in told) == (0, True), told
    before = int(site.sql(GIVEN))
    site.sql(
        "update wa_consent set state = 'withdrawn' where id = "
        "(select max(id) from wa_consent where state = 'given')"
    )
    code, told = command(site, "rebuild", "--check")
    assert (code, "differs" in told) == (1, True), told
    assert int(site.sql(GIVEN)) == before - 1
    code, told = command(site, "rebuild")
    assert (code, "1 consents put right" in told) == (0, True), told
    assert int(site.sql(GIVEN)) == before
    code, told = command(site, "rebuild", "--check")
    assert (code, fine in told) == (0, True), told
