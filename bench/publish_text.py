"""What a reader sees of a built page, and which elements it is made of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import cast

from lxml import html as lxml_html
from markdown_it import MarkdownIt

DROPPED = re.compile("[\u200b\ufffe\uffff\u202a-\u202e\u2066-\u2069\ue000]")
_TYPOGRAPHY = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "…": "...", "\xa0": " "})
"""What builders do to quotation marks and dots of their own accord, to please the eye; dashes stay what they were."""

_MACHINERY = (
    "//*[contains(@class,'mermaid') or contains(@class,'headerlink') or contains(@class,'header-anchor-link')]"
    "|//*[contains(@class,'embed-block')]|//pre[@data-language='mermaid']|//aside[contains(@class,'md-source-file')]|//nav[contains(@class,'md-tags')]"
    "|//comment()"
)
STRUCTURE = frozenset(
    re.findall(
        r"\w+",
        "main article div section p h1 h2 h3 h4 h5 h6 ul ol li blockquote table thead tbody tr th td hr br details "
        "summary figure figcaption colgroup col pre code",
    )
)
BLOCK = re.compile(r"^k(\d+)k$")


def body(text: str) -> str:
    """A page without its front matter."""
    return re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)


def nodes(root: lxml_html.HtmlElement, query: str) -> list[lxml_html.HtmlElement]:
    """The elements that an XPath finds."""
    return cast("list[lxml_html.HtmlElement]", root.xpath(query))


def plain(text: str) -> str:
    """A text with its white space folded, as compared with what was meant."""
    return " ".join(DROPPED.sub("", text.translate(_TYPOGRAPHY)).split())


def squeezed(text: str) -> str:
    """A text without any white space: what is left when the breaks between blocks do not matter."""
    return re.sub(r"\s+", "", plain(text))


def parsed(page: str) -> lxml_html.HtmlElement:
    """The page's own part, without what builders add: links to headings, drawn diagrams, tags."""
    root = lxml_html.fragment_fromstring(page, create_parent="main")
    for extra in nodes(root, _MACHINERY):
        extra.drop_tree()
    for cell in nodes(root, "//details[contains(@class,'md-')]"):
        cell.drop_tree()
    return root


def inline(element: lxml_html.HtmlElement) -> Counter[str]:
    """The elements that are not there to arrange blocks: emphasis, links, pictures, and whatever should not be."""
    return Counter(str(part.tag) for part in element.iter() if part is not element and part.tag not in STRUCTURE)


def blocks(page: str) -> Iterator[tuple[int, list[lxml_html.HtmlElement]]]:
    """The blocks of a page of hostile strings: what stands between one marker and the next."""
    root = parsed(page)
    marker = [p for p in root.iter("p") if BLOCK.match((p.text_content() or "").strip())]
    starts = {id(p): int(BLOCK.match(p.text_content().strip())[1]) for p in marker}  # type: ignore[index]
    for p in marker:
        found: list[lxml_html.HtmlElement] = []
        following = p.getnext()
        while following is not None and id(following) not in starts:
            found.append(following)
            following = following.getnext()
        yield starts[id(p)], found


def meant(source: str) -> lxml_html.HtmlElement:
    """A page of ours as a plain CommonMark reader shows it, its folds and heading ids taken for what they are."""
    text = body(source)
    text = re.sub(r"\{\{< details summary=\"([^\"]*)\" >\}\}", r"\n\1\n", text)
    text = re.sub(r"^(?:\{\{< /details >\}\}|:::|</?details.*>)$", "", text, flags=re.MULTILINE)
    text = re.sub(r"^:::details (.*)$", r"\1", text, flags=re.MULTILINE)
    text = re.sub(r"^::: \{\.callout-note .*\}$", "", text, flags=re.MULTILINE)
    text = re.sub(r"^<summary>(.*)</summary>$", r"\1", text, flags=re.MULTILINE)
    text = re.sub(r"^(#{1,6} .*) \{#[\w-]+\}$", r"\1", text, flags=re.MULTILINE)
    text = re.sub(r"^(!\[.*\]\(.*\))\\$", r"\1", text, flags=re.MULTILINE)
    text = re.sub(r"^```\{?mermaid\}?\n.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    return parsed(MarkdownIt("commonmark").enable("table").render(text))
