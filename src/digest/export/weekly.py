"""The weekly issue: the list with a gist for each paper, then each paper's note; no entry of the list is lost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from digest.export.dialects import Dialect, dialect_for
from digest.export.esc import esc, link
from digest.export.frontmatter import one_line
from digest.export.item import LEFT_OUT, Item
from digest.export.labels import Labels, labels_for, shown_date
from digest.export.note import EXTRACTIVE, facts_of, render_note
from digest.export.page import Page, slug_of
from digest.export.reasons import reason_of, said
from digest.export.templates import arrange
from digest.models import Bundle, Collection
from digest.taxonomy import category_name

_HOMES = {
    "dair": ("Top AI Papers of the Week, dair.ai", "https://github.com/dair-ai/AI-Papers-of-the-Week"),
    "hf": ("Daily Papers, Hugging Face", "https://huggingface.co/papers"),
}
_NAME_LIMIT = 60


def render_weekly(
    collection: Collection,
    items: Sequence[Item],
    *,
    language: str = "en",
    dialect: str = "gfm",
    templates: Path | None = None,
) -> Bundle:
    """One issue as the file that a site builder takes as it is. The same values give the same bytes.

    Args:
        collection: The list; its period gives title, date and file name.
        items: Its entries in their order.
        language: Language of headings and labels; notes keep their own.
        dialect: The target, a name of ``DIALECTS``.
        templates: A folder whose ``weekly.md.j2`` is used instead of the shipped one.

    Raises:
        UsageError: The dialect is not known, or the user's template cannot be used.
    """
    row, labels = dialect_for(dialect), labels_for(language)
    # A long list of which some papers were asked for does not end in a row of empty parts.
    parts = [(number, item) for number, item in enumerate(items, 1) if item.kind != LEFT_OUT]
    page = _page(collection, items, labels, language)
    body = arrange(
        "weekly",
        {
            "language": "ja" if labels is labels_for("ja") else "en",
            "title": esc(page.title),
            "source": _source(collection),
            "start": _day(collection.start, labels),
            "end": _day(collection.end, labels),
            "total": len(items),
            "summarized": sum(1 for item in items if item.note),
            "extractive": any(item.note.model == EXTRACTIVE for item in items if item.note),
            "warnings": "\n\n".join(f"⚠ {esc(said(warning, language))}" for warning in collection.warnings),
            "listing": "\n".join(_line(number, item, row, labels, language) for number, item in enumerate(items, 1)),
            "papers": "\n\n".join(_block(number, item, row, labels, language) for number, item in parts),
        },
        templates,
    )
    return Bundle(files={row.file(page): row.page(page, body).encode()})


def issue_name(collection: Collection) -> str:
    """``2024-W05`` by ISO 8601, and the source where that is not dair.ai; without a period, the list's own name.

    It is the week of the day in the middle, since lists that run from Sunday to Sunday mean the week after the first
    one. The source keeps the issues of two lists apart in one folder: ``2024-W05-hf``.
    """
    first, last = collection.start or collection.end, collection.end or collection.start
    if not (first and last):
        return collection.name
    week = f"{first + (last - first) // 2:%G-W%V}"
    kind = collection.source.partition(":")[0]
    if kind == "dair":
        return week
    name = kind if kind == "hf" and collection.kind == "weekly" else collection.source
    return f"{week}-{re.sub('[^a-z0-9]+', '-', name.lower()).strip('-')[:_NAME_LIMIT].strip('-')}"


def _page(collection: Collection, items: Sequence[Item], labels: Labels, language: str) -> Page:
    title = labels.weekly_title
    if collection.start and collection.end:
        whose = "" if collection.source.startswith("dair:") else f" ({_whose(collection)})"
        title = f"{title}{labels.colon}{collection.start} – {collection.end}{whose}"
    elif collection.title:
        title = f"{title}{labels.colon}{one_line(collection.title)}"
    papers = [item.paper for item in items if item.paper]
    names = dict.fromkeys(category_name(paper.categories[0]) for paper in papers if paper.categories)
    return Page(
        slug=slug_of(["weekly", issue_name(collection)], language),
        title=title,
        date=collection.end or collection.start,
        language=language,
        summary=labels.weekly_summary.format(total=len(items)),
        tags=("arXiv", *names)[:8],
        category="weekly",
    )


def _whose(collection: Collection) -> str:
    """Whose list it is, in a few words for a title."""
    kind = collection.source.partition(":")[0]
    return _HOMES[kind][0] if kind in _HOMES else one_line(collection.title)


def _source(collection: Collection) -> str:
    """The list as a reader knows it, with a link where there is one place for it."""
    kind, _, rest = collection.source.partition(":")
    if kind in _HOMES:
        return link(*_HOMES[kind])
    if kind == "feed":
        return f"arXiv ({esc(rest)})"
    if collection.kind == "query":
        return f"arXiv ({esc(collection.source)})"
    return link(collection.source, collection.source) if "://" in collection.source else esc(collection.title)


def _day(day: date | None, labels: Labels) -> str:
    return f"{day:{labels.date}}" if day else labels.unknown


def _anchor(number: int) -> str:
    return f"paper-{number}"


def _line(number: int, item: Item, row: Dialect, labels: Labels, language: str) -> str:
    """The entry's place in the list: title, date, gist or the reason why there is none."""
    if item.kind == LEFT_OUT:
        title = link(item.title, item.url or "")
    else:
        title = row.jump(esc(item.title), _anchor(number), f"{number}. {item.title}")
    below = []
    if item.paper and item.paper.published:
        below.append(f"{labels.published}{labels.colon}{shown_date(item.paper.published, labels)}")
    if item.note and item.note.gist.text:
        below.append(esc(item.note.gist.text))
    elif reason := reason_of(item, language):
        below.append(f"{labels.not_summarized}{labels.colon}{esc(reason)}")
    # Two spaces are a hard break and four a continued item in every renderer.
    return f"{number}.  " + "  \n    ".join([f"**{title}**" if item.note else title, *below])


def _block(number: int, item: Item, row: Dialect, labels: Labels, language: str) -> str:
    """The entry's own part, in its place whether there is a note or not."""
    heading = row.heading(2, f"{number}. {esc(item.title)}", _anchor(number))
    blocks = [heading]
    if item.repeat_of:
        blocks.append(f"({esc(labels.repeat_of.format(item.repeat_of))})")
    if item.note and item.paper:
        blocks.append(render_note(item.note, item.paper, level=2, titled=False).rstrip())
    else:
        if item.paper:
            blocks.append(facts_of(item.paper, labels))
        elif item.url:
            blocks.append(f"**{labels.url}**{labels.colon}{link(item.url, item.url)}")
        blocks.append(f"{labels.not_summarized}{labels.colon}{esc(reason_of(item, language) or labels.unknown)}")
    return "\n\n".join(blocks)
