"""A loopback server for lists, feeds, daily papers and web pages: real sockets, fixed answers, a log of requests."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Reply:
    """One fixed answer."""

    body: bytes = b""
    media: str = "text/plain; charset=utf-8"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


@dataclass
class ListServer:
    """What is served by path with its query; anything else is 404. ``requests`` logs paths in order."""

    port: int = 0
    routes: dict[str, Reply] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def put(self, path: str, body: str | bytes, *, media: str = "text/plain; charset=utf-8", status: int = 200) -> str:
        """Serve a body at a path; returns the whole URL."""
        self.routes[path] = Reply(body.encode() if isinstance(body, str) else body, media, status)
        return self.url + path

    def redirect(self, path: str, to: str) -> str:
        """Answer a path with a redirect."""
        self.routes[path] = Reply(status=302, headers=(("Location", to),))
        return self.url + path


@contextmanager
def serving() -> Iterator[ListServer]:
    """Run a server on a free port of 127.0.0.1 until the block ends."""
    state = ListServer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            state.requests.append(self.path)
            reply = state.routes.get(self.path, Reply(b"404: Not Found", status=404))
            self.send_response(reply.status)
            for name, value in (("Content-Type", reply.media), ("Content-Length", str(len(reply.body)))):
                self.send_header(name, value)
            for name, value in reply.headers:
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the overridden name
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
