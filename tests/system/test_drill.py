"""The restore drill (`./dev drill`): a real dump, a real restore, people in between.

After the dump somebody withdraws, somebody is erased and something is deleted by its
period. The restored database must notice, stand still, be told again and be released by
two people, before it sends.
"""

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from devenv import database, pg_client, process

from . import running
from .running import until

HERE = Path(__file__).parent
STAYS, STOPS, ERASED, EARLY, NEW, OLD, LATE = (f"+4915155504{n:03d}" for n in range(7))
TEXT = "Probe "
CRONS = ("cron_process_events", "cron_process_events_2", "cron_send_messages")
COPY = "wa_system_drill_copy"
SEALED = "select count(*) from wa_journal_mark where seq is null"
NEW_EVENTS = "select count(*) from wa_event where state = 'new'"
RUNS = "select count(*) from wa_retention_run where state = 'done'"
RUNNING = "select count(*) from wa_retention_run where state <> 'done'"
# A period that is over by now; of a ticket that was closed long ago.
OVER = (
    "update wa_message set retention_from = now() - interval '2 years'"
    " where ticket_id is not null and retention_done_at is null"
    " and id = (select max(id) from wa_message where kind = 'text' and direction = 'in')"
    " returning id"
)
UNTRIED = (
    "select count(*) from ir_cron_trigger where call_at <= now() at time zone 'UTC'"
)


def client(program, *arguments):
    command = [pg_client.program(program), *arguments]
    subprocess.run(list(map(str, command)), env=pg_client.environment(), check=True)


def restore(dump, name):
    database.create(name)
    client("pg_restore", "--no-owner", "--dbname", name, dump)


def agree(site, person):
    simulator = site.simulator
    simulator.customer_sends_text(person, f"{TEXT}{person}")
    key = simulator.person(person).id

    def notice():
        rows = [m for m in simulator.sent if m.customer == key]
        return next((m for m in rows if m.type == "interactive"), None)

    until(notice, 60, f"{person} is asked")
    simulator.customer_taps(person, notice().id, 0)


def stop(site, person):
    done = site.sql("select count(*) from wa_consent where state = 'withdrawn'")
    site.simulator.customer_sends_text(person, "STOPP")
    query = "select count(*) from wa_consent where state = 'withdrawn'"
    until(lambda: site.sql(query) != done, 60, f"{person} has withdrawn")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    settings = {"pair_rate": False, "throughput": 100000}
    with running.fresh("drill", 8449, **settings) as site:
        try:
            yield site
        finally:
            database.drop(COPY)


@pytest.fixture(scope="module")
def dump(site, tmp_path_factory):
    """Life, a dump, life after the dump; then the database is gone and restored."""
    for person in (STAYS, STOPS, ERASED, EARLY):
        agree(site, person)
    given = "select count(*) from wa_consent where state = 'given'"
    until(lambda: site.sql(given) == "4", 60, "all have agreed")
    stop(site, EARLY)
    until(lambda: site.sql(SEALED) == "0", 90, "the journal was told")
    ticket = "select min(id) from helpdesk_ticket where whatsapp_open"
    assert site.sql(ticket)
    # the backup has had its run of the day, and what it did not find is due since
    site.hurry("cron_run_retention")
    until(lambda: site.sql(RUNS) != "0", 120, "the periods are applied")
    agree(site, OLD)
    until(lambda: site.sql(given) == "4", 60, "one more has agreed")
    due = site.sql(OVER).split()[0]
    until(lambda: site.sql(SEALED) == "0", 90, "the journal was told")
    path = tmp_path_factory.mktemp("drill") / "odoo.dump"
    client("pg_dump", "--format=custom", f"--file={path}", site.site.database)
    # whom the backup does not know, and who stays on the suppression list
    agree(site, LATE)
    until(lambda: site.sql(given) == "5", 60, "somebody new has agreed")
    stop(site, STOPS)
    site.environment["DRILL_ADVERTISING"] = STAYS
    site.shell(HERE / "drill_withdraw.py")
    site.environment["DRILL_ERASE"] = f"{ERASED} {LATE}"
    site.shell(HERE / "drill_erase.py")
    # the scheduled action may have got hold of the job, too, and then ends it
    office = site.login("koordination")
    office.call("wa.retention.run", "action_run_now", [])
    left = f"select count(content_sealed) from wa_message where id = {due}"
    until(lambda: site.sql(left) == "0", 120, "its period deletes it")
    done = "select string_agg(state, ' ') from wa_erasure"
    until(lambda: site.sql(done) == "done done", 120, "both are erased")
    until(lambda: site.sql(SEALED) == "0", 90, "the journal was told")
    process.stop(site.site.name)
    restore(path, site.site.database)
    return path


@pytest.fixture(scope="module")
def story(site, dump):
    """Everything in its order; what was seen on the way."""
    seen = {"before": site.odoo("whatsapp_dsgvo", "status")}
    seen["adopted"] = site.odoo("whatsapp_dsgvo", "adopt")
    seen["readable"] = site.shell(HERE / "drill_read.py")
    sent = len(site.simulator.sent)
    site.start_odoo()
    for person in (NEW, STAYS, ERASED):
        site.simulator.customer_sends_text(person, f"Wartet {person}")
    # besides these three, statuses of what was sent before may come late
    until(lambda: int(site.sql(NEW_EVENTS)) >= 3, 60, "three events are stored")
    site.hurry(*CRONS)
    until(lambda: site.sql(UNTRIED) == "0", 90, "the actions have had their turn")
    seen["parked"] = site.sql(NEW_EVENTS)
    seen["sent in quarantine"] = len(site.simulator.sent) - sent
    seen["state"] = site.sql("select distinct state from wa_channel")
    _replay_and_release(site, seen)
    until(lambda: site.sql(NEW_EVENTS) == "0", 60, "what waited is worked off")
    return seen


def _replay_and_release(site, seen):
    first, second = site.login("koordination"), site.login("vertretung")
    restored = int(site.sql("select id from wa_restore"))
    first.call("wa.restore", "action_replay", [restored])
    replayed = "select state from wa_restore"
    until(lambda: site.sql(replayed) == "replayed", 90, "all is repeated")
    jobs = "select count(*) from wa_erasure where state <> 'done'"
    site.hurry("cron_run_erasures")
    until(lambda: site.sql(jobs) == "0", 120, "the erasure is repeated")
    site.hurry("cron_run_retention")
    until(lambda: site.sql(RUNNING) == "0", 120, "the periods are applied again")
    seen["old"] = site.shell(HERE / "drill_read.py")["texts"]
    first.call("wa.restore", "action_release", [restored])
    seen["after one"] = site.sql("select distinct state from wa_channel")
    second.call("wa.restore", "action_release", [restored])


def test_a_restored_database_gets_no_keys_by_accident(story):
    code, text = story["before"]
    assert code != 0
    assert "K-07" in text


def test_once_adopted_it_is_quarantined_at_once(story):
    code, text = story["adopted"]
    assert code == 0, text
    assert "adopted" in text
    assert "quarantined" in text


def test_the_erased_stay_unreadable_and_the_others_are_readable(story):
    texts = story["readable"]["texts"]
    assert f"{TEXT}{STAYS}" in texts
    assert f"{TEXT}{STOPS}" in texts
    assert not [text for text in texts if ERASED in text]


def test_webhooks_are_accepted_and_parked_and_nothing_is_sent(story):
    assert int(story["parked"]) >= 3
    assert story["sent in quarantine"] == 0
    assert story["state"] == "quarantined"


def test_one_person_alone_does_not_release(site, story):
    assert story["after one"] == "quarantined"
    states = site.sql("select distinct state from wa_channel")
    assert states == "connected"


def test_the_withdrawal_counts_again(site, story):
    withdrawn = site.sql("select count(*) from wa_consent where state = 'withdrawn'")
    assert int(withdrawn) >= 2
    key = site.simulator.person(STOPS).id
    after = [m for m in site.simulator.sent if m.customer == key][-1]
    assert after.type == "text"  # the receipt of the STOP, from before the restore


def test_who_said_no_to_advertising_only_is_answered_as_before(site, story):
    of = "select count(*) from wa_consent where purpose = '{}' and state = '{}'"
    assert site.sql(of.format("marketing", "withdrawn")) == "1"
    # theirs, and that of whose message was only too old
    assert site.sql(of.format("service", "given")) == "2"
    site.environment["DRILL_NUMBERS"] = f"{STAYS} {STOPS}"
    listed = site.shell(HERE / "drill_listed.py")
    assert listed == {STAYS: False, STOPS: True}


def test_who_came_and_was_erased_after_the_backup_is_on_the_list_again(site, story):
    site.environment["DRILL_NUMBERS"] = f"{ERASED} {LATE}"
    listed = site.shell(HERE / "drill_listed.py")
    assert listed == {ERASED: False, LATE: True}


def test_the_erased_person_is_erased_again(site, story):
    told = site.shell(HERE / "drill_read.py")
    assert not [t for t in told["texts"] if f"{TEXT}{ERASED}" in t]
    assert site.sql("select count(*) from wa_erasure where state = 'done'") == "1"


def test_what_its_period_has_deleted_is_deleted_before_the_release(story):
    assert f"{TEXT}{OLD}" in story["readable"]["texts"]
    assert f"{TEXT}{OLD}" not in story["old"]
    assert f"{TEXT}{STAYS}" in story["old"]


def test_what_waited_is_worked_off_afterwards(site, story):
    texts = site.shell(HERE / "drill_read.py")["texts"]
    assert {f"Wartet {NEW}", f"Wartet {STAYS}"} <= set(texts)


def test_a_neutralized_copy_is_mute_and_unreadable(site, dump, story):
    """On a machine that has the keys, the journal and the original's environment."""
    restore(dump, COPY)
    copy = replace(site, site=replace(site.site, database=COPY))
    code, text = copy.odoo("neutralize")
    assert code == 0, text
    secrets = "select count(access_token_sealed) from wa_channel"
    assert copy.sql(secrets) == "0"
    assert copy.sql("select count(app_secret_sealed) from wa_app") == "0"
    assert copy.sql("select distinct state from wa_channel") == "draft"
    assert copy.shell(HERE / "drill_read.py") == {"code": "K-02"}
    code, text = copy.odoo("whatsapp_dsgvo", "adopt")
    assert code != 0
    assert "K-02" in text
