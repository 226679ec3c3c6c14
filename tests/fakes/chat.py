"""A loopback chat endpoint: real HTTP, answers built from the prompt's own sentences, and any misbehaviour on order.

``with ChatServer() as chat:`` serves ``chat.url`` from a thread of its own. ``python -m tests.fakes.chat --port 8400``
serves until it is stopped. ``chat.plan`` maps the number of a call (from 1) or the name of a task to a misbehaviour.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import hashlib
import json
import re
import threading
from dataclasses import dataclass, field
from typing import Any, Self

SENTENCE = re.compile(r"^\[(\d+)\] (.+)$", re.MULTILINE)
TASKS = ("questions", "summary", "answers", "repair", "selection")
_MARKS = {
    "questions": '{"questions"',
    "summary": '"overview"',
    "answers": '{"answers"',
    "repair": '{"claims"',
    "selection": '{"sentences"',
}
_NEGATION = re.compile(
    r"\b(?:not|no|never|without|cannot|neither|nor|n't|un\w+|fail\w*|lack\w*|less|fewer|few)\b", re.IGNORECASE
)
_DIRECTION = re.compile(
    r"(?:increas|decreas|higher|lower|better|worse|outperform|improv|reduc|more|grow|drop|rais|short)", re.IGNORECASE
)
_TERM = re.compile(r"\b[A-Z][A-Za-z]{3,}\b")


@dataclass
class Seen:
    """One request as it came."""

    task: str
    body: dict[str, Any]
    headers: dict[str, str]


@dataclass
class ChatServer:
    """See the module's docstring. ``latency`` is in seconds."""

    model: str = "fake-model"
    latency: float = 0.0
    port: int = 0
    plan: dict[int | str, str] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)
    completed: int = 0
    _loop: asyncio.AbstractEventLoop | None = None
    _thread: threading.Thread | None = None
    _prefixes: set[str] = field(default_factory=set)

    @property
    def url(self) -> str:
        """The base URL to configure."""
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def calls(self) -> int:
        """How many completions were asked for."""
        return len(self.seen)

    def __enter__(self) -> Self:
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        assert ready.wait(10)
        return self

    def __exit__(self, *error: object) -> None:
        assert self._loop
        self._loop.call_soon_threadsafe(self._loop.stop)
        assert self._thread
        self._thread.join(10)

    def _run(self, ready: threading.Event) -> None:
        loop = self._loop = asyncio.new_event_loop()
        server = loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", self.port))
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        try:
            loop.run_forever()
        finally:
            server.close()
            tasks = asyncio.all_tasks(loop)
            for task in tasks:
                task.cancel()
            loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
            loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in head[1:] if line)}
                body = await reader.readexactly(int(headers.get("content-length", 0)))
                method, path, _ = head[0].split()
                if method == "GET" and path.endswith("/models"):
                    listed = {"object": "list", "data": [{"id": self.model, "object": "model"}]}
                    await _send(writer, 200, json.dumps(listed).encode())
                elif not await self._complete(writer, json.loads(body), headers):
                    break
        writer.close()

    async def _complete(self, writer: asyncio.StreamWriter, body: dict[str, Any], headers: dict[str, str]) -> bool:
        """Answer one completion; False when the connection is to be dropped."""
        prompt = "\n".join(m["content"] for m in body["messages"])
        task = task_of(body)
        self.seen.append(Seen(task, body, headers))
        fault = self.plan.get(len(self.seen)) or self.plan.get(task, "")
        if self.latency:
            await asyncio.sleep(self.latency)
        if fault == "drop":
            return False
        if fault.startswith("slow"):
            await asyncio.sleep(float(fault.removeprefix("slow")))
        if fault == "html":
            await _send(writer, 200, b"<html><body>Sign in to the hotel's network</body></html>", kind="text/html")
            return True
        refused = _refusal(fault, body)
        if refused:
            status, reply, extra = refused
            await _send(writer, status, json.dumps({"error": reply}).encode(), extra)
            return True
        await _send(writer, 200, json.dumps(self._reply(body, prompt, task, fault), ensure_ascii=False).encode())
        self.completed += 1
        return True

    def _reply(self, body: dict[str, Any], prompt: str, task: str, fault: str) -> dict[str, Any]:
        text = json.dumps(answer(task, prompt, fault), ensure_ascii=False)
        finish = "stop"
        message: dict[str, Any] = {"role": "assistant"}
        if fault == "invalid":
            text = text[: len(text) // 2] + "!!"
        elif fault == "fenced":
            text = f"```json\n{text}\n```"
        elif fault == "empty":
            text = ""
        elif fault == "cut":
            text, finish = text[: len(text) // 2], "length"
        elif fault == "refusal":
            text, message["refusal"] = "", "I'm sorry, I can't help with that."
        elif fault == "prose":
            text = "Of course! Here is what I found about the paper."
        message["content"] = text
        choices = None if fault == "no-choices" else [{"index": 0, "finish_reason": finish, "message": message}]
        read = max(1, len(prompt) // (20 if fault == "truncated" else 4))
        prefix = hashlib.sha256(prompt[: len(prompt) // 2].encode()).hexdigest()
        cached = read // 2 if prefix in self._prefixes else 0
        self._prefixes.add(prefix)
        usage = {
            "prompt_tokens": read,
            "completion_tokens": max(1, len(text) // 4),
            "total_tokens": read + len(text) // 4,
            "prompt_tokens_details": {"cached_tokens": cached},
        }
        reply = {"id": f"chatcmpl-{len(self.seen)}", "object": "chat.completion", "created": 1, "model": body["model"]}
        return {**reply, "choices": choices} if fault == "no-usage" else {**reply, "choices": choices, "usage": usage}


def _refusal(fault: str, body: dict[str, Any]) -> tuple[int, dict[str, str], tuple[str, ...]] | None:
    """Status, error and headers of a reply that is an error."""
    form = body.get("response_format", {}).get("type")
    if fault == "no-schema" and form == "json_schema":
        return 400, {"message": "response_format json_schema is not supported"}, ()
    if fault == "no-json" and form:
        return 400, {"message": "'response_format.type' must be 'text'"}, ()
    if fault == "new-cap" and "max_tokens" in body:
        return 400, {"message": "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."}, ()
    if fault == "no-temperature" and "temperature" in body:
        return 400, {"message": "Unsupported value: 'temperature' does not support 0 with this model."}, ()
    statuses = {
        "401": (401, {"message": "Incorrect API key provided: sk-secret-secret."}, ()),
        "404": (404, {"message": "The model does not exist"}, ()),
        "quota": (429, {"message": "You exceeded your current quota", "code": "insufficient_quota"}, ()),
        "429": (429, {"message": "Rate limit reached"}, ("Retry-After: 0.2",)),
        "429-long": (429, {"message": "Rate limit reached"}, ("Retry-After: 9000",)),
        "500": (500, {"message": "The server had an error"}, ()),
        "context": (400, {"message": "This model's maximum context length is 8192 tokens"}, ()),
    }
    return statuses.get(fault)


async def _send(
    writer: asyncio.StreamWriter,
    status: int,
    body: bytes,
    extra: tuple[str, ...] = (),
    *,
    kind: str = "application/json",
) -> None:
    head = [f"HTTP/1.1 {status} X", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *extra]
    writer.write("\r\n".join(head).encode() + b"\r\n\r\n" + body)
    await writer.drain()


def task_of(body: dict[str, Any]) -> str:
    """Which prompt a request is made of: by the schema's name, else by the example in the prompt's tail."""
    name = body.get("response_format", {}).get("json_schema", {}).get("name")
    if name in TASKS:
        return str(name)
    tail = body["messages"][1]["content"][-6000:]
    return max(TASKS, key=lambda task: tail.rfind(_MARKS[task]))


def answer(task: str, prompt: str, fault: str) -> dict[str, Any]:
    """The content of a good reply, or of one with a planted fault in its statements."""
    japanese = "Japanese" in prompt.rsplit("</paper>", 1)[-1] or "in Japanese" in prompt
    if task == "questions":
        count = int(next(iter(re.findall(r"\b(\d+) questions", prompt)), 9))
        if japanese:
            return {
                "questions": [
                    f"この論文の第{n}の要点は何か。" * (1 + n % 2) + "具体的に説明せよ。" * (n % 3)
                    for n in range(count)
                ]
            }
        subjects = [
            "method",
            "data",
            "results",
            "baseline",
            "training",
            "evaluation",
            "limits",
            "cost",
            "theory",
            "models",
            "errors",
            "scale",
        ]
        return {
            "questions": [
                f"What does the paper report about its {s} in section {i}?" for i, s in enumerate(subjects[:count])
            ]
        }
    sentences = [(int(number), text) for number, text in SENTENCE.findall(prompt)]
    good = [s for s in sentences if usable(s[1])] or sentences
    seed = int(hashlib.sha256(prompt.encode()).hexdigest()[:8], 16)

    def claim(offset: int) -> dict[str, Any]:
        number, text = good[(seed + 7 * offset) % len(good)]
        return statement(number, text, fault, japanese=japanese)

    if task == "selection":
        return {"sentences": [number for number, _ in good[:40]]}
    if task == "answers":
        asked = [int(n) for n in re.findall(r"^(\d+)\. ", prompt.rsplit("</paper>", 1)[-1], re.MULTILINE)]
        return {"answers": [{"question": n, "stated": True, **claim(n)} for n in asked]}
    if task == "repair":
        asked = [int(n) for n in re.findall(r"^(\d+)\. ?", prompt.rsplit("</paper>", 1)[-1], re.MULTILINE)]
        return {"claims": [{"number": n, "stated": True, **claim(n + 50)} for n in asked]}
    return {
        "gist": claim(0),
        "overview": [claim(n) for n in range(1, 5)],
        "sections": [{"title": "Method", "role": "method", "claims": [claim(11), claim(12)]}],
        "code_url": next(iter(re.findall(r"https?://github\.com/[\w.-]+/[\w.-]+\w", prompt)), ""),
        "nodes": [{"id": "a", "label": "Input"}, {"id": "b", "label": "Model"}, {"id": "c", "label": "Output"}],
        "edges": [{"source": "a", "target": "b", "label": ""}, {"source": "b", "target": "c", "label": ""}],
    }


def usable(text: str) -> bool:
    """Whether a sentence can be repeated as a statement that a careful check accepts."""
    whole = text[:1].isupper() and text.rstrip().endswith(".") and 60 < len(text) < 400
    return whole and not _NEGATION.search(text) and not _DIRECTION.search(text) and "http" not in text


def statement(number: int, text: str, fault: str, *, japanese: bool) -> dict[str, Any]:
    """A statement that rests on one sentence; with a fault it says something that the sentence does not."""
    said = text
    if japanese:
        terms = "、".join(dict.fromkeys(_TERM.findall(text)[:3]))
        figures = "、".join(re.findall(r"(?<![\w.])\d+(?:\.\d+)?%?(?![\w.])", text)[:2])
        said = f"本論文は{terms or '手法'}について述べている。" + (
            f"値として{figures}を挙げている。" if figures else ""
        )
    anchor = " ".join(text.split()[:6])
    if fault == "wrong-number":
        said = (
            re.sub(r"\d", lambda m: str((int(m[0]) + 1) % 10), said)
            if re.search(r"\d", said)
            else f"{said[:-1]} in 977 cases."
        )
    elif fault == "negated":
        said = re.sub(r"\b(is|are|was|were|can|we)\b", r"\1 not", said, count=1)
    elif fault == "invented":
        anchor = "the moon is made of green cheese"
        said = "The moon is made of green cheese according to the authors' survey of 5,000 mice."
    return {"text": said, "sentences": [number], "anchor": anchor, "derived": []}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--port", type=int, default=8400)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each reply")
    args = parser.parse_args()
    with ChatServer(port=args.port, latency=args.latency) as chat:
        threading.Event().wait()
        del chat


if __name__ == "__main__":
    main()
