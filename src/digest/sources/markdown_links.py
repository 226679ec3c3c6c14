"""Finds the links in Markdown as people write it, and takes the marks out of its text.

A list's rows hold parentheses inside URLs, empty links, unclosed bold and brackets inside labels, so this reads
characters and counts brackets where a full Markdown parser would give up or give the row another shape.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

_BARE_URL = re.compile(r"https?://[^\s<>\"'`|\]\[{}\\^]+", re.IGNORECASE)
_MAY_BEGIN = re.compile(r"\[|https?://", re.IGNORECASE)
_TITLE = re.compile(r"""\s+(?:"[^"]*"|'[^']*')\s*$""")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_TAG = re.compile(r"<(?:br|/?p|/?b|/?i|/?em|/?strong|/?sup|/?sub|/?span|/?code)\b[^<>]{0,200}>", re.IGNORECASE)
_LABEL_LIMIT = 1000
_URL_LIMIT = 4000
_MAX_NESTED = 20
"""More brackets within brackets are an attack on the time it takes to count them."""


@dataclass(frozen=True)
class MarkdownLink:
    """One link: its label without marks, its URL (empty for ``[Tweet]()``), and its span in the text."""

    label: str
    url: str
    start: int
    end: int


def find_links(text: str) -> tuple[MarkdownLink, ...]:
    """All links in order: ``[label](url)``, ``<url>`` and bare URLs; images are not links."""
    found: list[MarkdownLink] = []
    position = 0
    while candidate := _MAY_BEGIN.search(text, position):
        link = _link_at(text, candidate.start())
        if link and not (link.start and text[link.start - 1] == "!"):
            found.append(link)
        position = link.end if link else candidate.start() + 1
    return tuple(found)


def plain(text: str) -> str:
    """The text as a reader sees it: link labels for links, no emphasis, no tags, single spaces."""
    pieces: list[str] = []
    last = 0
    for link in find_links(text):
        pieces += (text[last : link.start], link.label)
        last = link.end
    text = "".join((*pieces, text[last:]))
    text = _TAG.sub(" ", text)
    text = re.sub(r"(?<!\\)(\*+|`+|~~)", "", text)
    text = re.sub(r"(?<![\w\\])_{1,3}(?=\S)|(?<=\S)(?<!\\)_{1,3}(?!\w)", "", text)
    text = _ESCAPE.sub(r"\1", text)
    return " ".join(html.unescape(text).split())


def _link_at(text: str, at: int) -> MarkdownLink | None:
    char = text[at]
    if char == "[" and not (at and text[at - 1] == "\\"):
        return _labelled(text, at)
    if char in "hH" and not (at and text[at - 1].isalnum()) and (match := _BARE_URL.match(text, at)):
        url = _without_trailing_marks(match[0])
        return MarkdownLink(url, url, at, at + len(url))
    return None


def _labelled(text: str, at: int) -> MarkdownLink | None:
    if text.find("](", at, at + _LABEL_LIMIT) < 0:
        return None
    close = _closing(text, at, "[", "]", _LABEL_LIMIT)
    if close is None or text[close + 1 : close + 2] != "(":
        return None
    end = _closing(text, close + 1, "(", ")", _URL_LIMIT)
    if end is None or "](" in text[close + 2 : end]:  # an odd bracket in the URL, or one too few after it
        end = text.find(")", close + 2, close + 2 + _URL_LIMIT)
        if end < 0:
            return None
    target = text[close + 2 : end].strip()
    if target.endswith(('"', "'")):
        target = _TITLE.sub("", target)
    target = target.removeprefix("<").removesuffix(">").strip()
    target = "".join(target.split())
    return MarkdownLink(plain(text[at + 1 : close]), html.unescape(_ESCAPE.sub(r"\1", target)), at, end + 1)


def _closing(text: str, at: int, opening: str, closing: str, limit: int) -> int | None:
    """Where the bracket that opens at ``at`` closes, on the same line and within ``limit`` characters."""
    depth = 0
    skip = False
    for index in range(at, min(len(text), at + limit)):
        char = text[index]
        if skip:
            skip = False
        elif char == "\\":
            skip = True
        elif char == opening:
            depth += 1
            if depth > _MAX_NESTED:
                return None
        elif char == closing:
            depth -= 1
            if depth == 0:
                return index
        elif char == "\n" and opening == "(":
            return None
    return None


def _without_trailing_marks(url: str) -> str:
    """A bare URL without the full stop, comma or bracket of the sentence around it."""
    while url:
        last = url[-1]
        if last in ".,;:!?*_~" or (last == ")" and url.count(")") > url.count("(")):
            url = url[:-1]
        else:
            break
    return url
