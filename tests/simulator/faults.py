"""What goes wrong on purpose, and for whom."""

from .entities import Fault
from .errors import TITLES
from .world import World

# On the way to the Cloud API:
#   error         a Graph error: `code`, and `http` if not the usual status
#   html_503      the edge answers with an HTML page
#   timeout_before, timeout_after   no answer; nothing accepted / accepted
#   cut_before, cut_after           connection cut; nothing accepted / accepted
#   latency       `ms` before anything else happens
CALL_KINDS = (
    "error",
    "html_503",
    "timeout_before",
    "timeout_after",
    "cut_before",
    "cut_after",
)
LATENCY = ("latency",)
# On the way to the business; `what`: "messages", "statuses" or "any":
WEBHOOK_KINDS = ("duplicate_webhook", "late_webhook", "lost_webhook")
#   shuffle_statuses, skip_delivered, failed_status (`code`) take one sent message
STATUS_KINDS = ("shuffle_statuses", "skip_delivered", "failed_status")
# One look-up of a file and the downloads after it; `media_id` aims at one file:
#   media_wrong_hash    other bytes than announced
#   media_wrong_length  `by` more (or, negative, fewer) bytes than announced
#   media_wrong_type    `mime_type` instead of the right one
#   media_foreign_host  the address is `url`
#   media_redirect      the download answers with a redirect to `to`
#   media_expired_url   the address is no longer good
#   media_huge_claim    `size` is claimed, 5 GB if not given
#   media_cut           the connection ends in the middle
#   media_404           neither found nor served
MEDIA_KINDS = (
    "media_wrong_hash",
    "media_wrong_length",
    "media_wrong_type",
    "media_foreign_host",
    "media_redirect",
    "media_expired_url",
    "media_huge_claim",
    "media_cut",
    "media_404",
)

KINDS = (*CALL_KINDS, *LATENCY, *WEBHOOK_KINDS, *STATUS_KINDS, *MEDIA_KINDS)
_DEFAULTS = {
    "error": {"code": 131016},
    "latency": {"ms": 200},
    "late_webhook": {"seconds": 60},
    "failed_status": {"code": 131026},
}
# Short names for what tests and presenters ask for most.
_SHORT = {
    "429": {"code": 4, "http": 429},
    "500": {"code": 131000, "http": 500},
    "503": None,
    "190": {"code": 190},
    "130429": {"code": 130429},
    "131056": {"code": 131056},
}
_SCOPE = ("endpoint", "phone_id", "recipient", "times")


def add(world: World, kind: str, **values) -> Fault:
    """`values`: endpoint, phone_id, recipient, times, and the kind's own options.

    `endpoint` is "messages" unless given ("*" is every one); `times` 0 means until
    cleared. Raises ValueError for an unknown kind or code.
    """
    kind, short = _resolve(str(kind))
    if kind == "media_redirect" and "to" not in values:
        raise ValueError('media_redirect needs an address in `to`, "" for its own')
    scope = {name: values.pop(name) for name in _SCOPE if name in values}
    options = _DEFAULTS.get(kind, {}) | short | values
    if "code" in options and options["code"] not in TITLES:
        raise ValueError(f"unknown error code {options['code']}")
    fault = Fault(id=world.new_id("fault"), kind=kind, options=options, **scope)
    return world.put("faults", fault)


def clear(world: World, fault_id: str = "") -> None:
    with world.lock:
        for key in [fault_id] if fault_id else list(world.faults):
            world.drop("faults", key)


def take(world: World, kinds: tuple, **where) -> Fault | None:
    """The first fault that fits, used up by one.

    `where`: endpoint, phone_id, recipients (every name of the person), what,
    media_id.
    """
    if not world.faults:
        return None
    with world.lock:
        for fault in world.faults.values():
            if fault.kind in kinds and _fits(fault, **where):
                _use(world, fault)
                return fault
    return None


def _resolve(kind: str) -> tuple[str, dict]:
    if kind in KINDS:
        return kind, {}
    if kind not in _SHORT:
        raise ValueError(f"unknown fault {kind!r}; known: {sorted((*KINDS, *_SHORT))}")
    options = _SHORT[kind]
    return ("html_503", {}) if options is None else ("error", options)


def _fits(fault, endpoint="", phone_id="", recipients=(), what="", media_id="") -> bool:
    return (
        (not endpoint or fault.endpoint in ("*", endpoint))
        and fault.phone_id in ("", phone_id)
        and (not fault.recipient or _same(fault.recipient, recipients))
        and fault.options.get("media_id", "") in ("", media_id)
        and (not what or fault.options.get("what", "any") in ("any", what))
    )


def _same(wanted: str, recipients) -> bool:
    return wanted.lstrip("+") in [name.lstrip("+") for name in recipients]


def _use(world: World, fault: Fault) -> None:
    used = fault.used + 1
    if fault.times and used >= fault.times:
        world.drop("faults", fault.id)
    else:
        world.patch("faults", fault.id, used=used)
