"""The week of 29 January to 4 February 2024 on loopback: its list, its ten papers, and one page outside arXiv.

The fourth paper is withdrawn, the seventh paper's file is damaged.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from typer.testing import CliRunner

from digest.cli.app import app
from tests.fakes.arxiv import ArxivServer
from tests.fakes.chat import ChatServer
from tests.fakes.lists import ListServer, serving
from tests.fakes.papers import FakePaper

ROOT = Path(__file__).parents[2]
WEEK = "2024-W05"
HEADING = "## Top AI Papers of the Week (January 29 - February 4) - 2024"
IDS = (
    "2402.00838", "2401.13601", "2401.15884", "2402.00157", "2401.15347",
    "2401.15947", "2401.16380", "2401.14887", "2402.00253", "2401.15024",
)  # fmt: skip
WITHDRAWN, DAMAGED = IDS[3], IDS[6]
ARTICLE = """<!DOCTYPE html><html lang="en"><head><title>Notes on Sampling</title></head><body><article>
<h1>Notes on Sampling</h1>
<p>We looked at how a sample of 120 items changes the result of a survey. The sample was drawn by a script in 4 hours.
Each item was read by three people, who agreed in 87% of the cases. The remaining items were left out.</p>
<h2>Results</h2>
<p>The result of the survey changes by 3% when the sample is drawn again. We conclude that a sample of this size is
enough for a rough answer. A larger sample of 900 items changes the result by less than 1%. The code is available at
https://github.com/example/sampling, and the data set is described in an appendix.</p>
</article></body></html>"""


def papers() -> list[FakePaper]:
    """The ten papers, generated."""
    made = [FakePaper(paper_id) for paper_id in IDS]
    made[3] = FakePaper(WITHDRAWN, 2, comment="This paper has been withdrawn by the authors due to an error in Lemma 2")
    made[6] = FakePaper(DAMAGED, pdf=b"%PDF-1.4\n" + b"not a paper at all " * 300 + b"\n%%EOF\n")
    return made


def listed(outside: str) -> str:
    """The year's file with the one week; ``outside`` is the address of the eleventh row."""
    links = [
        *(f"https://arxiv.org/abs/{paper_id}" for paper_id in IDS[:9]),
        f"https://arxiv.org/abs/{IDS[9]}v1",
        outside,
    ]
    rows = [f"| {n}) **Study {n}** - A study of examples. | [Paper]({url}) |" for n, url in enumerate(links, 1)]
    return "\n".join(["# 2024", "", HEADING, "", "| **Paper** | **Links** |", "| --- | --- |", *rows, ""])


@dataclass
class World:
    """The servers, and the real command in a process of its own."""

    arxiv: ArxivServer
    chat: ChatServer
    lists: ListServer
    folder: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """What leads the command here and keeps it from everything else."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
        return {
            **kept,
            **self.arxiv.environment,
            "DIGEST_DAIR_LISTS": self.lists.url,
            "DIGEST_HUGGINGFACE": self.lists.url,
            "DIGEST_ALLOW_PRIVATE_HOSTS": "true",
            "DIGEST_DATA_DIR": str(self.folder / "data"),
            "PYTHONPATH": str(ROOT / "src"),
            **self.settings,
        }

    def serve_votes(self, week: str, votes: dict[str, int]) -> None:
        """Let Hugging Face's list of a week hold these papers with these votes."""
        items = [
            {
                "paper": {
                    "id": paper,
                    "title": found.shown_title if (found := self.arxiv.find(paper)) else paper,
                    "upvotes": n,
                }
            }
            for paper, n in votes.items()
        ]
        path = f"/api/daily_papers?week={week}&limit=100&p=0"
        self.lists.put(path, json.dumps(items), media="application/json")

    @property
    def requests(self) -> int:
        """All requests so far, to whichever server."""
        return len(self.arxiv.hits) + len(self.chat.seen) + len(self.lists.requests)

    def with_model(self) -> None:
        """Let notes be written by the loopback endpoint."""
        self.settings |= {"DIGEST_BASE_URL": self.chat.url, "DIGEST_API_KEY": "sk-loopback-0123456789"}

    def command(self, *args: str) -> list[str]:
        """The words of a command line."""
        return [sys.executable, "-m", "digest", *args]

    def run(self, *args: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end, within this process: it takes a tenth of the time."""
        with contextlib.chdir(self.folder):
            done = CliRunner().invoke(app, list(args), env=self.environment)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return subprocess.CompletedProcess(args, done.exit_code, done.stdout, done.stderr)

    def run_apart(self, *args: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end, in a process of its own."""
        return subprocess.run(
            self.command(*args), cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False,
            timeout=300,
        )  # fmt: skip


@contextlib.contextmanager
def world(folder: Path) -> Iterator[World]:
    """All servers, until the block ends."""
    with ArxivServer(papers()) as arxiv, ChatServer() as chat, serving() as lists:
        lists.put("/years/2024.md", listed(lists.put("/sampling", ARTICLE, media="text/html; charset=utf-8")))
        lists.put("/README.md", "# Index\n- [2024](years/2024.md)\n")
        yield World(arxiv, chat, lists, folder)
