"""A page as a reader of Markdown sees it: headings, links and everything that is no plain text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token


@dataclass
class Seen:
    """What a page shows."""

    headings: list[str] = field(default_factory=list)
    text: str = ""
    links: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)


def seen(page: str) -> Seen:
    """The page below its front matter, read with HTML, tables and strikethrough switched on."""
    _, _, body = page.partition("\n---\n")
    tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(body)
    found = Seen()
    for at, token in enumerate(tokens):
        found.kinds.add(token.type)
        if token.type == "html_block":
            found.html.append(token.content)
        if token.type == "inline":
            text = "".join(_inline(token.children or [], found))
            found.text += text + "\n"
            if tokens[at - 1].type == "heading_open":
                found.headings.append(text)
    return found


def _inline(tokens: list[Token], found: Seen) -> Iterator[str]:
    for token in tokens:
        found.kinds.add(token.type)
        if token.type == "link_open":
            found.links.append(str(token.attrs["href"]))
        if token.type == "image":
            found.images.append(str(token.attrs["src"]))
        if token.type == "html_inline":
            found.html.append(token.content)
        if token.type in ("text", "text_special", "code_inline"):
            yield token.content
        if token.type in ("softbreak", "hardbreak"):
            yield "\n"
