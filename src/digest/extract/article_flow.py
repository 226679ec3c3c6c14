"""The flow of an article: its main text in one string, with what each span of it is.

Reads the XML that trafilatura writes: ``head``, ``p``, ``list``, ``quote``, ``code``, ``table`` and ``ref``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from digest.document import SentenceKind

_REFERENCES = re.compile(r"(?:references|bibliography|works cited|footnotes)\W*$", re.IGNORECASE)


@dataclass
class Flow:
    """The text as it grows, with the spans of what was put into it.

    ``kinds`` holds (start, end, kind) of each block and tiles the text; ``headings`` (start, title, level); ``links``
    (offset, URL).
    """

    text: str = ""
    kinds: list[tuple[int, int, SentenceKind]] = field(default_factory=list)
    headings: list[tuple[int, str, int]] = field(default_factory=list)
    links: list[tuple[int, str]] = field(default_factory=list)

    def add(self, text: str, kind: SentenceKind, links: list[tuple[int, str]]) -> None:
        """Append a block and the links in it, whose offsets count from its own start."""
        start = len(self.text)
        self.links += [(start + offset, url) for offset, url in links]
        self.text += text + "\n\n"
        self.kinds.append((start, len(self.text), kind))


def flow_of(body: etree._Element) -> Flow:
    """The flow of what trafilatura extracted."""
    flow = Flow()
    main = body.find("main")
    references = False
    for element in main if main is not None else ():
        if element.tag == "head":
            level = int((element.get("rend") or "h2")[1:2] or 2)
            text, links = _inline(element)
            text = text.rstrip(" ¶§")  # the mark of a link to the heading itself
            if text:
                references = is_references(text)
                flow.headings.append((len(flow.text), text, level))
                flow.add(text, SentenceKind.HEADING, links)
            continue
        for text, links, kind in _pieces(element):
            if text:
                flow.add(text, SentenceKind.REFERENCE if references else kind, links)
    return flow


def _pieces(element: etree._Element) -> Iterator[tuple[str, list[tuple[int, str]], SentenceKind]]:
    if element.tag == "table":
        rows = [" | ".join(_inline(cell)[0] for cell in row.iter("cell")) for row in element.iter("row")]
        yield "\n".join(row for row in rows if row.strip(" |")), [], SentenceKind.TABLE
    elif element.tag == "code":
        yield "".join(str(part) for part in element.itertext()).strip("\n"), [], SentenceKind.TABLE
    elif element.tag == "list":
        for item in element.iter("item"):
            yield (*_inline(item), SentenceKind.TEXT)
    elif element.tag == "quote" and len(element):
        inner = [child for child in element if child.tag in ("p", "list", "quote")]
        for child in inner:
            yield from _pieces(child)
        if not inner:
            yield (*_inline(element), SentenceKind.TEXT)
    elif element.tag != "graphic":
        yield (*_inline(element), SentenceKind.TEXT)


def _inline(element: etree._Element) -> tuple[str, list[tuple[int, str]]]:
    """The words of an element in one line, and where in them links stand; an item's inner lists are not its own."""
    words = ""
    links: list[tuple[int, str]] = []

    def put(text: str | None) -> None:
        nonlocal words
        squeezed = re.sub(r"\s+", " ", text or "")
        words += squeezed.lstrip() if not words or words.endswith(" ") else squeezed

    def walk(node: etree._Element) -> None:
        put(node.text)
        for child in node:
            if child.tag == "ref" and (target := child.get("target")):
                links.append((len(words), str(target)))
            if child.tag == "lb":
                put(" ")
            elif child.tag != "list":
                walk(child)
            put(child.tail)

    walk(element)
    return words.rstrip(), [(min(offset, max(0, len(words.rstrip()) - 1)), url) for offset, url in links]


def is_references(title: str) -> bool:
    """Whether a heading stands over the bibliography."""
    return _REFERENCES.match(title) is not None
