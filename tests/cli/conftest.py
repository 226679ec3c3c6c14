"""A whole digest on loopback: run the real command in a process of its own against both fakes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.fakes.arxiv import ArxivServer
from tests.fakes.chat import ChatServer
from tests.fakes.papers import FakePaper

PAPERS = [FakePaper("2401.00001", 2), FakePaper("2401.00002"), FakePaper("math/0405482", 2, categories=("math.CO",))]


@dataclass
class House:
    """The command line with its surroundings."""

    arxiv: ArxivServer
    chat: ChatServer
    folder: Path
    root: Path = Path(__file__).parents[2]

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
        return {**kept, **self.arxiv.environment, "DIGEST_DATA_DIR": str(self.folder / "data")}

    def command(self, *args: str) -> list[str]:
        return [sys.executable, "-m", "digest", *args]

    def run(
        self, *args: str, model: bool = False, stdin: str | None = None, **settings: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a command; ``model`` configures the loopback endpoint."""
        return subprocess.run(
            self.command(*args),
            cwd=self.folder,
            env=self.environment | (self.with_model if model else {}) | settings,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            timeout=110,
        )

    @property
    def with_model(self) -> dict[str, str]:
        return {"DIGEST_BASE_URL": self.chat.url, "DIGEST_API_KEY": "sk-loopback-0123456789"}

    @property
    def sample(self) -> str:
        """The path of the paper that the repository ships."""
        return str(self.root / "examples" / "sample-paper.pdf")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with ArxivServer(PAPERS) as arxiv, ChatServer() as chat:
        yield House(arxiv, chat, tmp_path)
