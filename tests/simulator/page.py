"""The customer's phone in the browser: static files and what it shows."""

import mimetypes
from dataclasses import asdict
from pathlib import Path

from . import bubbles, customers
from .entities import Customer, Message
from .http_types import Answer, Request
from .world import World

STATIC = Path(__file__).with_name("static")
_PATIENCE = 25.0


def serve(request: Request) -> Answer:
    """`/phone/…` and `/tour` are one page each; `/static/…` their style and script."""
    name = "tour.html" if request.path.startswith("/tour") else "phone.html"
    if request.path.startswith("/static/"):
        name = request.path.removeprefix("/static/")
    path = STATIC / name
    if path.parent != STATIC or not path.is_file():
        return Answer(404, b"not found", "text/plain")
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    headers = {
        "Cache-Control": "no-cache",
        "Content-Security-Policy": "default-src 'self'; img-src 'self' data:",
        "X-Content-Type-Options": "nosniff",
    }
    return Answer(200, path.read_bytes(), f"{kind}; charset=utf-8", headers)


def chat(world: World, person: Customer, phone_id: str = "") -> dict:
    """All a phone shows: the person, the company, messages, time, faults."""
    with world.lock:
        number = customers.business(world, phone_id)
        messages = [world.messages[key] for key in world.threads.get(person.id, [])]
        typing = world.typing_until.get((person.id, number.id), 0) > world.now()
        return {
            "version": world.journal.size(),
            "customer": asdict(world.customers[person.id]),
            "business": {"name": number.verified_name, "number": number.display},
            "official": number.official,
            "window_open": world.window_open(person, number.id),
            "blocked": person.id in number.blocked,
            "typing": typing,
            "messages": bubbles.of_chat(
                world, [row for row in messages if _arrived(row, number.id)]
            ),
            "connected": bool(world.config.callback_url or number.callback_url),
            **_surroundings(world),
        }


def _surroundings(world: World) -> dict:
    """What the presenter sees beside the phone."""
    return {
        "now": world.now(),
        "offset": world.clock.offset,
        "moves_odoo": world.clock.tells_real_time,
        "people": [
            {"id": row.id, "name": row.name, "phone": row.phone}
            for row in world.customers.values()
        ],
        "faults": [asdict(fault) for fault in world.faults.values()],
        "waiting": world.outbox.waiting(),
    }


def wait_for_news(world: World, person: Customer, after: int, patience=_PATIENCE):
    """Returns when something happened after that version, at latest after 25 s."""
    with world.changed:
        world.changed.wait_for(
            lambda: world.stopping or world.journal.size() > after, patience
        )
    return chat(world, person)


def _arrived(message: Message, phone_id: str) -> bool:
    """Own messages are there at once, others when the phone was reached."""
    if message.phone_id != phone_id or message.type == "reaction":
        return False
    return message.direction == "in" or message.state in ("delivered", "read")
