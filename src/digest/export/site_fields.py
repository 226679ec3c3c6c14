"""The fields of front matter as each site builder reads them: one function for each, and the tags for all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from digest.export.esc import esc
from digest.export.frontmatter import FrontValue, one_line
from digest.export.page import Page

_TAG = 60
_TOPIC = 18
"""Characters of a topic that Zenn takes; a longer one cut short would be a word that nobody looks for."""


def _common(page: Page) -> dict[str, FrontValue]:
    dated: dict[str, FrontValue] = {"date": page.date} if page.date else {}
    return {"title": page.title, **dated}


def gfm(page: Page) -> dict[str, FrontValue]:
    """A page for any reader of Markdown."""
    return {**_common(page), "lang": page.language, "tags": page.tags}


def hugo(page: Page) -> dict[str, FrontValue]:
    """Hugo, which reads the summary as Markdown, and everything else here as text."""
    return {
        **_common(page),
        "slug": page.slug,
        "tags": page.tags,
        "categories": (page.category,),
        "summary": esc(page.summary),
        "draft": False,
    }


def jekyll(page: Page) -> dict[str, FrontValue]:
    """Jekyll, for which Liquid is switched off."""
    # Liquid would read braces in code; ours are escaped, and where the option is known it is not run at all.
    return {
        "layout": "post",
        **_common(page),
        "categories": (page.category,),
        "tags": page.tags,
        "render_with_liquid": False,
    }


def mkdocs(page: Page) -> dict[str, FrontValue]:
    """Material and Zensical, which put titles and tags into their pages as HTML; the title in the body is Markdown."""
    tags = tuple(escape(tag, quote=False) for tag in page.tags)
    return {**_common(page), "title": escape(page.title, quote=False), "categories": (page.category,), "tags": tags}


def quarto(page: Page) -> dict[str, FrontValue]:
    """Quarto: Pandoc reads every string of the front matter as Markdown, raw HTML included."""
    return {
        **_common(page),
        "title": esc(page.title),
        "lang": page.language,
        "description": esc(page.summary),
        "categories": tuple(esc(tag) for tag in page.tags),
    }


def zenn(page: Page) -> dict[str, FrontValue]:
    """Zenn, with at most five topics and none too long."""
    topics = [re.sub(r"[^0-9a-z\u3040-\u30ff\u4e00-\u9fff]", "", tag.casefold()) for tag in page.tags]
    return {
        "title": _cut(page.title, 70),
        "emoji": "📝",
        "type": "tech",
        "topics": tuple(dict.fromkeys(t for t in topics if 0 < len(t) <= _TOPIC))[:5] or ("ai",),
        "published": False,  # to publish is the author's decision
    }


def qiita(page: Page) -> dict[str, FrontValue]:
    """Qiita, with at most five tags of one word; nobody sees the article until its author says so."""
    tags = tuple(dict.fromkeys(re.sub(r"\s+", "", tag) for tag in page.tags))[:5]
    return {
        "title": page.title,
        "tags": tags or ("AI",),
        "private": True,
        "updated_at": "",
        "id": None,
        "organization_url_name": None,
        "slide": False,
        "ignorePublish": True,
    }


def obsidian(page: Page) -> dict[str, FrontValue]:
    """Obsidian, whose tags hold no spaces."""
    tags = tuple(re.sub(r"[^\w/-]+", "-", tag).strip("-") for tag in page.tags)
    return {**_common(page), "aliases": (page.title,), "tags": tags}


def astro(page: Page) -> dict[str, FrontValue]:
    """Astro, with the names that its blog template has for day and summary."""
    dated: dict[str, FrontValue] = {"pubDate": page.date} if page.date else {}
    return {"title": page.title, **dated, "description": page.summary, "tags": page.tags}


def usable(tags: Sequence[str]) -> tuple[str, ...]:
    """Tags of which a builder can make folders: not too long for a file system, and leading nowhere else."""
    plain = (re.sub(r"[/\\]+", "/", re.sub(r"\.{2,}", "", tag)) for tag in tags)
    cut = (_cut(tag, _TAG).strip("./ ") for tag in plain)
    return tuple(dict.fromkeys(tag for tag in cut if tag))


def _cut(text: str, most: int) -> str:
    flat = one_line(text)
    return flat if len(flat) <= most else flat[: most - 1].rstrip() + "…"
