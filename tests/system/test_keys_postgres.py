"""Two Odoo processes on one database share a key store on a PostgreSQL of its own.

Each reads what the other has encrypted, each erases for both; when the key store's
server is away nothing is lost, and both go on by themselves when it is back.
"""

import os

import pytest

from devenv import config, pg_client
from devenv.postgres import Cluster

from . import running
from .erasing import erase
from .odoo_client import Refused
from .running import until

KEYS = Cluster("postgres-keys", config.DEV / "system" / "postgres-keys", 5633)
ANNA, BERND, CARLA = (f"+4915155505{number:03d}" for number in range(3))
WAITING = "select count(*) from wa_event where state = 'new'"
LIVING = "select count(*) from {}.data_key where state = 'L' and subject = '{}'"


def ask_keys(query):
    env = {**os.environ, **pg_client.address(KEYS.name)}
    return pg_client.ask(query, "postgres", env=env)


@pytest.fixture(scope="module")
def site():
    KEYS.ensure()
    place = pg_client.address(KEYS.name)
    # what is left of a run that was killed
    old = ask_keys("select nspname from pg_namespace where nspname like 'wa\\_%'")
    for schema in old.split():
        ask_keys(f"drop schema {schema} cascade")
    dsn = " ".join(
        f"{key}={place[name]}"
        for key, name in (
            ("host", "PGHOST"),
            ("port", "PGPORT"),
            ("user", "PGUSER"),
            ("password", "PGPASSWORD"),
        )
    )
    settings = {"pair_rate": False, "retry_schedule": [0.3] * 3000}
    try:
        with pytest.MonkeyPatch.context() as patched:
            patched.setenv("WHATSAPP_DSGVO_KEY_DSN", f"{dsn} dbname=postgres")
            with running.fresh("keys", 8709, anew=True, **settings) as site:
                yield site
    finally:
        KEYS.stop()


@pytest.fixture(scope="module")
def second(site):
    with running.second(site) as other:
        yield other


@pytest.fixture(scope="module")
def people(site, second):
    """{number: (subject id, uuid, ticket id)} of three who have agreed."""
    found = {}
    for number in (ANNA, BERND, CARLA):
        site.simulator.customer_sends_text(number, f"Hallo von {number}")
        found[number] = agree(site, number)
    return found


def agree(site, number):
    """Asked, said yes, and has a ticket."""
    simulator = site.simulator

    def notice():
        key = simulator.person(number).id
        rows = [m for m in simulator.sent if m.customer == key]
        return next((m for m in rows if m.type == "interactive"), None)

    until(notice, 60, f"{number} is asked")
    simulator.customer_taps(number, notice().id, 0)
    query = (
        "select s.id, s.uuid, c.ticket_id from wa_subject s join wa_conversation c"
        " on c.subject_id = s.id where c.ticket_id is not null order by s.id desc limit 1"
    )
    before = site.sql(query)
    until(lambda: site.sql(query) != before, 60, f"{number} has a ticket")
    person, uuid, ticket = site.sql(query).split("|")
    return int(person), uuid, int(ticket)


def texts(place, ticket):
    """What an agent of this process reads in the ticket."""
    agent = place.login("leitung")
    domain = [["model", "=", "helpdesk.ticket"], ["res_id", "=", ticket]]
    ids = agent.call("mail.message", "search", domain)
    told = agent.call("helpdesk.ticket", "whatsapp_messages", [ticket], ids)
    return str(told)


def living(uuid):
    schema = ask_keys("select nspname from pg_namespace where nspname like 'wa\\_%'")
    return int(ask_keys(LIVING.format(schema, uuid)))


def test_no_key_lies_in_a_file_or_in_odoos_database(site, people):
    assert list((site.site.folder / "keys").iterdir()) == []
    assert site.sql("select count(*) from pg_namespace where nspname like 'wa%'") == "0"
    assert all(living(uuid) for _person, uuid, _ticket in people.values())


def test_each_process_reads_what_was_encrypted_by_whichever(site, second, people):
    for number, (_person, _uuid, ticket) in people.items():
        assert number in texts(site, ticket)
        assert number in texts(second, ticket)


def test_each_process_writes_and_the_other_reads_it(site, second, people):
    ticket = people[ANNA][2]
    for writer, reader in ((site, second), (second, site)):
        text = f"Antwort über {writer.site.name}"
        writer.login("leitung").call(
            "helpdesk.ticket", "whatsapp_send", [ticket], body=text
        )
        assert text in texts(reader, ticket)


def test_each_process_erases_for_both(site, second, people):
    for place, other, number in ((site, second, ANNA), (second, site, BERND)):
        person, uuid, _ticket = people[number]
        assert living(uuid)
        erase(place, "wa.subject", "action_erase", person)
        assert living(uuid) == 0
        with pytest.raises(Refused):
            texts(other, people[number][2])
    assert CARLA in texts(site, people[CARLA][2])
    assert CARLA in texts(second, people[CARLA][2])


def test_while_its_server_is_away_nothing_is_lost(site, second, people):
    KEYS.stop()
    site.simulator.customer_sends_text(CARLA, "Ist jemand da?")
    agent = second.login("leitung")
    with pytest.raises(Refused, match=r"nicht verloren|not lost"):
        agent.call("helpdesk.ticket", "whatsapp_panel", [people[CARLA][2]])
    KEYS.ensure()
    until(
        lambda: site.simulator.flush() == 0 and site.sql(WAITING) == "0",
        60,
        "Meta delivered it again",
    )
    ticket = people[CARLA][2]
    until(lambda: "Ist jemand da?" in texts(site, ticket), 30, "it is in the ticket")
    assert "Ist jemand da?" in texts(second, ticket)


def test_the_master_key_is_rotated_while_both_run(site, second, people):
    code, told = site.odoo("whatsapp_dsgvo", "rotate")
    assert (code, "copy the file" in told) == (0, True), told
    code, told = site.odoo("whatsapp_dsgvo", "rotate")
    assert (code, "every key is wrapped" in told) == (0, True), told
    for place in (site, second):
        assert CARLA in texts(place, people[CARLA][2])
