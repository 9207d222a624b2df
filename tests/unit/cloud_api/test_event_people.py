import pytest

from whatsapp_dsgvo.lib.cloud_api.events import Person, parse

from . import builders as b


def senders(*items, contacts):
    events = parse(b.webhook(b.messages(*items, contacts=contacts)))
    return [event.sender for event in events]


def test_contacts_are_matched_by_number_not_by_place():
    erika, max_ = b.message(), b.message(**{"from": "4917012345678", "id": "w2"})
    contacts = [b.contact("4917012345678", "Max"), b.contact()]
    names = [person.profile_name for person in senders(erika, max_, contacts=contacts)]
    assert names == ["Erika Mustermann", "Max"]


def test_a_person_without_number_is_matched_by_bsuid():
    message = b.message(from_user_id=b.ERIKA_BSUID)
    del message["from"]
    contact = b.contact(None, user_id=b.ERIKA_BSUID, parent_user_id=b.ERIKA_PARENT)
    (person,) = senders(message, contacts=[contact])
    assert person == Person(
        bsuid=b.ERIKA_BSUID,
        parent_bsuid=b.ERIKA_PARENT,
        profile_name="Erika Mustermann",
    )


def test_the_contact_completes_what_the_message_leaves_out():
    contact = b.contact(user_id=b.ERIKA_BSUID, identity_key_hash="k1")
    (person,) = senders(b.message(), contacts=[contact])
    assert (person.bsuid, person.identity_key_hash) == (b.ERIKA_BSUID, "k1")


def test_the_same_number_with_another_bsuid_is_somebody_else():
    contact = b.contact(user_id="DE.999")
    message = b.message(from_user_id=b.ERIKA_BSUID)
    (person,) = senders(message, contacts=[contact])
    assert (person.bsuid, person.profile_name) == (b.ERIKA_BSUID, None)


@pytest.mark.parametrize("written", ["erika", "@erika"])
def test_a_username_comes_without_the_at_sign(written):
    contact = {"wa_id": b.ERIKA, "profile": {"username": written}}
    (person,) = senders(b.message(), contacts=[contact])
    assert person.username == "erika"


def test_a_contact_without_profile_is_fine():
    (person,) = senders(b.message(), contacts=[{"wa_id": b.ERIKA}])
    assert person == Person(phone=f"+{b.ERIKA}")


def test_a_message_keeps_only_its_own_contact():
    contacts = [b.contact("4917012345678", "Max"), b.contact()]
    (event,) = parse(b.webhook(b.messages(b.message(), contacts=contacts)))
    (change,) = event.raw["entry"][0]["changes"]
    assert change["value"]["contacts"] == [b.contact()]


def test_identities_name_only_what_is_known():
    person = Person(phone="+491", parent_bsuid="DE.ENT.1", profile_name="Erika")
    assert person.identities() == (("phone", "+491"), ("parent_bsuid", "DE.ENT.1"))
