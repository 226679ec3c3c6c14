"""Figures and tables of an HTML paper: label, caption, the pictures' addresses, the cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from digest.document import Figure, Page
from digest.extract.html_flow import Flow, table_rows
from digest.extract.html_parts import Layout
from digest.extract.latexml import classes

_LABEL = re.compile(r"^\s*(Figures?|Fig\.|Tables?|Tab\.)\s*([A-Z]?[\d.]*\d[a-z]?|[IVXL]+)\s*[:.]?\s*", re.IGNORECASE)
MAX_ROWS = 400
"""Rows kept of one table; longer ones are data sets."""


def figures_of(flow: Flow, layout: Layout, pages: tuple[Page, ...], base: str) -> tuple[Figure, ...]:
    """Every captioned float, in reading order. A figure of several pictures has an entry for each of them."""
    found: list[Figure] = []
    for index, element in flow.floats:
        if not _captioned_inside_another(element):
            found += _entries(element, layout.page_number(index, pages), base)
    return tuple(found)


def _entries(element: HtmlElement, page: int, base: str) -> Iterator[Figure]:
    caption, _ = Flow().words(_caption(element)) if _caption(element) is not None else ("", [])
    match = _LABEL.match(caption)
    names = classes(element)
    tables = [t for t in element.iter("table") if "ltx_tabular" in classes(t)]
    pictures = list(_pictures(element, base))
    if not match and not pictures:
        return
    named_table = match is not None and match.group(1).lower().startswith("tab")
    kind = "table" if named_table or (match is None and "ltx_table" in names) else "figure"
    label = f"{'Table' if kind == 'table' else 'Figure'} {match.group(2)}" if match else ""
    rows = tuple(row for table in tables for row in table_rows(table))[:MAX_ROWS] if kind == "table" else ()
    text = caption[match.end() :] if match else caption
    yield Figure(
        kind="table" if kind == "table" else "figure",
        label=label,
        caption=text,
        page=page,
        rows=rows,
        image_url=pictures[0] if pictures else None,
    )
    for number, picture in enumerate(pictures[1:], start=2):
        yield Figure(kind="figure", label=f"{label} (panel {number})", caption=text, page=page, image_url=picture)


def _caption(element: HtmlElement) -> HtmlElement | None:
    """The caption of the float itself: the one that is no panel's, or else the first."""
    captions = [c for c in element.iter("figcaption") if isinstance(c, HtmlElement)]
    own = [c for c in captions if c.getparent() is element]
    return next(iter([*own, *captions]), None)


def _captioned_inside_another(element: HtmlElement) -> bool:
    """Whether the float is a panel of a float that is listed itself."""
    return any("ltx_figure" in classes(a) or "ltx_table" in classes(a) for a in element.iterancestors("figure"))


def _pictures(element: HtmlElement, base: str) -> Iterator[str]:
    for picture in element.iter("img", "object", "embed"):
        source = (picture.get("src") or picture.get("data") or "").strip()
        if source and not source.startswith("data:"):
            address = urljoin(base, source)
            if urlsplit(address).scheme in ("http", "https"):
                yield address
