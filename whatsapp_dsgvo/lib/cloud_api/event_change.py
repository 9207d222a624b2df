"""One change of a webhook, and how a part of it is written as a webhook again."""

from dataclasses import dataclass
from typing import Any, TypedDict

from .event_types import Unknown
from .json_values import JsonObject, an_object, ident

OBJECT = "whatsapp_business_account"
_FRAME = ("messaging_product", "metadata")


class Common(TypedDict):
    """The fields every event has."""

    field: str
    waba_id: str | None
    phone_number_id: str | None
    display_phone_number: str | None
    raw: JsonObject


@dataclass(frozen=True)
class Change:
    """`entry[].changes[]` with what it needs of its entry."""

    entry: JsonObject
    field: str
    value: JsonObject

    def part(self, **items: Any) -> JsonObject:
        """The value with these items only, and the frame that names the number."""
        # a list names no number: it is kept once, as something left over
        frame = {
            key: self.value[key]
            for key in _FRAME
            if key in self.value and not isinstance(self.value[key], list)
        }
        return {**frame, **items}

    def common(self, value: JsonObject) -> Common:
        metadata = an_object(self.value.get("metadata"))
        return Common(
            field=self.field,
            waba_id=ident(self.entry.get("id")),
            phone_number_id=ident(metadata.get("phone_number_id")),
            display_phone_number=ident(metadata.get("display_phone_number")),
            raw=envelope(self.entry, {"field": self.field, "value": value}),
        )

    def unknown(self, value: JsonObject) -> Unknown:
        return Unknown(**self.common(value))


def envelope(entry: JsonObject, change: Any) -> JsonObject:
    """A complete webhook with this one change."""
    kept = {key: entry[key] for key in ("id", "time") if key in entry}
    return {"object": OBJECT, "entry": [{**kept, "changes": [change]}]}
