"""Where a visitor of a public page comes from, as coarsely as a limit needs it."""

from ipaddress import IPv6Address, ip_address, ip_network

# Who has one address has these.
_PREFIX = {4: 24, 6: 48}


def network_of(address: str | None) -> str | None:
    """E.g. "9.9.9.0/24", of the address the server sees.

    None if that says nothing of the visitor: behind a proxy the server was not told of,
    all of them have the proxy's own address.
    """
    try:
        found = ip_address(address or "")
    except ValueError:
        return None
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or found
    if not found.is_global:
        return None
    # a zone ("%eth0") is no part of a network
    return str(ip_network((int(found), _PREFIX[found.version]), strict=False))
