"""No readable word of a customer on any disk: the sweep through every copy there is.

Real Odoo, real PostgreSQL, real mail; unique words, names, numbers, message ids and
secrets go through every flow, then everything that was written is searched.
"""

from pathlib import Path

import pytest

from .canary_site import PLACES, loud, new_canaries
from .canary_trouble import Trouble

SHELL = Path(__file__).with_name("everything_shell.py")
# The contact is where an agent wrote the name down, and the only place for it.
ALLOWED = {"table res_partner"}


@pytest.fixture(scope="module")
def canaries():
    return new_canaries()


@pytest.fixture(scope="module")
def swept(canaries, tmp_path_factory):
    """`(place, story, everything, {place: hits})` after all flows, Odoo stopped."""
    with loud("canary", 8469, tmp_path_factory.mktemp("odoo")) as place:
        story = Trouble(place.site, canaries)
        tell(story, place.catcher)
        everything = place.site.shell(SHELL)
        hits, _patterns = place.sweep(canaries)
        yield place, story, everything, hits


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


@pytest.mark.parametrize("place", PLACES)
def test_no_canary_is_readable(swept, place):
    _place, _story, _everything, hits = swept
    assert [str(hit) for hit in hits[place] if hit.place not in ALLOWED] == []


def test_the_contact_holds_what_an_agent_wrote_there(swept):
    """Also the proof that the search of this very dump finds what is there."""
    _place, _story, _everything, hits = swept
    allowed = {hit.form for hit in hits["dump"] if hit.place in ALLOWED}
    print("allowed:", *sorted(allowed), sep="\n  ")
    assert {"word, utf-8", "umlaut, utf-8"} <= allowed
    assert any(form.startswith("number") for form in allowed)


def test_every_word_can_still_be_decrypted(swept):
    """Else the search would prove nothing: the words are there, only not readable."""
    _place, story, everything, _hits = swept
    kept = "\n".join(row["text"] for row in everything["messages"])
    assert [word for word in story.said if word not in kept] == []
    assert everything["ledger_ok"]


def test_people_were_notified_by_mail(swept):
    """The mails that were searched were real ones."""
    mails = swept[0].catcher.mails
    assert any(b"leitung@muster.example" in mail for mail in mails)


def test_notifications_waited_in_the_push_queue(swept):
    site = swept[0].site
    assert int(site.sql("select count(*) from mail_push")) > 0


def test_a_canary_planted_in_each_place_is_found(swept, canaries, tmp_path):
    """The same search, after the same sweep, over the same places."""
    place = swept[0]
    site, folder = place.site, place.site.site.folder
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
    place.catcher.mails.append(word.encode())
    place.temporary = tmp_path
    sources = place.sources()
    patterns = canaries.patterns()
    missed = [name for name in PLACES if not sources[name](patterns)]
    assert missed == []
