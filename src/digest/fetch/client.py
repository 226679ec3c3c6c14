"""Fetches URLs politely, within limits, and only what was asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit

import httpx
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt

from digest.config import Settings
from digest.errors import BadContentError, FetchError, NotFoundError, SourceDownError
from digest.fetch.cache import Cache
from digest.fetch.checks import Expect, check_body
from digest.fetch.guard import check_scheme, public_address
from digest.fetch.politeness import Clock
from digest.fetch.retry import LONGEST_WAIT, TryAgainError, may_pass, retry_after, wait

MAX_BYTES = 50_000_000
_HOPS = 5
_NOT_FOUND = frozenset({404, 410})
_FORBIDDEN = 403
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True)
class Fetched:
    """A whole, checked body. ``url`` is where it came from in the end; header names are lower case."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


class StatusError(NotFoundError):
    """A 404 or 410 whose body tells what it means: arXiv has five meanings of a missing PDF."""

    def __init__(self, message: str, *, hint: str | None = None, body: str = "") -> None:
        super().__init__(message, hint=hint)
        self.body = body


class Fetcher:
    """An async context manager around one HTTP client. ``requests`` counts what really went out."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.requests = 0
        self._locks = settings.data_dir / "locks"
        self._cache = Cache(settings.data_dir / "cache")
        self._clocks: dict[str, Clock] = {}
        self._closed: dict[str, str] = {}
        contact = f" (+{settings.contact})" if settings.contact else ""
        self._client = httpx.AsyncClient(
            timeout=httpx.Timeout(settings.read_timeout, connect=settings.connect_timeout),
            headers={"User-Agent": f"digest/{version('digest')}{contact}", "Accept-Encoding": "identity"},
            limits=httpx.Limits(max_connections=8, max_keepalive_connections=4),
            follow_redirects=False,
            trust_env=False,  # a proxy variable would take the checked address out of our hands
        )

    async def __aenter__(self) -> Self:
        self._locks.mkdir(parents=True, exist_ok=True)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()

    async def get(
        self,
        url: str,
        *,
        expect: Expect = "text",
        max_bytes: int = MAX_BYTES,
        max_age: float | None = None,
        missing_age: float | None = None,
        public_only: bool = False,
        accept: frozenset[int] = frozenset(),
    ) -> Fetched:
        """Fetch a URL.

        Args:
            url: An http or https URL.
            expect: What the body has to be; see ``checks``.
            max_bytes: A larger body is refused, at the latest when it has become so.
            max_age: When given, a body that was fetched at most so many seconds ago is good enough.
            missing_age: When given, that there was no such document so many seconds ago is believed too.
            public_only: Refuse hosts that are not on the public internet, for URLs that users and lists name.
            accept: Statuses of 4xx whose body is wanted too.

        Raises:
            NotFoundError: 404 or 410.
            BadContentError: The body is not what was expected, or too large.
            SourceDownError: The host does not answer, or told us to stay away.
            FetchError: Anything else.
        """
        if max_age is not None and (kept := self._cache.get(url, max_age)):
            return Fetched(url, 200, kept[0], kept[1])
        if missing_age is not None and (gone := self._cache.get(_missing(url), missing_age)):
            raise StatusError(f"{url} does not exist (404)", body=gone[1].decode("utf-8", "replace"))
        retrying = AsyncRetrying(
            retry=retry_if_exception_type(TryAgainError),
            stop=stop_after_attempt(self.settings.max_attempts),
            wait=wait,
            reraise=True,
        )
        try:
            async for attempt in retrying:
                with attempt:
                    fetched = await self._once(url, max_bytes, public_only=public_only, accept=accept, expect=expect)
        except StatusError as error:
            if missing_age is not None:
                self._cache.put(_missing(url), {}, error.body.encode())
            raise
        except TryAgainError as error:
            if isinstance(error.__cause__, BadContentError):
                raise error.__cause__ from error  # the host is there, it is this body that stays bad
            raise SourceDownError(f"{error} ({self.settings.max_attempts} tries)", hint="Try again later.") from error
        if max_age is not None and fetched.status == httpx.codes.OK:
            self._cache.put(url, dict(fetched.headers), fetched.body)
        return fetched

    async def _once(
        self, url: str, max_bytes: int, *, public_only: bool, accept: frozenset[int], expect: Expect
    ) -> Fetched:
        """One try: the URL and the redirects that it leads to."""
        at = url
        try:
            for _ in range(_HOPS + 1):
                check_scheme(at)
                # A redirect may lead where only the local network can go, whoever sent it.
                away = urlsplit(at).hostname != urlsplit(url).hostname
                fetched = await self._hop(at, max_bytes, public_only=public_only or away)
                if fetched.status not in _REDIRECTS:
                    break
                if not fetched.headers.get("location"):
                    raise FetchError(f"{at} redirects to nowhere ({fetched.status})")
                at = _joined(at, fetched.headers["location"])
            else:
                raise FetchError(f"{url} redirects more than {_HOPS} times")
        except TimeoutError as error:
            raise TryAgainError(f"{at} took longer than {self.settings.total_timeout:g} seconds") from error
        except httpx.TransportError as error:
            raise TryAgainError(f"{at}: {type(error).__name__} {error}".strip()) from error
        except httpx.InvalidURL as error:
            raise FetchError(f"{at} is no URL: {error}") from error
        self._judge(fetched, accept)
        try:
            if fetched.status not in accept:
                check_body(fetched.body, expect, fetched.headers.get("content-type", ""), at)
        except BadContentError as error:
            if "cut short" in error.message or "empty body" in error.message:
                raise TryAgainError(error.message) from error
            raise
        return fetched

    async def _hop(self, url: str, max_bytes: int, *, public_only: bool) -> Fetched:
        host = urlsplit(url).netloc
        self._check_open(host)
        guarded = public_only and not self.settings.allow_private_hosts
        address = await public_address(url) if guarded else None
        request = self._request(url, address)
        async with self._clock(host).turn():
            self._check_open(host)  # it may have turned us away while we stood in line
            self.requests += 1
            # Time spent in line is not the host's fault: the limit counts from here.
            async with asyncio.timeout(self.settings.total_timeout):
                response = await self._client.send(request, stream=True)
                try:
                    body = await _limited(response, max_bytes, url)
                finally:
                    await response.aclose()
            if response.status_code == _FORBIDDEN:
                self._closed[host] = f"{host} denied access (403)"
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Fetched(url, response.status_code, headers, body)

    def _check_open(self, host: str) -> None:
        if host in self._closed:
            raise SourceDownError(self._closed[host], hint="It is left alone for the rest of this run.")

    def _request(self, url: str, address: str | None) -> httpx.Request:
        """A request to the checked address, with the name kept for the server and for its certificate."""
        if address is None:
            return self._client.build_request("GET", url)
        parts = urlsplit(url)
        shown = f"[{address}]" if ":" in address else address
        port = f":{parts.port}" if parts.port else ""
        direct = parts._replace(netloc=shown + port).geturl()
        request = self._client.build_request("GET", direct, headers={"Host": parts.netloc, "Connection": "close"})
        request.extensions["sni_hostname"] = parts.hostname
        return request

    def _judge(self, fetched: Fetched, accept: frozenset[int]) -> None:
        """Turn a status that is no success into its error."""
        host = urlsplit(fetched.url).netloc
        if fetched.status < httpx.codes.BAD_REQUEST or fetched.status in accept:
            return
        if fetched.status == _FORBIDDEN:
            raise SourceDownError(
                f"{host} denied access to {fetched.url} (403); it is not asked again in this run",
                hint="Wait some hours; set `contact` so that its operators can reach you.",
            )
        if may_pass(fetched.status):
            after = retry_after(fetched.headers)
            if after and after > LONGEST_WAIT:
                self._closed[host] = f"{host} asked to wait {after:.0f} seconds"
                raise SourceDownError(
                    f"{host} asks to wait {after:.0f} seconds ({fetched.status})", hint="Run the same command then."
                )
            if after:
                self._clock(host).postpone(after)
            raise TryAgainError(f"{fetched.url} answered {fetched.status}", after)
        if fetched.status in _NOT_FOUND:
            text = fetched.body[:20_000].decode("utf-8", "replace")
            raise StatusError(f"{fetched.url} does not exist ({fetched.status})", body=text)
        raise FetchError(f"{fetched.url} answered {fetched.status}")

    def _clock(self, host: str) -> Clock:
        if host.endswith(".arxiv.org"):
            host = "arxiv.org"  # its terms count all of its services together
        if host not in self._clocks:
            self._clocks[host] = Clock(self._locks, host, self.settings.request_interval)
        return self._clocks[host]


def _missing(url: str) -> str:
    """The key under which the cache keeps that there is no such document; no URL looks like it."""
    return f"404 {url}"


def _joined(base: str, location: str) -> str:
    try:
        return urljoin(base, location)
    except ValueError as error:
        raise FetchError(f"{base} redirects to something that is no URL: {location[:200]!r}") from error


async def _limited(response: httpx.Response, max_bytes: int, url: str) -> bytes:
    """The raw body, read until it ends or becomes too large. It was asked for uncompressed: no bomb can unfold."""
    if response.headers.get("content-encoding", "identity").lower() not in ("", "identity"):
        raise BadContentError(f"{url} answered with a compressed body, which was not asked for")
    announced = response.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > max_bytes:
        raise BadContentError(f"{url} is larger than the limit: {announced} of {max_bytes} bytes")
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > max_bytes:
            raise BadContentError(f"{url} is larger than the limit of {max_bytes} bytes")
    return bytes(body)
