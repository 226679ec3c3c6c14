"""Cuts a list of papers into blocks: a list item, a table row or a paragraph, with the headings above it.

Markdown, plain text and HTML come out alike, with links in Markdown's form, so that one reader does for all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import html as lxml_html
from lxml.etree import LxmlError

from digest.errors import BadContentError
from digest.sources.markdown_links import plain

_HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})\s*$")
_ITEM = re.compile(r"\s*(?:[-*+•]|\(?\d{1,4}[.)]|\[\d{1,4}\])\s+")
_TABLE_RULE = re.compile(r"\s*\|?[\s:|-]*-{3,}[\s:|-]*$")
_FENCE = re.compile(r"\s{0,3}(```|~~~)")
_REFERENCE = re.compile(r"\s{0,3}\[([^\]]+)\]:\s*<?(\S+?)>?(?:\s+[\"'(].*)?$")
_USED = re.compile(r"(?<!!)\[([^\[\]]+)\]\[([^\[\]]*)\]")
_NAMES_A_PAPER = re.compile(r"https?://|arXiv\s?:|(?<![\d.])\d{4}\.\d{4,5}(?!\d)", re.IGNORECASE)
_SKIPPED = [
    "script",
    "style",
    "noscript",
    "nav",
    "header",
    "footer",
    "aside",
    "form",
    "template",
    "svg",
    "button",
    "select",
]
_BLOCKS = [
    "p",
    "li",
    "td",
    "th",
    "dt",
    "dd",
    "blockquote",
    "pre",
    "figcaption",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "tr",
    "div",
    "section",
    "article",
]
_MAX_DEPTH = 200
_LONGEST = 10_000
"""Characters of one block; longer ones are cut, so that reading takes time in proportion to the size of a list."""


@dataclass(frozen=True)
class Block:
    """A piece of a list: its text with links as ``[label](url)``, and the heading it stands under.

    ``item`` is set for list items and table rows, as against running text.
    """

    text: str
    group: str | None = None
    item: bool = False


def markdown_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a Markdown or plain text file, code left out."""
    text = _with_inline_links(text.removeprefix("\ufeff"))
    return tuple(_markdown(text.splitlines()))


def _markdown(lines: list[str]) -> Iterator[Block]:
    group: str | None = None
    held: list[str] = []
    fence: str | None = None
    for line in lines:
        mark = _FENCE.match(line)
        if fence or mark:
            fence = (None if mark and mark[1] == fence else fence) if fence else (mark[1] if mark else None)
            continue
        heading = _HEADING.match(line)
        underlined = bool(_UNDERLINE.match(line)) and len(held) == 1 and not _is_item(held[0])
        if underlined:
            group, held = plain(held[0]) or group, []
            continue
        starts = heading or not line.strip() or _ITEM.match(line) or line.lstrip().startswith("|")
        if starts and held:
            yield from _blocks(held, group)
            held = []
        if heading:
            group = plain(heading[2]) or group
            if "](" in heading[2] or "://" in heading[2]:
                yield Block(heading[2], group, item=True)
        elif line.strip() and not _TABLE_RULE.match(line):
            held.append(line)
    if held:
        yield from _blocks(held, group)


def _is_item(line: str) -> bool:
    return bool(_ITEM.match(line)) or line.lstrip().startswith("|")


def _blocks(lines: list[str], group: str | None) -> Iterator[Block]:
    """One block, or one a line where a plain export puts one paper on each line without marking them as items."""
    item = _is_item(lines[0])
    if not item and sum(bool(_NAMES_A_PAPER.search(line)) for line in lines) > 1:
        yield from (Block(piece, group) for line in lines for piece in _pieces(line.strip()))
        return
    mark = _ITEM.match(lines[0])
    text = " ".join((lines[0][mark.end() :] if mark else lines[0], *lines[1:]))
    for piece in _pieces(" ".join(text.split())):
        yield Block(piece, group, item)


def _pieces(text: str) -> Iterator[str]:
    while len(text) > _LONGEST:
        cut = text.rfind(" ", _LONGEST // 2, _LONGEST) + 1 or _LONGEST
        yield text[:cut].strip()
        text = text[cut:]
    yield text


def _with_inline_links(text: str) -> str:
    """``[label][key]`` and ``[label][]`` with the address that a later line ``[key]: url`` gives."""
    targets: dict[str, str] = {}
    kept: list[str] = []
    for line in text.splitlines():
        if definition := _REFERENCE.match(line):
            targets.setdefault(definition[1].lower(), definition[2])
        else:
            kept.append(line)
    if not targets:
        return text

    def inline(match: re.Match[str]) -> str:
        url = targets.get((match[2] or match[1]).lower())
        return f"[{match[1]}]({url})" if url else match[0]

    return _USED.sub(inline, "\n".join(kept))


def html_blocks(data: bytes | str, base_url: str = "") -> tuple[Block, ...]:
    """The blocks of a web page's main part; menus, headers and footers are left out.

    Raises:
        BadContentError: The bytes are no HTML.
    """
    try:
        root = lxml_html.fromstring(data)
    except (LxmlError, ValueError) as error:
        raise BadContentError(f"the page is not HTML: {error}") from error
    found = root.xpath("//main") or root.xpath("//article") or root.xpath("//body")
    main = found[0] if isinstance(found, list) and found and isinstance(found[0], lxml_html.HtmlElement) else root
    walker = _HtmlWalker(base_url)
    walker.walk(main, depth=0)
    walker.close()
    return tuple(walker.blocks)


class _HtmlWalker:
    """Collects text until a block element begins or ends."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.blocks: list[Block] = []
        self.group: str | None = None
        self.pieces: list[str] = []
        self.item = False

    def walk(self, element: lxml_html.HtmlElement, *, depth: int) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag and tag not in _SKIPPED and depth < _MAX_DEPTH:
            self._inside(element, tag, depth)
        if element.tail and depth:
            self.pieces.append(element.tail)

    def _inside(self, element: lxml_html.HtmlElement, tag: str, depth: int) -> None:
        if tag in _BLOCKS and not (tag in ("p", "div", "td", "th") and self.item):
            self.close()
        outer = self.item
        self.item = outer or tag in ("li", "tr", "dt")
        if tag == "a" and (url := self._address(element)):
            label = " ".join(element.text_content().split()).replace("[", "(").replace("]", ")")
            self.pieces.append(f"[{label}](<{url}>)")
        else:
            self.pieces.append(element.text or "")
            for child in element:
                self.walk(child, depth=depth + 1)
        if re.fullmatch(r"h[1-6]", tag):
            self._heading()
        elif tag in ("li", "tr", "dt") or (tag in _BLOCKS and not outer):
            self.close()
        elif tag in ("br", "td", "th", "p", "div"):
            self.pieces.append(" ")
        self.item = outer

    def _address(self, element: lxml_html.HtmlElement) -> str | None:
        href = (element.get("href") or "").strip()
        if not href or href.startswith(("#", "mailto:", "javascript:")):
            return None
        try:
            return str(urljoin(self.base_url, href))
        except ValueError:
            return None

    def _heading(self) -> None:
        text = " ".join("".join(self.pieces).split())
        self.group = plain(text) or self.group
        self.pieces = [text] if "](" in text else []
        self.close()

    def close(self) -> None:
        text = " ".join("".join(self.pieces).split())
        if text:
            self.blocks += [Block(piece, self.group, self.item) for piece in _pieces(text)]
        self.pieces = []
