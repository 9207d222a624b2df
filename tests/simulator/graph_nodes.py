"""`GET /<ID>?fields=`: numbers and accounts, the fields that were asked for."""

from .entities import Number, Waba
from .graph_templates import no_such_field
from .world import World


def get_number(world: World, call) -> dict:
    number = world.numbers[call.node]
    wanted = call.query.get("fields") or (
        "verified_name,code_verification_status,display_phone_number,quality_rating,"
        "platform_type,throughput"
    )
    known = _number_fields(world, number)
    return _pick(known, wanted, "WhatsAppBusinessPhoneNumber") | {"id": number.id}


def get_waba(world: World, call) -> dict:
    waba = world.wabas[call.node]
    wanted = call.query.get("fields") or "name,timezone_id,message_template_namespace"
    return _pick(_waba_fields(waba), wanted, "WhatsAppBusinessAccount") | {
        "id": waba.id
    }


def list_numbers(world: World, call) -> dict:
    rows = [row for row in world.numbers.values() if row.waba_id == call.node]
    wanted = call.query.get("fields") or "verified_name,display_phone_number"
    kind = "WhatsAppBusinessPhoneNumber"
    page = [
        _pick(_number_fields(world, row), wanted, kind) | {"id": row.id} for row in rows
    ]
    return {"data": page}


def _number_fields(world: World, number: Number) -> dict:
    return {
        "id": number.id,
        "display_phone_number": number.display,
        "verified_name": number.verified_name,
        "status": number.status,
        "name_status": "APPROVED",
        "new_name_status": "NONE",
        "code_verification_status": "VERIFIED",
        "quality_rating": number.quality,
        "quality_score": {"score": number.quality},
        "platform_type": "CLOUD_API" if number.registered else "NOT_APPLICABLE",
        "account_mode": "LIVE",
        "throughput": {"level": _level(world)},
        "is_official_business_account": number.official,
        "is_pin_enabled": True,
        "is_on_biz_app": False,
        "webhook_configuration": _webhook_configuration(world, number),
        "whatsapp_business_manager_messaging_limit": number.limit,
        "country_code": "DE",
        "last_onboarded_time": "2026-01-01T00:00:00+0000",
        "health_status": _health(world, number),
        "search_visibility": "NON_VISIBLE",
    }


def _level(world: World) -> str:
    return "HIGH" if world.config.throughput >= 1000 else "STANDARD"


def _waba_fields(waba: Waba) -> dict:
    owner = {"name": waba.name, "id": waba.business_id}
    return {
        "id": waba.id,
        "name": waba.name,
        "timezone_id": "42",
        "currency": waba.currency,
        "country": waba.country,
        "account_review_status": waba.review,
        "business_verification_status": waba.verification,
        "status": "ACTIVE",
        "ownership_type": "SELF",
        "owner_business_info": owner,
        "primary_business_location": waba.country,
        "message_template_namespace": "00000000_0000_4000_8000_000000000001",
        "is_enabled_for_insights": True,
        "health_status": {"can_send_message": "AVAILABLE", "entities": []},
    }


def _health(world: World, number: Number) -> dict:
    can = "AVAILABLE" if number.registered else "BLOCKED"
    ids = {
        "PHONE_NUMBER": number.id,
        "WABA": number.waba_id,
        "BUSINESS": world.wabas[number.waba_id].business_id,
        "APP": world.config.app_id,
    }
    entities = [
        {"entity_type": kind, "id": key, "can_send_message": "AVAILABLE"}
        for kind, key in ids.items()
    ]
    entities[0]["can_send_message"] = can
    return {"can_send_message": can, "entities": entities}


def _webhook_configuration(world: World, number: Number) -> dict:
    urls = {
        "phone_number": number.callback_url,
        "whatsapp_business_account": world.wabas[number.waba_id].callback_url,
        "application": world.config.callback_url,
    }
    return {level: url for level, url in urls.items() if url}


def _pick(known: dict, wanted: str, node: str) -> dict:
    picked = {}
    for name in wanted.split(","):
        if name.strip() not in known:
            raise no_such_field(name.strip(), node)
        picked[name.strip()] = known[name.strip()]
    return picked
