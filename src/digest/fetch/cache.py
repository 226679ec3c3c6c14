"""Bodies by URL, for lists and feeds: a repeated run asks nobody. Papers are not here but in the blobs."""

from __future__ import annotations

import hashlib
import json
import os
import time
from pathlib import Path

from digest.errors import StoreError


class Cache:
    """A folder of bodies, each with the headers it came with."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, url: str, max_age: float) -> tuple[dict[str, str], bytes] | None:
        """Headers and body of a URL, when they are at most ``max_age`` seconds old and whole."""
        path = self._path(url)
        try:
            if not 0 <= time.time() - path.stat().st_mtime <= max_age:
                return None
            head, _, body = path.read_bytes().partition(b"\n")
            kept = json.loads(head)
        except (OSError, ValueError):
            return None
        if kept.get("url") != url or kept.get("sha256") != hashlib.sha256(body).hexdigest():
            return None
        return kept["headers"], body

    def put(self, url: str, headers: dict[str, str], body: bytes) -> None:
        """Keep a body; one that is cut short by a crash is noticed by its hash when it is read.

        Raises:
            StoreError: The disk is full or may not be written.
        """
        path = self._path(url)
        head = {"url": url, "headers": headers, "sha256": hashlib.sha256(body).hexdigest()}
        aside = path.with_suffix(f".{os.getpid()}.tmp")  # two runs may keep the same list at once
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            aside.write_bytes(json.dumps(head).encode() + b"\n" + body)
            aside.replace(path)
        except OSError as error:
            raise StoreError(
                f"{path} cannot be written: {error.strerror}", hint="Is the disk full? `digest doctor` looks."
            ) from error

    def _path(self, url: str) -> Path:
        return self.folder / hashlib.sha256(url.encode()).hexdigest()
