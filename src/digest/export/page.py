"""What a page is called and filed under: title, day, tags, and a file name that every site builder takes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

_SHORTEST = 12


@dataclass(frozen=True)
class Page:
    """What front matter and file name are made of. ``slug`` is in ``[a-z0-9-]`` and 12 to 50 characters long."""

    slug: str
    title: str
    date: date | None
    language: str
    summary: str
    tags: tuple[str, ...] = ()
    category: str = "papers"


def slug_of(parts: Sequence[str], language: str) -> str:
    """A file name from words: ASCII, 12 to 50 characters (Zenn's limits), the language at its end unless English."""
    tail = "" if language == "en" else "-" + re.sub(r"[^a-z]", "", language.casefold())[:8]
    stem = re.sub(r"[^a-z0-9]+", "-", "-".join(parts).casefold()).strip("-")
    stem = stem[: 50 - len(tail)].rstrip("-")
    return (stem + tail) if len(stem + tail) >= _SHORTEST else f"{stem or 'page'}{tail}-digest-notes"
