"""Settings, registration, subscriptions, tokens: what set-up asks Meta for."""

import secrets

from . import webhooks
from .entities import Number, Waba
from .errors import GraphError
from .world import World

_REGIONS = (
    "AU",
    "ID",
    "IN",
    "JP",
    "SG",
    "KR",
    "DE",
    "CH",
    "GB",
    "BR",
    "BH",
    "ZA",
    "AE",
    "CA",
)
_THREE_DAYS = 72 * 3600
_REGISTRATIONS = 10
_MAX_URI = 200


def post_number(world: World, call) -> dict:
    """`webhook_configuration` or a new `pin`."""
    body = call.json()
    if "webhook_configuration" in body:
        wanted = body["webhook_configuration"] or {}
        url = wanted.get("override_callback_uri", "")
        _verify(world, url, wanted.get("verify_token", ""))
        world.patch("numbers", call.node, callback_url=url)
    elif "pin" in body:
        world.patch("numbers", call.node, pin=_pin(body))
    else:
        raise GraphError(100, title="webhook_configuration or pin is required.")
    return {"success": True}


def get_settings(world: World, call) -> dict:
    number = world.numbers[call.node]
    return {
        "payload_encryption": {"status": "disabled"},
        "user_identity_change": {"enable_identity_key_check": number.identity_check},
        "storage_configuration": number.storage,
    }


def post_settings(world: World, call) -> dict:
    """One feature in each call; storage only while the number is unregistered."""
    body = {
        key: value for key, value in call.json().items() if key != "messaging_product"
    }
    if len(body) != 1:
        raise GraphError(100, title="One feature setting must be specified")
    if "user_identity_change" in body:
        on = bool(body["user_identity_change"].get("enable_identity_key_check"))
        world.patch("numbers", call.node, identity_check=on)
    elif "storage_configuration" in body:
        storage = _storage(world.numbers[call.node], body["storage_configuration"])
        world.patch("numbers", call.node, storage=storage)
    else:
        raise GraphError(100, title=f"Unknown feature setting {next(iter(body))}")
    return {"success": True}


def register(world: World, call) -> dict:
    body = call.json()
    if body.get("messaging_product") != "whatsapp":
        raise GraphError(100, title="The parameter messaging_product is required.")
    pin = _pin(body)
    with world.lock:
        number = world.numbers[call.node]
        _count_registration(world, number)
        if pin != number.pin:
            raise GraphError(133005)
        world.patch("numbers", number.id, registered=True, status="CONNECTED")
    return {"success": True}


def deregister(world: World, call) -> dict:
    with world.lock:
        number = world.numbers[call.node]
        if not number.registered:
            title = "Phone number not registered on the WhatsApp Business Platform."
            raise GraphError(100, title=title, subcode=2207051)
        _count_registration(world, number)
        world.patch("numbers", number.id, registered=False, status="DISCONNECTED")
    return {"success": True}


def get_subscriptions(world: World, call) -> dict:
    return {"data": _subscriptions(world, world.wabas[call.node])}


def subscribe(world: World, call) -> dict:
    """An empty body subscribes and takes an override away."""
    body = call.json()
    url = body.get("override_callback_uri", "")
    _verify(world, url, body.get("verify_token", ""))
    world.patch("wabas", call.node, subscribed=True, callback_url=url)
    if not url:
        return {"success": True}
    return {"success": True, "data": _subscriptions(world, world.wabas[call.node])}


def unsubscribe(world: World, call) -> dict:
    world.patch("wabas", call.node, subscribed=False, callback_url="")
    return {"success": True}


def debug_token(world: World, call) -> dict:
    """Needs `input_token`; an unknown one is answered, not refused."""
    value = call.query.get("input_token")
    if not value:
        raise GraphError(100, title="The parameter input_token is required.")
    token = world.tokens.get(value)
    if token is None:
        error = {"code": 190, "message": "Malformed access token"}
        return {"data": {"error": error, "is_valid": False, "scopes": []}}
    expired = bool(token.expires_at) and token.expires_at <= world.now()
    return {
        "data": {
            "app_id": world.config.app_id,
            "type": "SYSTEM_USER",
            "application": world.config.app_name,
            "data_access_expires_at": 0,
            "expires_at": token.expires_at,
            "is_valid": token.valid and not expired,
            "issued_at": 1712099387,
            "scopes": token.scopes,
            "granular_scopes": [{"scope": scope} for scope in token.scopes],
            "user_id": "600000000000001",
        }
    }


def _subscriptions(world: World, waba: Waba) -> list[dict]:
    if not waba.subscribed:
        return []
    app = {
        "id": world.config.app_id,
        "name": world.config.app_name,
        "link": f"https://www.facebook.com/games/?app_id={world.config.app_id}",
    }
    row = {"whatsapp_business_api_data": app}
    return [
        row
        | ({"override_callback_uri": waba.callback_url} if waba.callback_url else {})
    ]


def _verify(world: World, url: str, token: str) -> None:
    if not url:
        return
    if len(url) > _MAX_URI:
        raise GraphError(100, title="override_callback_uri is longer than 200")
    challenge = str(secrets.randbelow(10**9))
    problem = webhooks.verify(url, token, challenge, world.config.callback_timeout)
    if problem:
        raise GraphError(
            2200,
            title="Callback verification failed with the following errors: " + problem,
        )


def _storage(number: Number, wanted: dict) -> dict:
    if number.registered:
        raise GraphError(100, "Storage can be set on an unregistered number only.")
    status = str(wanted.get("status", "")).upper()
    region = wanted.get("data_localization_region")
    if status == "IN_COUNTRY_STORAGE_ENABLED":
        if region not in _REGIONS:
            raise GraphError(100, "data_localization_region is not supported.")
        return {"status": status, "data_localization_region": region}
    if status == "NO_STORAGE_ENABLED":
        return {"status": status, "retention_minutes": 60}
    if status == "IN_COUNTRY_STORAGE_DISABLED":
        return {"status": "DEFAULT"}
    raise GraphError(100, f"storage_configuration.status {status!r} is not valid.")


def _pin(body: dict) -> str:
    pin = str(body.get("pin", ""))
    if len(pin) != 6 or not pin.isdigit():
        title = "Invalid PIN format. PIN must be exactly 6 digits"
        raise GraphError(100, title=title)
    return pin


def _count_registration(world: World, number: Number) -> None:
    since = world.now() - _THREE_DAYS
    recent = [moment for moment in number.registrations if moment > since]
    if len(recent) >= _REGISTRATIONS:
        raise GraphError(133016)
    world.patch("numbers", number.id, registrations=[*recent, world.now()])
