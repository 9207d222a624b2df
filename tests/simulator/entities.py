"""What the stand-in knows about: numbers, customers, messages, templates."""

from dataclasses import dataclass, field


@dataclass
class Token:
    """An access token, its value is its id; `expires_at` 0 means never."""

    id: str
    expires_at: int = 0
    valid: bool = True
    scopes: list = field(
        default_factory=lambda: [
            "whatsapp_business_management",
            "whatsapp_business_messaging",
        ]
    )


@dataclass
class Waba:
    """A WhatsApp Business account (Meta now also says Messaging account)."""

    id: str
    name: str = "Muster GmbH"
    business_id: str = "300000000000001"
    verification: str = "verified"
    review: str = "APPROVED"
    country: str = "DE"
    currency: str = "EUR"
    subscribed: bool = True
    callback_url: str = ""


@dataclass
class Number:
    """A business phone number."""

    id: str
    waba_id: str
    display: str
    verified_name: str = "Muster GmbH"
    country_code: str = "49"
    registered: bool = True
    pin: str = "123456"
    status: str = "CONNECTED"
    quality: str = "GREEN"
    limit: str = "TIER_2K"
    official: bool = True
    storage: dict = field(default_factory=lambda: {"status": "DEFAULT"})
    identity_check: bool = False
    callback_url: str = ""
    d360_key: str = ""
    blocked: list = field(default_factory=list)
    registrations: list = field(default_factory=list)

    @property
    def digits(self) -> str:
        return "".join(sign for sign in self.display if sign.isdigit())


@dataclass
class Customer:
    """A person with WhatsApp; number and `user_id` (BSUID) can change."""

    id: str
    user_id: str
    phone: str = ""
    name: str = ""
    username: str = ""
    phone_hidden: bool = False
    read_receipts: bool = True
    online: bool = True
    auto_read: bool = False
    on_whatsapp: bool = True
    marketing_stopped: bool = False
    identity_hash: str = ""

    @property
    def wa_id(self) -> str:
        """Digits without plus; empty if the business may not see the number."""
        return "" if self.phone_hidden else self.phone.lstrip("+")


@dataclass
class Message:
    """One message in either direction; times in seconds since 1970."""

    id: str
    direction: str
    phone_id: str
    customer: str
    type: str
    payload: dict
    at: float
    state: str = "accepted"
    context: str = ""
    opaque: str = ""
    category: str = "service"
    to_phone: bool = True
    shown: dict = field(default_factory=dict)
    due: float = 0.0
    quirks: dict = field(default_factory=dict)
    tapped: int = -1
    reactions: dict = field(default_factory=dict)


@dataclass
class MediaFile:
    """A file at Meta; `sha256` is hex, `quirk` what its last look-up brought wrong."""

    id: str
    phone_id: str
    mime_type: str
    size: int
    sha256: str
    expires_at: float
    filename: str = ""
    customer: str = ""
    inbound: bool = False
    deleted: bool = False
    quirk: dict = field(default_factory=dict)


@dataclass
class Template:
    id: str
    waba_id: str
    name: str
    language: str
    category: str
    components: list
    parameter_format: str = "POSITIONAL"
    status: str = "PENDING"
    quality: str = "UNKNOWN"
    rejected_reason: str = "NONE"


@dataclass
class Fault:
    """Something that goes wrong on purpose; `times` 0 means until cleared."""

    id: str
    kind: str
    endpoint: str = "messages"
    phone_id: str = ""
    recipient: str = ""
    times: int = 1
    used: int = 0
    options: dict = field(default_factory=dict)


@dataclass
class Update:
    """One thing to tell the business; several may travel in one webhook."""

    id: str
    field: str
    waba_id: str
    phone_id: str
    part: dict
    due: float
    at: float
    attempts: int = 0
