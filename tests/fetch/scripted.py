"""A loopback server that answers each path with a script: the first request gets the first reply, and so on."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self, TypeVar

from digest.config import Settings
from digest.fetch import Fetcher

T = TypeVar("T")

PDF = b"%PDF-1.5\n" + b"0" * 4000 + b"\n%%EOF\n"


@dataclass(frozen=True)
class Reply:
    """What one request gets. ``cut`` sends only so many bytes of what was announced; ``drip`` sends them slowly."""

    status: int = 200
    body: bytes = b"hello"
    headers: Mapping[str, str] = field(default_factory=dict)
    wait: float = 0.0
    cut: int | None = None
    drip: float = 0.0
    endless: bool = False


@dataclass(frozen=True)
class Request:
    """One request as it came; ``when`` is monotonic."""

    path: str
    when: float
    headers: Mapping[str, str]


class Scripted:
    """``with Scripted({"/x": [Reply(503), Reply()]}) as server``; the last reply of a path is repeated."""

    def __init__(self, script: Mapping[str, list[Reply]]) -> None:
        self.script = {path: list(replies) for path, replies in script.items()}
        self.requests: list[Request] = []
        self.sent = 0
        """Bytes of endless bodies that have left this end."""
        self._ends = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer._answer(self)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
                del format, args

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True

    @property
    def port(self) -> int:
        return self._server.server_port

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self._ends.set()
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        self.requests.append(Request(request.path, time.monotonic(), dict(request.headers.items())))
        replies = self.script[request.path]
        reply = replies.pop(0) if len(replies) > 1 else replies[0]
        self._ends.wait(reply.wait)
        try:
            self._send(request, reply)
        except OSError:  # the client has gone, as it should when it has had enough
            request.close_connection = True

    def _send(self, request: BaseHTTPRequestHandler, reply: Reply) -> None:
        request.send_response(reply.status)
        for name, value in reply.headers.items():
            request.send_header(name, value)
        if reply.endless:
            request.close_connection = True
            request.end_headers()
            while not self._ends.is_set():
                self.sent += request.wfile.write(bytes(65_536))
            return
        if "Content-Length" not in reply.headers:
            request.send_header("Content-Length", str(len(reply.body)))
        request.end_headers()
        if reply.cut is not None:
            request.close_connection = True
        sent = reply.body[: reply.cut]
        if not reply.drip:
            request.wfile.write(sent)
            return
        for at in range(len(sent)):
            request.wfile.write(sent[at : at + 1])
            if self._ends.wait(reply.drip):
                return


def fetching(tmp_path: Path, work: Callable[[Fetcher], Awaitable[T]], **settings: Any) -> T:  # noqa: ANN401 - checked by Settings
    """Run something with a fetcher whose settings are quick."""
    quick: dict[str, Any] = {"data_dir": tmp_path / "data", "request_interval": 0, "max_attempts": 2, **settings}

    async def inside() -> T:
        async with Fetcher(Settings(**quick)) as fetcher:
            return await work(fetcher)

    return asyncio.run(inside())
