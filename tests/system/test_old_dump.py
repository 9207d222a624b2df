"""An old backup and today's keys: nothing of the erased opens, all of the others does.

Somebody steals a dump with its filestore from before an erasure, and gets at the key
store of today. Every key there is tried on every ciphertext there is.
"""

import shutil
from pathlib import Path

import pytest

from devenv import process

from .canary_scan import scan
from .canary_site import loud, new_canaries
from .canary_trouble import Trouble
from .erasing import erase
from .running import until
from .test_drill import client, restore

BRUTE = Path(__file__).with_name("brute_shell.py")
# what a person has in the database, and so in a dump
SEALED = {
    "wa.message.content_sealed",
    "wa.message.wamid_sealed",
    "wa.identity.value_sealed",
    "wa.subject.profile_name_sealed",
    "wa.media.facts_sealed",
    "wa.ledger.entry.blob",
}


class Life(Trouble):
    """One person with everything a person can have, in words of their own."""

    def live(self):
        number = self.canaries.number()
        name = self.canaries.word()
        self.simulator.add_customer(number, self.canaries.identifier(), name=name)
        self.conversation(number)
        self.document(number)
        # a whole webhook of somebody else must not be opened by the inbox's key
        self.write(number)
        self.number = number

    def document(self, number):
        ready = "select count(*) from wa_media where state = 'ready'"
        before = int(self.site.sql(ready))
        self.simulator.customer_sends_file(
            number,
            "document",
            b"%PDF-1.4\n% " + self.canaries.word().encode(),
            mime_type="application/pdf",
            filename=f"{self.canaries.word()}.pdf",
        )
        self.work()
        until(lambda: int(self.site.sql(ready)) > before, 60, "the file was fetched")


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """`(those who stay, those who went, what opened before, what opens today)`."""
    folder = tmp_path_factory.mktemp("backup")
    stay, gone = new_canaries(), new_canaries()
    with loud("olddump", 8749, tmp_path_factory.mktemp("odoo")) as place:
        site = place.site
        people = [Life(site, stay), Life(site, gone), Life(site, gone)]
        for person in people:
            person.live()
        before = site.shell(BRUTE)
        back_up(site, folder)
        for subject in erased_subjects(site):
            erase(site, "wa.subject", "action_erase", subject)
        process.stop(site.site.name)
        take_back(site, folder)
        code, told = site.odoo("whatsapp_dsgvo", "adopt")
        assert code == 0, told
        yield stay, gone, people, before, site.shell(BRUTE)


def erased_subjects(site):
    """All but the first person who wrote."""
    rows = site.sql("select id from wa_subject where erased_at is null order by id")
    return [int(row) for row in rows.split()[1:]]


def back_up(site, folder):
    dump = f"--file={folder / 'odoo.dump'}"
    client("pg_dump", "--format=custom", dump, site.site.database)
    shutil.copytree(site.site.data_dir / "filestore", folder / "filestore")


def take_back(site, folder):
    restore(folder / "odoo.dump", site.site.database)
    filestore = site.site.data_dir / "filestore"
    shutil.rmtree(filestore)
    shutil.copytree(folder / "filestore", filestore)


def all_text(told):
    return "\n".join([*told["texts"], *told["files"]])


def test_before_the_erasure_everything_opened(opened):
    """Else the search would prove nothing."""
    stay, gone, people, before, _today = opened
    text = all_text(before)
    assert stay.word_stem in text
    assert gone.word_stem in text
    assert [word for person in people for word in person.said if word not in text] == []
    assert before["closed files"] == 0
    assert set(before["opened"]) >= SEALED


def test_nothing_of_the_erased_opens_today(opened):
    _stay, gone, _people, _before, today = opened
    hits = scan("opened", all_text(today).encode(), gone.patterns())
    assert [str(hit) for hit in hits] == []


def test_what_was_theirs_is_still_there_but_closed(opened):
    _stay, _gone, _people, _before, today = opened
    assert {place for place in SEALED if today["closed"].get(place, 0) >= 2} == SEALED
    assert today["closed files"] == 2


def test_all_of_the_others_opens_today(opened):
    stay, _gone, people, before, today = opened
    text = all_text(today)
    assert [word for word in people[0].said if word not in text] == []
    theirs = [one for one in before["texts"] + before["files"] if stay.word_stem in one]
    assert len(theirs) >= 5
    assert [one for one in theirs if one not in today["texts"] + today["files"]] == []
