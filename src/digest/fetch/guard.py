"""Which addresses may be reached for a URL that a user or a list names.

A list on the web must not make us read the router's settings page. So the name is resolved once, every address has to
be a public one, and the connection goes to exactly that address; each redirect is a new URL and is checked anew.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from urllib.parse import urlsplit

from digest.errors import FetchError

_SCHEMES = {"http": 80, "https": 443}
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def check_scheme(url: str) -> None:
    """Refuse everything that is not http(s), and URLs that carry a password.

    Raises:
        FetchError: The URL is refused.
    """
    try:
        parts = urlsplit(url)
        port_is_one = parts.port is None or parts.port > 0  # reading it raises for a port that is none
    except ValueError as error:
        raise FetchError(f"{url} is refused: {error}") from error
    if parts.scheme not in _SCHEMES or not parts.hostname or not port_is_one:
        raise FetchError(f"{url} is refused: only http and https URLs are fetched")
    if parts.username or parts.password:
        raise FetchError("a URL with a user name or password in it is refused")


async def public_address(url: str) -> str:
    """An address of the URL's host, all of whose addresses are public.

    Raises:
        FetchError: The host has no address, or one that is private, loopback or otherwise special.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = parts.port or _SCHEMES[parts.scheme]
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:  # UnicodeError: a name that the rules for names do not allow
        raise FetchError(f"{host} has no address: {getattr(error, 'strerror', None) or error}") from error
    addresses = [str(entry[4][0]) for entry in found]
    for address in addresses:
        if not is_public(address):
            raise FetchError(
                f"{url} is refused: {host} is {address}, which is not a public address",
                hint="Set allow_private_hosts if you mean a server of your own.",
            )
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an IP address is on the public internet, and so is the IPv4 address that it may carry inside."""
    parsed = ipaddress.ip_address(address.partition("%")[0])
    inner: ipaddress.IPv4Address | None = None
    if isinstance(parsed, ipaddress.IPv6Address):
        inner = parsed.ipv4_mapped or parsed.sixtofour or (parsed.teredo[1] if parsed.teredo else None)
        if parsed in _NAT64:
            inner = ipaddress.IPv4Address(int(parsed) & 0xFFFF_FFFF)
    judged = inner or parsed
    return judged.is_global and not judged.is_multicast
