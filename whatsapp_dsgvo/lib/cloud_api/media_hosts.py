"""Where a file may be fetched from, and so where our token may go."""

import ipaddress
import socket
from collections.abc import Callable, Collection
from urllib.parse import SplitResult, urlsplit

Resolve = Callable[[str], list[str]]


class ForeignAddress(Exception):
    """Not one of the hosts that may have our token; its text names no address."""


def resolve(host: str) -> list[str]:
    """The addresses of a host; OSError if nobody knows it."""
    found = socket.getaddrinfo(host, None, proto=socket.IPPROTO_TCP)
    return [str(item[4][0]) for item in found]


def check(
    url: str, base_url: str, hosts: Collection[str], resolve: Resolve = resolve
) -> None:
    """Raise ForeignAddress unless it is the API itself or one of `hosts`, by https.

    A name that leads into the own network is refused, whoever owns the name.
    """
    try:
        parts, base = urlsplit(url), urlsplit(base_url)
        is_api = _origin(parts) == _origin(base)
        allowed = is_api or _is_listed(parts, hosts)
    except ValueError:
        raise ForeignAddress("broken") from None
    if not allowed or "@" in parts.netloc:
        raise ForeignAddress("host")
    if not is_api and not all(map(_is_public, resolve(parts.hostname or ""))):
        raise ForeignAddress("private network")


def _origin(parts: SplitResult) -> tuple[str, str, int | None]:
    default = {"https": 443, "http": 80}.get(parts.scheme)
    return parts.scheme, _host(parts), parts.port or default


def _is_listed(parts: SplitResult, hosts: Collection[str]) -> bool:
    listed = {host.strip().lower().rstrip(".") for host in hosts}
    is_https = parts.scheme == "https" and parts.port in (None, 443)
    return is_https and bool(_host(parts)) and _host(parts) in listed


def _host(parts: SplitResult) -> str:
    return (parts.hostname or "").lower().rstrip(".")


def _is_public(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None)
    found = mapped or found
    return found.is_global and not found.is_multicast
