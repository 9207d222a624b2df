"""No readable word of a customer on any disk: the sweep through every copy there is.

Real Odoo, real PostgreSQL, real mail; unique words, names, numbers, message ids and
secrets go through every flow, then everything that was written is searched.
"""

import random
import secrets
import subprocess
from pathlib import Path

import pytest

from devenv import config, pg_client, postgres, process

from . import running
from .canary_scan import scan, scan_dump, scan_file, scan_folder
from .canary_trouble import Trouble
from .canary_words import Canaries
from .mail_catcher import MailCatcher

# Everything, as loud as Odoo can be, but for statements, requests and calls themselves:
# at DEBUG these print contents by design of Odoo, so the health check names them.
LOUD = (
    "--log-handler=:DEBUG",
    "--log-handler=odoo.sql_db:INFO",
    "--log-handler=odoo.http.rpc:INFO",
    "--log-handler=odoo.service.model:INFO",
)
SHELL = Path(__file__).with_name("everything_shell.py")
# The contact is where an agent wrote the name down, and the only place for it.
ALLOWED = {"table res_partner"}
PLACES = ("dump", "filestore", "sessions", "keys", "logs", "mails", "temporary files")


@pytest.fixture(scope="module")
def canaries():
    seed = secrets.randbits(64)
    print(f"canaries of seed {seed}")
    return Canaries(random.Random(seed))


@pytest.fixture(scope="module")
def swept(canaries, tmp_path_factory):
    """`(site, story, {place: hits})` after all flows, Odoo stopped."""
    temporary = tmp_path_factory.mktemp("odoo")
    start = postgres.LOG.stat().st_size if postgres.LOG.exists() else 0
    options = {"environment": {"TMPDIR": str(temporary)}, "pair_rate": False}
    options["retry_schedule"] = [0.5] * 200
    with (
        MailCatcher() as catcher,
        running.fresh("canary", 8469, *LOUD, **options) as site,
    ):
        story = Trouble(site, canaries)
        tell(story, catcher)
        everything = site.shell(SHELL)
        process.stop(site.site.name)
        patterns = {**canaries.patterns(), **message_ids(site.simulator)}
        sources = collect(site, catcher, temporary, start)
        hits = {place: search(patterns) for place, search in sources.items()}
        yield site, story, everything, hits, catcher


def tell(story, catcher):
    """All flows, one after the other."""
    canaries, simulator = story.canaries, story.simulator
    story.set_secrets()
    story.set_mail(catcher.port)
    story.set_push()
    first = canaries.number()
    name = canaries.word()
    simulator.add_customer(first, canaries.identifier(), name=name, username="x.y")
    hidden = simulator.add_customer(
        canaries.number(),
        canaries.identifier(),
        name=canaries.word(),
        phone_hidden=True,
    )
    third = simulator.add_customer(
        canaries.number(), canaries.identifier(), name=canaries.word()
    )
    ticket = story.conversation(first)
    story.all_kinds(first, canaries.number())
    story.files(first, ticket)
    story.after_a_day(first, ticket)
    story.trouble_at_meta(first, ticket)
    story.conversation(hidden.user_id)
    story.held_messages([third.user_id, canaries.number()])
    story.bad_webhooks()
    partner = story.contact(ticket, name, first)
    story.key_store_away(first, ticket)
    simulator.customer_changes_number(third, canaries.number())
    story.goodbye(first, ticket, partner)
    story.note(ticket)


def message_ids(simulator):
    """The ids themselves: they hold the number, and name one message of one person."""
    ids = {row.id.encode() for row in simulator.written + simulator.sent}
    cores = {wamid.removeprefix(b"wamid.").rstrip(b"=") for wamid in ids}
    hexed = {core.hex().encode(): "wamid in hex" for core in cores}
    return dict.fromkeys(cores, "wamid") | hexed


def collect(site, catcher, temporary, start):
    """{place: function of the patterns}: every copy that Odoo or PostgreSQL makes."""
    folder = site.site.folder
    data = site.site.data_dir
    return {
        "dump": lambda patterns: scan_dump(dump(site.site.database), patterns),
        "filestore": lambda patterns: scan_folder(data / "filestore", patterns),
        "sessions": lambda patterns: scan_folder(data / "sessions", patterns),
        "keys": lambda patterns: [
            hit
            for name in ("keys", "secrets", "journal")
            for hit in scan_folder(folder / name, patterns)
        ],
        "logs": lambda patterns: (
            scan_file(site.site.log, patterns)
            + scan("postgres.log", postgres.LOG.read_bytes()[start:], patterns)
        ),
        "mails": lambda patterns: [
            hit
            for number, mail in enumerate(catcher.mails)
            for hit in scan(f"mail {number}", mail, patterns)
        ],
        "temporary files": lambda patterns: scan_folder(temporary, patterns),
    }


def dump(database):
    """The whole database as plain text, as a backup would hold it."""
    done = subprocess.run(
        [str(pg_client.program("pg_dump")), "--no-owner", database],
        env=pg_client.environment(),
        capture_output=True,
        check=True,
        cwd=config.ROOT,
    )
    return done.stdout


@pytest.mark.parametrize("place", PLACES)
def test_no_canary_is_readable(swept, place):
    _site, _story, _everything, hits, _catcher = swept
    assert [str(hit) for hit in hits[place] if hit.place not in ALLOWED] == []


def test_the_contact_holds_what_an_agent_wrote_there(swept):
    """Also the proof that the search of this very dump finds what is there."""
    _site, _story, _everything, hits, _catcher = swept
    allowed = {hit.form for hit in hits["dump"] if hit.place in ALLOWED}
    print("allowed:", *sorted(allowed), sep="\n  ")
    assert {"word, utf-8", "umlaut, utf-8"} <= allowed
    assert any(form.startswith("number") for form in allowed)


def test_every_word_can_still_be_decrypted(swept):
    """Else the search would prove nothing: the words are there, only not readable."""
    _site, story, everything, _hits, _catcher = swept
    kept = "\n".join(row["text"] for row in everything["messages"])
    assert [word for word in story.said if word not in kept] == []
    assert everything["ledger_ok"]


def test_people_were_notified_by_mail(swept):
    """The mails that were searched were real ones."""
    _site, _story, _everything, _hits, catcher = swept
    assert any(b"leitung@muster.example" in mail for mail in catcher.mails)


def test_notifications_waited_in_the_push_queue(swept):
    site = swept[0]
    assert int(site.sql("select count(*) from mail_push")) > 0


def test_a_canary_planted_in_each_place_is_found(swept, canaries, tmp_path):
    """The same search, after the same sweep, over the same places."""
    site, _story, _everything, _hits, catcher = swept
    folder = site.site.folder
    word = canaries.word()
    site.sql(f"update res_company set name = '{word}'")
    planted = [
        site.site.data_dir / "filestore" / "planted",
        site.site.data_dir / "sessions" / "planted",
        folder / "keys" / "planted",
        tmp_path / "planted",
    ]
    for path in planted:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(word, encoding="utf-16")
    with site.site.log.open("a", encoding="utf-8") as log:
        log.write(f"{word}\n")
    catcher.mails.append(word.encode())
    sources = collect(site, catcher, tmp_path, 0)
    patterns = canaries.patterns()
    missed = [place for place in PLACES if not sources[place](patterns)]
    assert missed == []
