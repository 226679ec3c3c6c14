"""`zenn preview`, asked over loopback for each article: it marks in the body what zenn.dev would refuse."""

from __future__ import annotations

import contextlib
import json
import re
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bench.publish_tools import Tools

START = 30.0
"""Seconds that the preview may take to answer at first."""


def preview(slugs: Iterable[str], site: Path, tools: Tools) -> tuple[dict[str, str], str | None]:
    """The title of each article as the preview reads it, and the first thing that is wrong with one of them."""
    (site / "books").mkdir(exist_ok=True)
    titles: dict[str, str] = {}
    wrong: str | None = None
    with _served(site, tools) as address:
        for slug in slugs:
            try:
                with urllib.request.urlopen(f"{address}/api/articles/{slug}", timeout=60) as answer:  # noqa: S310 - loopback
                    article = json.load(answer)["article"]
            except (urllib.error.URLError, OSError, KeyError, ValueError) as error:
                return titles, f"{slug}: {error}"
            titles[slug] = str(article.get("title"))
            wrong = wrong or _objection(article)
    return titles, wrong


def _objection(article: dict[str, Any]) -> str | None:
    topics = article.get("topics") or []
    if "data-body-error" in article.get("bodyHtml", ""):
        return f"{article['slug']}: the preview shows an error in the body"
    if len(article.get("title") or "") not in range(1, 71):
        return f"{article['slug']}: a title of {len(article.get('title') or '')} characters"
    if not 1 <= len(topics) <= 5 or any(not re.fullmatch(r"\w{1,18}", topic) for topic in topics):
        return f"{article['slug']}: topics {topics}"
    return None


@contextlib.contextmanager
def _served(site: Path, tools: Tools) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    program = tools.js / "node_modules" / "zenn-cli" / "dist" / "server" / "zenn.js"
    command = [str(tools.node), str(program), "preview", "--port", str(port)]
    with subprocess.Popen(command, cwd=site, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            end = time.monotonic() + START
            while time.monotonic() < end:
                with contextlib.suppress(OSError), socket.create_connection(("localhost", port), timeout=1):
                    break
                time.sleep(0.2)
            yield f"http://localhost:{port}"
        finally:
            server.terminate()
