"""The flow of a LaTeXML page: its paragraphs, headings, captions, tables and references in reading order.

arxiv.org/html serves LaTeXML's output inside ``article.ltx_document``. Only that element is read, so menus, banners and
scripts stay out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml.html import HtmlElement

from digest.document import HiddenText, SentenceKind
from digest.extract.html_invisible import why_invisible
from digest.extract.instructions import is_instruction
from digest.extract.latexml import (
    BLOCKS,
    DROPPED,
    DROPPED_TAGS,
    EQUATIONS,
    FLOATS,
    HEADING,
    ROLES,
    SECTIONS,
    classes,
    formula,
)

MAX_DEPTH = 200
"""Deeper nesting is an attack on recursion, not a paper."""

_TIGHT = re.compile(r"\s+([,.;:!?)\]”’]+(?=\s|$|[,.;:!?)\]]))")
_OPEN = re.compile(r"([(\[“‘])\s+")


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the flow. ``links`` are (offset in ``text``, address)."""

    text: str
    kind: SentenceKind
    links: tuple[tuple[int, str], ...] = ()
    level: int = 0
    role: str = ""
    anchor: str | None = None
    label: str = ""


PLAIN = Block("", SentenceKind.TEXT)


@dataclass(slots=True)
class Flow:
    """The blocks in reading order, the floats as elements, and what was left out."""

    blocks: list[Block] = field(default_factory=list)
    floats: list[tuple[int, HtmlElement]] = field(default_factory=list)
    hidden: list[tuple[int, HiddenText]] = field(default_factory=list)
    notes: list[HtmlElement] = field(default_factory=list)

    def add(self, element: HtmlElement, kind: SentenceKind, like: Block = PLAIN) -> None:
        """Append the words of an element, ``like`` a block in all but text, then the footnotes that stand in it."""
        text, links = self.words(element)
        if text:
            self.blocks.append(replace(like, text=text, kind=kind, links=tuple(links)))
        notes, self.notes = self.notes, []
        for note in notes:
            self.add(note, SentenceKind.TEXT)

    def words(self, element: HtmlElement) -> tuple[str, list[tuple[int, str]]]:
        """The words of an element in one line, and the links in it as (offset, address)."""
        pieces: list[tuple[str, str | None]] = []
        self._walk(element, None, pieces, 0)
        text, links = "", []
        for piece, address in pieces:
            words = re.sub(r"\s+", " ", piece)
            words = words.lstrip() if not text or text.endswith(" ") else words
            if words and address:
                links.append((len(text), address))
            text += words
        return _tidied(text, links)

    def _walk(self, element: HtmlElement, address: str | None, out: list[tuple[str, str | None]], depth: int) -> None:
        if depth > MAX_DEPTH:
            return
        if element.text:
            out.append((element.text, address))
        for child in element:
            if isinstance(child, HtmlElement):
                self._child(child, address, out, depth)
            if child.tail:
                out.append((child.tail, address))

    def _child(self, child: HtmlElement, address: str | None, out: list[tuple[str, str | None]], depth: int) -> None:
        names = classes(child)
        if child.tag in DROPPED_TAGS or names & DROPPED:
            return
        if why := why_invisible(child):
            self.hide(child, why)
        elif "ltx_note" in names:
            self.notes += child.xpath(".//*[contains(@class, 'ltx_note_content')]")[:1]
        elif child.tag == "math":
            out.append((formula(child), address))
        elif child.tag == "br":
            out.append((" ", address))
        else:
            if child.tag in BLOCKS or child.tag in ("td", "th", "tr"):
                out.append((" ", None))
            href = child.get("href") if child.tag == "a" else None
            self._walk(child, href or address, out, depth + 1)

    def hide(self, element: HtmlElement, why: str) -> None:
        """Keep an element that cannot be seen out of the text and say so."""
        text = " ".join(str(element.text_content()).split())
        if text:
            found = HiddenText(page=1, text=text[:2000], why=why, instruction=is_instruction(text))
            self.hidden.append((len(self.blocks), found))


def read_flow(article: HtmlElement) -> Flow:
    """The flow of a whole paper."""
    flow = Flow()
    _blocks(article, flow, 0, 0)
    return flow


def _blocks(element: HtmlElement, flow: Flow, level: int, depth: int) -> None:
    for child in element:
        if isinstance(child, HtmlElement):
            _block(child, flow, level, depth)


def _block(child: HtmlElement, flow: Flow, level: int, depth: int) -> None:  # noqa: C901 - a table of cases
    names = classes(child)
    if child.tag in DROPPED_TAGS or names & DROPPED or depth > MAX_DEPTH:
        return
    if why := why_invisible(child):
        flow.hide(child, why)
    elif isinstance(child.tag, str) and HEADING.fullmatch(child.tag):
        _heading(child, flow, level)
    elif names & FLOATS:
        flow.floats.append((len(flow.blocks), child))
        _float(child, flow)
    elif names & EQUATIONS:
        _equation(child, flow)
    elif "ltx_tabular" in names or child.tag == "table":
        _rows(child, flow)
    elif "ltx_bibitem" in names:
        tags = child.xpath(".//*[contains(@class, 'ltx_tag_bibitem')]")
        label = flow.words(tags[0])[0] if tags else ""
        flow.add(child, SentenceKind.REFERENCE, replace(PLAIN, anchor=child.get("id"), label=label))
    elif "ltx_listing" in names:
        flow.add(child, SentenceKind.TABLE)
    elif child.tag == "section" or names & SECTIONS:
        _blocks(child, flow, level + 1, depth + 1)
    elif (_holds_blocks(child) and "ltx_p" not in names) or (
        "ltx_p" in names and any(classes(inner) & EQUATIONS for inner in child.iter("table"))
    ):
        _blocks(child, flow, level, depth + 1)
    else:
        flow.add(child, SentenceKind.TEXT)


def _heading(child: HtmlElement, flow: Flow, level: int) -> None:
    parent = child.getparent()
    names = classes(parent) if parent is not None else frozenset()
    role = next((role for name, role in ROLES.items() if name in names), "")
    if "ltx_title_document" in classes(child):
        role = "title"
    anchor = parent.get("id") if parent is not None else None
    deep = 0 if role == "title" else max(1, level)
    flow.add(child, SentenceKind.HEADING, replace(PLAIN, level=deep, role=role, anchor=anchor))


def _float(element: HtmlElement, flow: Flow) -> None:
    for part in element.iter():
        if not isinstance(part, HtmlElement):
            continue
        names = classes(part)
        if part.tag == "figcaption":
            flow.add(part, SentenceKind.CAPTION)
        elif "ltx_tabular" in names and not _inside(part, "ltx_tabular", element):
            _rows(part, flow)
        elif "ltx_listing" in names and not _inside(part, "ltx_listing", element):
            flow.add(part, SentenceKind.TABLE)


def _rows(table: HtmlElement, flow: Flow) -> None:
    lines = [" | ".join(row) for row in table_rows(table, flow)]
    text = "\n".join(line for line in lines if line.strip(" |"))
    if text:
        flow.blocks.append(Block(text, SentenceKind.TABLE))


def table_rows(table: HtmlElement, flow: Flow | None = None) -> list[tuple[str, ...]]:
    """The cells of a table, row by row; a cell that spans columns is followed by empty ones."""
    flow = flow or Flow()
    rows = []
    for row in table.iter("tr"):
        cells: list[str] = []
        for cell in row:
            if isinstance(cell, HtmlElement) and cell.tag in ("td", "th"):
                span = cell.get("colspan") or "1"
                cells.append(flow.words(cell)[0])
                cells += [""] * (min(int(span), 50) - 1 if span.isdigit() else 0)
        if any(cells):
            rows.append(tuple(cells))
    return rows


def _equation(element: HtmlElement, flow: Flow) -> None:
    rows = list(element.iter("tr")) or [element]
    for row in rows:
        formulas = " ".join(formula(math).strip("$") for math in row.iter("math")).strip()
        tags = row.xpath(".//*[contains(@class, 'ltx_tag_equation')]")
        tag = flow.words(tags[0])[0] if tags else ""
        if formulas:
            flow.blocks.append(Block(f"$${formulas}$$ {tag}".rstrip(), SentenceKind.TEXT))


def _holds_blocks(element: HtmlElement) -> bool:
    return any(inner is not element and inner.tag in BLOCKS for inner in _elements(element)) and not (
        element.tag == "p"
        and not any(inner.tag in ("p", "figure", "ul", "ol", "table") for inner in _elements(element))
    )


def _elements(element: HtmlElement) -> Iterator[HtmlElement]:
    return (inner for inner in element.iter() if isinstance(inner, HtmlElement) and inner is not element)


def _inside(part: HtmlElement, name: str, top: HtmlElement) -> bool:
    for ancestor in part.iterancestors():
        if ancestor is top:
            return False
        if name in classes(ancestor):
            return True
    return False


def _tidied(text: str, links: list[tuple[int, str]]) -> tuple[str, list[tuple[int, str]]]:
    """Take out the white space that pretty-printed source leaves inside brackets and before points."""
    marked = text
    for pattern in (_TIGHT, _OPEN):
        position = 0
        while match := pattern.search(marked, position):
            removed = len(match.group(0)) - len(match.group(1))
            at = match.start()
            marked = marked[:at] + match.group(1) + marked[match.end() :]
            links = [(offset - removed if offset > at else offset, url) for offset, url in links]
            position = at + len(match.group(1))
    end = len(marked.rstrip())
    return marked[:end], [(min(offset, max(0, end - 1)), url) for offset, url in links]
