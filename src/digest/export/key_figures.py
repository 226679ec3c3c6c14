"""Which figures of a paper a reader needs, and which section speaks of a figure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from digest.document import Document, Figure, SentenceKind

_NAMES = {"figure": r"(?:Figures?|Figs?\.?|Abb(?:ildung|\.)|図)", "table": r"(?:Tables?|Tabelle|Tabs?\.?|表)"}


def mention_of(label: str) -> re.Pattern[str]:
    """How a text names the figure with this label: ``Figure 3``, ``Figs. 2-3`` and ``Fig. 3a`` mean figure 3."""
    table = re.match(r"\s*(?:tab|表)", label, re.IGNORECASE)
    number = re.search(r"[A-Z]?\.?\d+(?:\.\d+)*", label)
    if number is None:
        return re.compile(re.escape(label.strip()) or r"(?!)", re.IGNORECASE)
    name = _NAMES["table" if table else "figure"]
    before = r"(?:\d+\s?[a-z]?\s?(?:,|and|&|–|-|to|、|と)\s?)*"  # "Figures 2 and 3"
    return re.compile(rf"{name}\s?{before}{re.escape(number[0])}(?![\d]|\.\d)", re.IGNORECASE)


def key_figures(document: Document, most: int = 4) -> list[Figure]:
    """The figures that the text refers to most, in the paper's order; the first one of the paper is always with them.

    A table is chosen only where there is room left, and then one at most; figures of the appendix do not count, nor do
    those that could not be found on their page, unless the paper was read as HTML and has none to be found.
    """
    body = _body(document)
    texts = [
        document.text[s.start : s.end] for s in document.sentences if s.kind is SentenceKind.TEXT and s.start < body
    ]
    last_page = document.page_at(max(0, body - 1)).number
    figures = [f for f in document.figures if f.page <= last_page and f.label and (f.box or f.image_url)]
    pictures = _once(f for f in figures if f.kind == "figure")
    chosen = pictures[:1] + _most_named(pictures[1:], texts)[: max(0, most - 1)]
    if len(chosen) < most:
        chosen += _most_named(_once(f for f in figures if f.kind == "table"), texts)[:1]
    return sorted(chosen[:most], key=document.figures.index)


def section_naming(document: Document, figure: Figure) -> str:
    """The heading, without its number, of the main section that speaks most of a figure; nothing where none does."""
    named = mention_of(figure.label)
    counts: Counter[str] = Counter()
    main = [section for section in document.sections if section.level == 1 and section.kind == "body"]
    for sentence in document.sentences:
        if sentence.kind is SentenceKind.TEXT and named.search(document.text[sentence.start : sentence.end]):
            counts.update(section.title for section in main if section.start <= sentence.start < section.end)
    return without_number(max(counts, key=lambda title: counts[title])) if counts else ""


def without_number(heading: str) -> str:
    """``Model Architecture`` from ``3 Model Architecture``, ``III. Model Architecture`` or ``A.1 Model …``."""
    return re.sub(r"^\s*(?:\d+(?:\.\d+)*\.?|[A-Z](?:\.\d+)+\.?|[A-Z]\.|[IVXLC]{2,}\.?)\s+(?=\S)", "", heading).strip()


def _body(document: Document) -> int:
    """Where the body of the text ends: at the references or the appendix, whichever comes first."""
    ends = [s.start for s in document.sections if s.kind in ("references", "appendix")]
    return min(ends, default=len(document.text)) or len(document.text)


def _once(figures: Iterable[Figure]) -> list[Figure]:
    """Of several figures with one label the first: the others are misread captions."""
    seen: dict[str, Figure] = {}
    for figure in figures:
        seen.setdefault(figure.label.casefold(), figure)
    return list(seen.values())


def _most_named(figures: list[Figure], texts: list[str]) -> list[Figure]:
    counts = {id(f): sum(1 for text in texts if mention_of(f.label).search(text)) for f in figures}
    return sorted(figures, key=lambda figure: -counts[id(figure)])
