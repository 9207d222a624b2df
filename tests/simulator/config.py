"""Everything that can be set, by `POST /_sim/config` or `Simulator.configure`."""

from dataclasses import dataclass, field, fields

from . import demo

# Immediately, then ever more rarely, up to seven days (Meta: webhooks/overview).
RETRY_SCHEDULE = [0, 1, 5, 30, 120, 600, 3600] + [6 * 3600] * 28


@dataclass
class Config:
    """Times in seconds unless the name says otherwise.

    `retry_schedule`: pauses before each further attempt. `window_as`: "error"
    refuses a message outside the 24 hours at once, "status" accepts it and fails
    it later; Meta does both. `status_order`: "kept" or "shuffled".
    `public_url`: where files are served, if others reach the stand-in elsewhere than
    where it listens. `inbound_media_number`: whether a look-up of a customer's file
    may name `phone_number_id`; Meta's page says so, in practice it was refused.
    `block_ms`: a pause before each 64 KiB of a file that is served.
    `contact_book`: whether Meta keeps number and BSUID of whoever is in touch.
    """

    app_id: str = demo.APP_ID
    app_name: str = "Help desk demo"
    app_secret: str = demo.APP_SECRET
    verify_token: str = demo.VERIFY_TOKEN
    callback_url: str = ""
    callback_headers: dict = field(default_factory=dict)
    callback_timeout: float = 20.0
    sign_webhooks: bool = True
    batch_size: int = 1
    delivery_threads: int = 1
    retry_schedule: list = field(default_factory=lambda: list(RETRY_SCHEDULE))
    sent_after: float = 0.02
    delivered_after: float = 0.25
    read_after: float = 0.1
    status_order: str = "kept"
    window_hours: float = 24.0
    window_as: str = "error"
    pair_rate: bool = True
    throughput: int = 80
    management_per_hour: int = 5000
    latency_ms: float = 0.0
    block_ms: float = 0.0
    require_appsecret_proof: bool = False
    auto_approve_templates: bool = False
    public_url: str = ""
    inbound_media_number: str = "accepted"
    contact_book: bool = True


_CHOICES = {
    "window_as": ("error", "status"),
    "status_order": ("kept", "shuffled"),
    "inbound_media_number": ("accepted", "refused"),
}


def check(changes: dict) -> dict:
    """The changes themselves, or a ValueError that names the wrong key or type."""
    known = {item.name: item for item in fields(Config)}
    default = Config()
    for name, value in changes.items():
        if name not in known:
            raise ValueError(f"unknown setting {name!r}; known: {sorted(known)}")
        _check_type(name, value, getattr(default, name))
        if name in _CHOICES and value not in _CHOICES[name]:
            raise ValueError(f"setting {name!r} must be one of {_CHOICES[name]}")
    return changes


def _check_type(name: str, value, example) -> None:
    expected = (int, float) if isinstance(example, float) else type(example)
    right = isinstance(value, expected)
    if not right or (isinstance(value, bool) and not isinstance(example, bool)):
        raise ValueError(f"setting {name!r} must be a {type(example).__name__}")
