"""Where and as whom the client calls."""

import re
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

_SCHEME = re.compile(r"[A-Za-z0-9-]+: [A-Za-z0-9 ]*\{\}")
# anything else would break the header, and the error would quote it
_TOKEN = re.compile(r"[\x21-\x7e]+")
_VERSION = re.compile(r"(v[0-9]{1,3}\.[0-9]{1,2})?")
_ID = re.compile(r"[0-9]{1,32}")


def is_address(text: str) -> bool:
    """http(s):// and a host, without user, query or fragment."""
    try:
        url = urlsplit(text)
        # read, because only reading it tells a wrong one
        _port = url.port
    except ValueError:
        return False
    return (
        url.scheme in ("http", "https")
        and bool(url.hostname)
        and "@" not in url.netloc
        and not (url.query or url.fragment)
        and not any(sign.isspace() for sign in text)
    )


def is_token(text: str) -> bool:
    """One word of ASCII, as Meta gives it out."""
    return bool(_TOKEN.fullmatch(text))


def is_scheme(text: str) -> bool:
    """Like `Authorization: Bearer {}`."""
    return bool(_SCHEME.fullmatch(text))


def is_version(text: str) -> bool:
    """Like v26.0; empty where a provider has none."""
    return bool(_VERSION.fullmatch(text))


def is_id(text: str) -> bool:
    """Meta's ids of numbers and accounts are digits."""
    return bool(_ID.fullmatch(text))


@dataclass(frozen=True)
class ClientSettings:
    """One business number at Meta or at a provider that speaks Meta's API.

    `auth_scheme` is the header with `{}` for the token. `path_style` "d360" leaves
    version and ids out of the paths. `app_secret` is given if the Meta app demands
    `appsecret_proof`. `timeout` in seconds, for the connection and for each wait.
    Raises ValueError for settings that cannot work; its text holds no secret.
    """

    token: str = field(repr=False)
    phone_number_id: str = ""
    waba_id: str = ""
    base_url: str = "https://graph.facebook.com"
    api_version: str = "v26.0"
    auth_scheme: str = "Authorization: Bearer {}"
    path_style: Literal["meta", "d360"] = "meta"
    app_secret: str | None = field(default=None, repr=False)
    timeout: float = 20.0

    def __post_init__(self) -> None:
        problem = next((text for text, wrong in self._checks() if wrong), None)
        if problem:
            raise ValueError(problem)

    def _checks(self) -> tuple[tuple[str, bool], ...]:
        return (
            (
                "base_url must be http(s):// and a host, without user or query",
                not is_address(self.base_url),
            ),
            ("token must be one word of ASCII", not is_token(self.token)),
            (
                "auth_scheme must look like 'Authorization: Bearer {}'",
                not is_scheme(self.auth_scheme),
            ),
            ("path_style must be meta or d360", self.path_style not in _PATH_STYLES),
            (
                "timeout must be a positive number",
                not isinstance(self.timeout, (int, float)) or self.timeout <= 0,
            ),
        )

    def header(self) -> tuple[str, str]:
        name, _colon, value = self.auth_scheme.partition(": ")
        return name, value.format(self.token)


_PATH_STYLES = ("meta", "d360")
