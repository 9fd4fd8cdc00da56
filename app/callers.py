"""Whose an address is: what one caller may take is counted by it."""

import ipaddress


def caller_of(address: str) -> str:
    """Return what stands for all addresses of a caller, who in IPv6 has a whole network of them."""
    try:
        own = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return ""  # A proxy may forward anything.
    if isinstance(own, ipaddress.IPv4Address):
        return str(own)
    return str(own.ipv4_mapped or ipaddress.ip_network((own, 64), strict=False))
