"""Which addresses may be reached."""

from __future__ import annotations

import asyncio
import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.errors import FetchError
from digest.fetch.guard import check_scheme, is_public, public_address

PRIVATE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",  # noqa: S104 - nothing is bound
    "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
    "2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_that_are_not_on_the_internet_are_told(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "151.101.3.42", "2606:4700::1111", "64:ff9b::808:808"])
def test_addresses_on_the_internet_are_told(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_an_address_inside_another_is_judged_as_itself(address: ipaddress.IPv4Address) -> None:
    plain = is_public(str(address))
    number = int(address)
    assert is_public(f"::ffff:{address}") == plain
    assert is_public(str(ipaddress.IPv6Address((0x2002 << 112) | (number << 80)))) == plain
    assert is_public(str(ipaddress.IPv6Address(int(ipaddress.IPv6Address("64:ff9b::")) | number))) == plain


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://example.org/x", "javascript:alert(1)", "//example.org/x", "http://", "",
        "http://user:word@example.org/", "http://user@example.org/", "http://[x", "http://example.org:99999/",
        "http://example.org:port/",
    ],
)  # fmt: skip
def test_urls_that_are_not_of_the_web_are_refused(url: str) -> None:
    with pytest.raises(FetchError):
        check_scheme(url)


@given(st.text(max_size=60))
def test_any_text_is_a_url_or_refused(text: str) -> None:
    try:
        check_scheme(text)
    except FetchError:
        return
    assert text.lower().strip().startswith(("http://", "https://"))


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "127.1", "[::ffff:10.0.0.1]", "169.254.169.254"],
)
def test_no_spelling_of_a_private_address_gets_through(host: str) -> None:
    with pytest.raises(FetchError):
        asyncio.run(public_address(f"http://{host}/"))


@pytest.mark.parametrize("host", ["a" * 70 + ".example", ".."])
def test_a_name_that_is_none_is_an_error_of_ours(host: str) -> None:
    with pytest.raises(FetchError, match="has no address"):
        asyncio.run(public_address(f"http://{host}/"))


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    async def both(*args: object, **named: object) -> list[tuple[object, ...]]:
        del args, named
        return [(0, 0, 0, "", ("8.8.8.8", 80)), (0, 0, 0, "", ("10.0.0.1", 80))]

    async def ask() -> str:
        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", both)
        return await public_address("http://rebinding.example/")

    with pytest.raises(FetchError, match=r"10\.0\.0\.1"):
        asyncio.run(ask())
