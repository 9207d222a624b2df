"""Which function answers which Graph call."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from . import (
    graph_account,
    graph_blocks,
    graph_media,
    graph_messages,
    graph_nodes,
    graph_templates,
)
from .errors import GraphError, missing_object
from .http_types import Request
from .world import World

_VERSION = re.compile(r"^/v\d+\.\d+(?=/)")
# The path files are served under, on the stand-in's own host.
_FILES = "_media"
_MESSAGING = "whatsapp_business_messaging"
_MANAGEMENT = "whatsapp_business_management"


@dataclass(frozen=True)
class Route:
    """`endpoint` is the name faults use; `scope` what the token must hold."""

    function: Callable
    endpoint: str
    scope: str = _MANAGEMENT


# (method, kind of node, edge)
ROUTES = {
    ("POST", "number", "messages"): Route(graph_messages.post, "messages", _MESSAGING),
    ("GET", "number", ""): Route(graph_nodes.get_number, "phone"),
    ("POST", "number", ""): Route(graph_account.post_number, "phone"),
    ("GET", "number", "settings"): Route(graph_account.get_settings, "settings"),
    ("POST", "number", "settings"): Route(graph_account.post_settings, "settings"),
    ("POST", "number", "register"): Route(graph_account.register, "register"),
    ("POST", "number", "deregister"): Route(graph_account.deregister, "deregister"),
    ("GET", "number", "block_users"): Route(
        graph_blocks.list_blocked, "block_users", _MESSAGING
    ),
    ("POST", "number", "block_users"): Route(
        graph_blocks.block, "block_users", _MESSAGING
    ),
    ("DELETE", "number", "block_users"): Route(
        graph_blocks.unblock, "block_users", _MESSAGING
    ),
    ("DELETE", "number", "contact_book"): Route(
        graph_blocks.forget_contact, "contact_book", _MESSAGING
    ),
    ("POST", "number", "media"): Route(graph_media.upload, "media", _MESSAGING),
    ("GET", "media", ""): Route(graph_media.look_up, "media_lookup", _MESSAGING),
    ("DELETE", "media", ""): Route(graph_media.delete, "media_delete", _MESSAGING),
    ("GET", "file", ""): Route(graph_media.download, "media_download", _MESSAGING),
    ("GET", "waba", ""): Route(graph_nodes.get_waba, "waba"),
    ("GET", "waba", "phone_numbers"): Route(graph_nodes.list_numbers, "waba"),
    ("GET", "waba", "subscribed_apps"): Route(
        graph_account.get_subscriptions, "subscribed_apps"
    ),
    ("POST", "waba", "subscribed_apps"): Route(
        graph_account.subscribe, "subscribed_apps"
    ),
    ("DELETE", "waba", "subscribed_apps"): Route(
        graph_account.unsubscribe, "subscribed_apps"
    ),
    ("GET", "waba", "message_templates"): Route(
        graph_templates.list_all, "message_templates"
    ),
    ("POST", "waba", "message_templates"): Route(
        graph_templates.create, "message_templates"
    ),
    ("DELETE", "waba", "message_templates"): Route(
        graph_templates.delete, "message_templates"
    ),
    ("GET", "template", ""): Route(graph_templates.get_one, "message_templates"),
    ("GET", "debug_token", ""): Route(graph_account.debug_token, "debug_token", ""),
}


@dataclass(frozen=True)
class Call:
    """A Graph request on its way: the route, the node's id, and the request."""

    request: Request
    route: Route
    node: str

    @property
    def query(self) -> dict:
        return self.request.query

    def json(self) -> dict:
        try:
            return self.request.json()
        except ValueError as error:
            title = f"Invalid JSON in request body: {error}"
            raise GraphError(100, title=title) from None


def endpoint_of(world: World, request: Request) -> str:
    """The name of the endpoint by its path, for faults and the request book."""
    parts = _parts(request)
    if not parts:
        return ""
    if parts[0] == _FILES:
        return "media_download"
    if parts[-1] in world.media:
        return "media_delete" if request.method == "DELETE" else "media_lookup"
    if parts[-1] in {edge for _method, _kind, edge in ROUTES if edge}:
        return parts[-1]
    return "debug_token" if parts[-1] == "debug_token" else "phone"


def node_of(world: World, request: Request) -> str:
    """The id in the path, or the number a 360dialog key stands for."""
    parts = _parts(request)
    if parts[:1] == [_FILES]:
        return parts[-1]
    if parts and parts[0] in world.media:
        return parts[0]
    key = request.headers.get("d360-api-key")
    if key and (len(parts) < 2 or parts[0] not in world.numbers):
        owners = [row.id for row in world.numbers.values() if row.d360_key == key]
        return owners[0] if owners else ""
    return parts[0] if parts else ""


def match(world: World, request: Request) -> Call:
    """The call for a request. Raises GraphError 100/33 if there is none."""
    parts, node = _parts(request), node_of(world, request)
    edge = "/".join(parts[1:] if parts[:1] == [node] else parts)
    kind = "debug_token" if parts == ["debug_token"] else _kind(world, node)
    if parts == [_FILES, node]:
        kind, edge = "file", ""
    route = ROUTES.get((request.method, kind, edge))
    if route is None:
        raise missing_object(node or "/".join(parts))
    return Call(request, route, node)


def _kind(world: World, node: str) -> str:
    for kind, table in (
        ("number", world.numbers),
        ("waba", world.wabas),
        ("template", world.templates),
        ("media", world.media),
    ):
        if node in table:
            return kind
    return ""


def _parts(request: Request) -> list[str]:
    path = _VERSION.sub("", request.path)
    return [part for part in path.split("/") if part]
