"""The loopback arXiv and the loopback chat endpoint in a process of their own, so that they share no interpreter lock.

``with Loopback(papers=200, latency=2.0) as world: run(env=world.environment); world.counts()``. What the servers saw is
asked for over the process's standard input: a line in, a line of JSON out.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from tests.fakes.arxiv import ArxivServer
from tests.fakes.chat import ChatServer, Seen
from tests.fakes.papers import FakePaper, make_pdf

TEMPLATES = 50
"""Papers made in full; further ones are the same pages with other bytes at the end, and another title."""


def paper_ids(count: int) -> list[str]:
    """The ids that the loopback arXiv knows."""
    return [f"24{1 + number // 9_000:02d}.{number % 9_000 + 1:05d}" for number in range(count)]


def made(count: int) -> list[FakePaper]:
    """Papers with their PDFs, made before anything is measured."""
    bare = [FakePaper(paper_id) for paper_id in paper_ids(count)]
    pdfs = [make_pdf(paper) for paper in bare[:TEMPLATES]]
    return [
        paper.with_pdf(pdfs[place % TEMPLATES] + (b"" if place < TEMPLATES else f"% {paper.id}\n".encode()))
        for place, paper in enumerate(bare)
    ]


@dataclass(frozen=True)
class Counts:
    """What the servers saw so far. ``sent`` counts each chat request by the hash of its messages and schema."""

    arxiv: int
    chat: int
    answered: int
    busiest: int
    sent: Counter[str]


class Loopback:
    """See the module's docstring."""

    def __init__(self, papers: int, latency: float) -> None:
        self._command = [sys.executable, "-m", "bench.loopback", str(papers), str(latency)]
        self.ids = paper_ids(papers)
        self.environment: dict[str, str] = {}

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.environment = self._line()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()

    def counts(self) -> Counts:
        """What was seen until now."""
        return Counts(**{**(said := self._ask("counts")), "sent": Counter(said["sent"])})

    def asked(self) -> int:
        """How many requests the chat endpoint has had."""
        return int(self._ask("chat"))

    def _ask(self, what: str) -> Any:  # noqa: ANN401 - JSON
        if self._process.stdin:
            self._process.stdin.write(what + "\n")
            self._process.stdin.flush()
        return self._line()

    def _line(self) -> Any:  # noqa: ANN401 - JSON
        return json.loads(self._process.stdout.readline()) if self._process.stdout else None


class Chat(ChatServer):
    """The chat endpoint, counting every request of any kind."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.requests = 0

    async def _reply(self, line: str, headers: dict[str, str], raw: bytes) -> bytes | None:
        self.requests += 1
        return await super()._reply(line, headers, raw)


def _name(seen: Seen) -> str:
    asked = [seen.body["messages"], (seen.body.get("response_format") or {}).get("json_schema", {}).get("name")]
    return hashlib.blake2b(json.dumps(asked).encode(), digest_size=12).hexdigest()


def main() -> None:
    """Serve until standard input ends."""
    with ArxivServer(made(int(sys.argv[1]))) as arxiv, Chat(latency=float(sys.argv[2])) as chat:
        print(json.dumps({**arxiv.environment, "DIGEST_BASE_URL": chat.url}), flush=True)
        for line in sys.stdin:
            counted: object = chat.requests
            if line.strip() == "counts":
                counted = {
                    "arxiv": len(arxiv.hits),
                    "chat": chat.requests,
                    "answered": chat.answered,
                    "busiest": chat.busiest,
                    "sent": Counter(map(_name, chat.seen)),
                }
            print(json.dumps(counted), flush=True)


if __name__ == "__main__":
    main()
