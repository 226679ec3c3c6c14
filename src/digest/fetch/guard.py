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


def check_scheme(url: str) -> None:
    """Refuse everything that is not http(s), and URLs that carry a password.

    Raises:
        FetchError: The URL is refused.
    """
    parts = urlsplit(url)
    if parts.scheme not in _SCHEMES or not parts.hostname:
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
    except OSError as error:
        raise FetchError(f"{host} has no address: {error.strerror}") from error
    addresses = [str(entry[4][0]) for entry in found]
    for address in addresses:
        parsed = ipaddress.ip_address(address.split("%")[0])
        mapped = getattr(parsed, "ipv4_mapped", None)
        if not (mapped or parsed).is_global:
            raise FetchError(
                f"{url} is refused: {host} is {address}, which is not a public address",
                hint="Set allow_private_hosts if you mean a server of your own.",
            )
    return addresses[0]
