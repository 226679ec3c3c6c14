"""A loopback chat endpoint: real sockets, answers that follow the schema, and misbehaviour by plan.

Inside a test: ``with ChatServer() as chat: ... chat.url ...``. By hand: ``python -m tests.fakes.chat --port 8123``.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import hashlib
import json
import threading
import time
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from tests.fakes import chat_replies
from tests.fakes.chat_replies import Writer, schema_of

MODEL = "fake-model"
_BLOCK = 2_048  # characters; prompts that share this many from the start share a cache entry

REFUSALS: dict[str, tuple[int, dict[str, Any]]] = {
    "401": (401, {"message": "Incorrect API key provided: {key}.", "code": "invalid_api_key"}),
    "402": (402, {"message": "Insufficient balance."}),
    "403": (403, {"message": "This key may not use this model."}),
    "404": (404, {"message": "The model does not exist.", "code": "model_not_found"}),
    "429": (429, {"message": "Rate limit reached.", "code": "rate_limit_exceeded"}),
    "insufficient_quota": (429, {"message": "You exceeded your current quota.", "code": "insufficient_quota"}),
    "500": (500, {"message": "The server had an error."}),
    "503": (503, {"message": "Overloaded."}),
    "context_length": (400, {"message": "This model's maximum context length is 4096 tokens."}),
    "400": (400, {"message": "Something else is wrong with it."}),
}


@dataclass(frozen=True)
class Seen:
    """One request to the chat endpoint, as it came."""

    number: int
    body: dict[str, Any]
    headers: dict[str, str]
    at: float
    fault: str | None

    @property
    def mode(self) -> str:
        """How JSON was asked for."""
        return str((self.body.get("response_format") or {"type": "prompt"})["type"])


@dataclass
class ChatServer:
    """A chat endpoint in its own thread.

    ``plan`` names the misbehaviour of a call by its number from 1, or of all calls under ``"*"``, or of calls with a
    schema of that name. ``rejects`` are parameters that get a 400: ``json_schema``, ``json_object``, ``temperature``,
    ``max_tokens``, ``max_completion_tokens``, ``reasoning_effort``, ``maxItems``.
    """

    plan: dict[int | str, str] = field(default_factory=dict)
    rejects: set[str] = field(default_factory=set)
    models: tuple[str, ...] = (MODEL,)
    latency: float = 0.0
    slow: float = 2.0
    retry_after: str = "0"
    port: int = 0
    seen: list[Seen] = field(default_factory=list)
    answered: int = 0
    """Completions that were sent in full: what a provider would bill."""

    def __post_init__(self) -> None:
        self.busiest = 0
        self._busy = 0
        self._prefixes: set[bytes] = set()
        self._ready = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """The base URL for a client."""
        return f"http://127.0.0.1:{self.port}/v1"

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=lambda: asyncio.run(self.serve()), daemon=True)
        self._thread.start()
        if not self._ready.wait(10):
            raise RuntimeError("the fake chat endpoint did not start")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        if self._thread:
            self._thread.join(10)

    async def serve(self) -> None:
        """Serve until stopped."""
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        open_now: set[asyncio.Task[None]] = set()

        def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.ensure_future(self._connection(reader, writer))
            open_now.add(task)
            task.add_done_callback(open_now.discard)

        server = await asyncio.start_server(connected, "127.0.0.1", self.port, backlog=512, limit=2**22)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        try:
            await self._stop.wait()
        finally:
            server.close()
            for task in open_now:
                task.cancel()
            await asyncio.gather(*open_now, return_exceptions=True)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in head[1:] if line)}
                body = await reader.readexactly(int(headers.get("content-length", 0)))
                self._busy += 1
                self.busiest = max(self.busiest, self._busy)
                try:
                    reply = await self._reply(head[0], headers, body)
                finally:
                    self._busy -= 1
                if reply is None:
                    return
                writer.write(reply)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError, asyncio.CancelledError):
                await writer.wait_closed()

    async def _reply(self, line: str, headers: dict[str, str], raw: bytes) -> bytes | None:
        if line.startswith("GET /v1/models"):
            if self.plan.get("models") == "401":
                return self._refused("401", headers)
            return _json(200, {"object": "list", "data": [{"id": name, "object": "model"} for name in self.models]})
        if not line.startswith("POST /v1/chat/completions"):
            return _json(404, {"error": {"message": f"no such path: {line}"}})
        return await self._chat(json.loads(raw), headers)

    async def _chat(self, body: dict[str, Any], headers: dict[str, str]) -> bytes | None:
        number = len(self.seen) + 1
        asked = (body.get("response_format") or {}).get("json_schema", {}).get("name", "")
        fault = self.plan.get(number) or self.plan.get(asked) or self.plan.get("*")
        self.seen.append(Seen(number, body, headers, time.monotonic(), fault))
        if self.latency:
            await asyncio.sleep(self.latency)
        if fault == "slow":
            await asyncio.sleep(self.slow)
        return None if fault == "close" else self._answer(body, headers, fault)

    def _answer(self, body: dict[str, Any], headers: dict[str, str], fault: str | None) -> bytes:
        if (rejected := self._rejected(body)) is not None:
            return _json(400, {"error": {"message": rejected, "type": "invalid_request_error"}})
        if fault in REFUSALS:
            return self._refused(fault, headers)
        if fault == "html":
            return _http(200, b"<html><body>Welcome to the proxy</body></html>", "text/html")
        if fault == "string_body":
            return _json(200, "it went well")
        self.answered += 1
        return _json(200, self._completion(body, fault))

    def _rejected(self, body: dict[str, Any]) -> str | None:
        kind = (body.get("response_format") or {}).get("type")
        if kind in self.rejects:
            return f"'response_format.type' {kind} is not supported"
        if "maxItems" in self.rejects and "maxItems" in json.dumps(body.get("response_format")):
            return "Invalid schema for response_format: In context=('sentences',), 'maxItems' is not permitted."
        for name in ("temperature", "reasoning_effort"):
            if name in self.rejects and name in body:
                return f"Unsupported parameter: '{name}' is not supported with this model."
        for name, other in (("max_tokens", "max_completion_tokens"), ("max_completion_tokens", "max_tokens")):
            if name in self.rejects and name in body:
                return f"Unsupported parameter: '{name}' is not supported with this model. Use '{other}' instead."
        return None

    def _refused(self, fault: str, headers: dict[str, str]) -> bytes:
        status, error = REFUSALS[fault]
        # Providers do echo the key.
        said = error["message"].replace("{key}", headers.get("authorization", "").removeprefix("Bearer "))
        more = {"Retry-After": self.retry_after} if status in (429, 503) and fault != "insufficient_quota" else {}
        return _json(status, {"error": {**error, "message": said}}, more)

    def _completion(self, body: dict[str, Any], fault: str | None) -> dict[str, Any]:
        prompt = "\n".join(str(message["content"]) for message in body["messages"])
        message: dict[str, Any] = {"role": "assistant", "content": _content(body, fault)}
        if fault == "refusal":
            message = {"role": "assistant", "content": None, "refusal": "I cannot help with that."}
        finish = {"cut": "length", "content_filter": "content_filter"}.get(fault or "", "stop")
        tokens = len(prompt) // (40 if fault == "truncated_context" else 4) + 8
        completion: dict[str, Any] = {
            "id": f"chatcmpl-{len(self.seen)}",
            "object": "chat.completion",
            "created": 1_790_000_000,
            "model": body.get("model"),
            "choices": [{"index": 0, "message": message, "finish_reason": finish}],
            "usage": {
                "prompt_tokens": tokens,
                "completion_tokens": len(message["content"] or "") // 4 + 1,
                "prompt_tokens_details": {"cached_tokens": min(tokens, self._cached(prompt))},
            },
        }
        if fault == "null_choices":
            completion |= {"choices": None, "error": {"message": "upstream failed"}}
        if fault == "no_usage":
            del completion["usage"]
        return completion

    def _cached(self, prompt: str) -> int:
        """Tokens of the longest beginning that an earlier prompt had too."""
        running, known, still = hashlib.blake2b(digest_size=12), 0, True
        for start in range(0, len(prompt) - _BLOCK + 1, _BLOCK):
            running.update(prompt[start : start + _BLOCK].encode("utf-8", "replace"))
            mark = running.digest()
            still = still and mark in self._prefixes
            known = start + _BLOCK if still else known
            self._prefixes.add(mark)
        return known // 4


def _content(body: dict[str, Any], fault: str | None) -> str:
    schema = schema_of(body)
    if schema is None or fault in ("invalid_json", "prose"):
        return "Certainly! Here is what the paper says about it."
    fixed = {"wrong_shape": '{"certainly": true}', "empty": ""}
    if fault in fixed:
        return fixed[fault]
    text = json.dumps(Writer(body).value(schema), ensure_ascii=False)
    if fault in ("wrong_numbers", "flipped_negation", "invented_quotes"):
        return str(getattr(chat_replies, fault)(text))
    return {"cut": text[: len(text) // 2], "fenced": f"```json\n{text}\n```"}.get(fault or "", text)


def _json(status: int, value: object, more: dict[str, str] | None = None) -> bytes:
    return _http(status, json.dumps(value, ensure_ascii=False).encode(), "application/json", more)


def _http(status: int, body: bytes, media: str, more: dict[str, str] | None = None) -> bytes:
    headers = {"Content-Type": media, "Content-Length": str(len(body)), "x-request-id": "req-fake", **(more or {})}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status} .\r\n{head}\r\n".encode() + body


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8123)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--fault", help="misbehave like this in every call")
    given = parser.parse_args()
    plan: dict[int | str, str] = {"*": given.fault} if given.fault else {}
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(ChatServer(port=given.port, latency=given.latency, plan=plan).serve())


if __name__ == "__main__":
    main()
