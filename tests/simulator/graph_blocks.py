"""Blocked people and Meta's contact book, per number."""

from .entities import Customer
from .errors import GraphError
from .world import World


def list_blocked(world: World, call) -> dict:
    people = [world.customers[key] for key in world.numbers[call.node].blocked]
    rows = [{"messaging_product": "whatsapp", **_block_id(row)} for row in people]
    return {"data": rows, "paging": {}}


def block(world: World, call) -> dict:
    """Only people who wrote within the last 24 hours can be blocked."""
    return _change_blocks(world, call, "added_users")


def unblock(world: World, call) -> dict:
    return _change_blocks(world, call, "removed_users")


def forget_contact(world: World, call) -> dict:
    """`DELETE /<PHONE>/contact_book?bsuid=`: one entry less at Meta.

    Of which codes a wrong BSUID is refused with, Meta's page is silent.
    """
    bsuid = call.query.get("bsuid", "")
    if call.query.get("messaging_product") != "whatsapp":
        raise GraphError(100, title="messaging_product is required.")
    if ".ENT." in bsuid or "." not in bsuid:
        raise GraphError(100, title="bsuid is not a business-scoped user id.")
    entry = [world.business_of(call.node), bsuid]
    with world.lock:
        deleted = tuple(entry) in world.contact_book
        if deleted:
            world.record("forgotten", entry=entry)
    return {"messaging_product": "whatsapp", "success": True, "deleted": deleted}


def _change_blocks(world: World, call, key: str) -> dict:
    done, failed = [], []
    with world.lock:
        for entry in call.json().get("block_users") or []:
            given = entry.get("user") or entry.get("user_id") or ""
            row = _change_block(world, call.node, entry, key)
            (done if row else failed).append({"input": given, **(row or {})})
    answer: dict = {key: done}
    if failed:
        answer["failed_users"] = failed
    return {"messaging_product": "whatsapp", "block_users": answer}


def _change_block(world: World, phone_id: str, entry: dict, key: str) -> dict | None:
    person = world.find_customer(entry.get("user") or "", entry.get("user_id") or "")
    if person is None:
        return None
    number = world.numbers[phone_id]
    others = [blocked for blocked in number.blocked if blocked != person.id]
    if key == "removed_users":
        world.patch("numbers", phone_id, blocked=others)
    elif not world.window_open(person, phone_id):
        return None
    else:
        world.patch("numbers", phone_id, blocked=[*others, person.id])
    return _block_id(person) if entry.get("user") else {"user_id": person.user_id}


def _block_id(person: Customer) -> dict:
    return {"wa_id": person.wa_id} if person.wa_id else {"user_id": person.user_id}
