import pytest

from whatsapp_dsgvo.lib.cloud_api.events import IdentityChange, parse

from . import builders as b

NEW = "4917099999999"
NEW_BSUID = "DE.3000000000000000003"
PARTS = (
    "kind",
    "old_phone",
    "new_phone",
    "old_bsuid",
    "new_bsuid",
    "old_parent",
    "new_parent",
)


def read(system, sender=b.ERIKA, **more):
    message = {**b.message("system", system, **more), "from": sender}
    (event,) = parse(b.webhook(b.messages(message)))
    assert isinstance(event, IdentityChange)
    return {name: getattr(event, name) for name in PARTS if getattr(event, name)}


def sentence(old, new, name="Erika"):
    return f"User {name} changed from {old} to {new}"


def test_a_changed_number_names_old_and_new():
    system = {
        "type": "user_changed_number",
        "wa_id": NEW,
        "user_id": NEW_BSUID,
        "previous_user_id": b.ERIKA_BSUID,
        "parent_user_id": "DE.ENT.3",
        "previous_parent_user_id": b.ERIKA_PARENT,
    }
    assert read(system) == {
        "kind": "user_changed_number",
        "old_phone": f"+{b.ERIKA}",
        "new_phone": f"+{NEW}",
        "old_bsuid": b.ERIKA_BSUID,
        "new_bsuid": NEW_BSUID,
        "old_parent": b.ERIKA_PARENT,
        "new_parent": "DE.ENT.3",
    }


def test_the_legacy_name_and_key_are_understood():
    system = {"type": "customer_changed_number", "new_wa_id": NEW}
    assert read(system) == {
        "kind": "customer_changed_number",
        "old_phone": f"+{b.ERIKA}",
        "new_phone": f"+{NEW}",
    }


def test_without_sender_the_old_number_is_read_from_the_sentence():
    system = {"type": "user_changed_number", "wa_id": NEW}
    found = read({**system, "body": sentence(b.ERIKA, NEW)}, sender=None)
    assert found["old_phone"] == f"+{b.ERIKA}"


def test_the_form_of_june_2026_has_the_old_bsuid_in_the_sentence():
    body = sentence(b.ERIKA_BSUID, NEW_BSUID)
    system = {"type": "user_changed_user_id", "user_id": NEW_BSUID, "body": body}
    assert read(system, sender=None) == {
        "kind": "user_changed_user_id",
        "old_bsuid": b.ERIKA_BSUID,
        "new_bsuid": NEW_BSUID,
    }


@pytest.mark.parametrize(
    "body",
    [
        sentence("DE.666", NEW_BSUID, name=sentence("DE.666", NEW_BSUID)) + " now",
        sentence("DE.666", "DE.777"),
        sentence("somebody", NEW_BSUID),
    ],
)
def test_a_sentence_that_does_not_end_in_the_new_bsuid_is_not_believed(body):
    system = {"type": "user_changed_user_id", "user_id": NEW_BSUID, "body": body}
    assert "old_bsuid" not in read(system)


def test_a_profile_name_cannot_fake_the_old_bsuid():
    name = sentence("DE.666", NEW_BSUID)
    body = sentence(b.ERIKA_BSUID, NEW_BSUID, name=name)
    system = {"type": "user_changed_user_id", "user_id": NEW_BSUID, "body": body}
    assert read(system)["old_bsuid"] == b.ERIKA_BSUID


def test_new_keys_of_a_device_are_an_identity_change():
    identity = {"acknowledged": True, "hash": "k2"}
    assert read(None, identity=identity)["kind"] == "customer_identity_changed"


def test_the_withdrawn_field_is_still_understood():
    update = {
        "wa_id": b.ERIKA,
        "user_id": {"previous": b.ERIKA_BSUID, "current": NEW_BSUID},
        "timestamp": str(b.SENT_AT),
    }
    value = {**b.FRAME, "user_id_update": [update]}
    (event,) = parse(b.webhook(b.change("user_id_update", value)))
    assert (event.old_bsuid, event.new_bsuid) == (b.ERIKA_BSUID, NEW_BSUID)


def test_an_unknown_system_message_is_kept_with_its_word():
    assert read({"type": "user_moved_to_mars"})["kind"] == "user_moved_to_mars"
