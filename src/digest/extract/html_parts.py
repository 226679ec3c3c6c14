"""The blocks of an HTML paper laid out as one text, and the spans of it that are sections, sentences and links."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Literal
from urllib.parse import urljoin, urlsplit

from digest.document import Link, Page, Reference, Section, Sentence, SentenceKind
from digest.extract.html_flow import Block
from digest.extract.links import kind_of
from digest.extract.sentences import sentence_ends

BREAK = "\n\n"

_ARXIV = re.compile(
    r"(?:arxiv\.org/(?:abs|pdf)/|arXiv[:\s]\s*)(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})", re.IGNORECASE
)
_DOI = re.compile(r"\b(10\.\d{4,9}/[^\s\"<>]+)")
_ACKNOWLEDGED = re.compile(r"acknowledge?ments?$", re.IGNORECASE)


class Layout:
    """All blocks in one text; ``starts`` holds where each begins. Blocks with the breaks after them tile the text."""

    def __init__(self, blocks: list[Block]) -> None:
        self.blocks = blocks
        self.starts: list[int] = []
        parts: list[str] = []
        position = 0
        for block in blocks:
            self.starts.append(position)
            parts.append(block.text + BREAK)
            position += len(parts[-1])
        self.text = "".join(parts)
        self.ends = [*self.starts[1:], position]

    def page_number(self, block: int, pages: tuple[Page, ...]) -> int:
        """The number of the page that a block stands on; of the last page for an index past the end."""
        offset = self.starts[block] if block < len(self.starts) else len(self.text)
        return pages[max(0, bisect_right([page.start for page in pages], offset) - 1)].number


def sentences_of(layout: Layout) -> tuple[Sentence, ...]:
    """The sentences of running text; every other block is one sentence."""
    found: list[Sentence] = []
    for block, start, end in zip(layout.blocks, layout.starts, layout.ends, strict=True):
        position = start
        splits = block.kind in (SentenceKind.TEXT, SentenceKind.CAPTION)
        for cut in sentence_ends(block.text) if splits else ():
            if cut < len(block.text):
                found.append(Sentence(start=position, end=start + cut, kind=block.kind))
                position = start + cut
        found.append(Sentence(start=position, end=end, kind=block.kind))
    return tuple(found)


def sections_of(layout: Layout, pages: tuple[Page, ...]) -> tuple[Section, ...]:
    """The tree of sections: each ends where the next heading of its level or above begins."""
    heads = [
        (index, block)
        for index, block in enumerate(layout.blocks)
        if block.kind is SentenceKind.HEADING and block.role != "title"
    ]
    found = []
    appendix = None
    for place, (index, block) in enumerate(heads):
        following = (other for other, later in heads[place + 1 :] if later.level <= block.level)
        end = next((layout.starts[other] for other in following), len(layout.text))
        if appendix is not None and block.level <= appendix and block.role != "appendix":
            appendix = None
        if block.role == "appendix":
            appendix = block.level
        found.append(
            Section(
                title=block.text,
                level=block.level,
                start=layout.starts[index],
                end=end,
                page=layout.page_number(index, pages),
                kind=_kind(block, inside_appendix=appendix is not None),
            )
        )
    return tuple(found)


def _kind(
    block: Block, *, inside_appendix: bool
) -> Literal["abstract", "body", "references", "appendix", "acknowledgements"]:
    if block.role == "abstract":
        return "abstract"
    if block.role == "references":
        return "references"
    if block.role == "acknowledgements" or _ACKNOWLEDGED.search(block.text):
        return "acknowledgements"
    return "appendix" if inside_appendix else "body"


def links_of(layout: Layout, pages: tuple[Page, ...], sentences: tuple[Sentence, ...], base: str) -> tuple[Link, ...]:
    """The links to other places than the paper itself, each address once for every sentence it stands in."""
    starts = [sentence.start for sentence in sentences]
    found: dict[tuple[str, int], Link] = {}
    for index, block in enumerate(layout.blocks):
        for offset, address in block.links:
            url = urljoin(base, address.strip())
            if urlsplit(url).scheme not in ("http", "https") or url.split("#")[0] == base.split("#", maxsplit=1)[0]:
                continue
            sentence = bisect_right(starts, layout.starts[index] + offset) - 1
            link = Link(url=url, page=layout.page_number(index, pages), sentence=sentence, kind=kind_of(url))
            found.setdefault((url, sentence), link)
    return tuple(found.values())


def cited_papers(layout: Layout) -> tuple[Reference, ...]:
    """The entries of the bibliography with the arXiv ids and DOIs that they or their links name."""
    found = []
    for index, block in enumerate(layout.blocks):
        if block.kind is SentenceKind.REFERENCE:
            named = " ".join([block.text, *(url for _, url in block.links)])
            arxiv, doi = _ARXIV.search(named), _DOI.search(named)
            found.append(
                Reference(
                    label=block.label,
                    start=layout.starts[index],
                    end=layout.starts[index] + len(block.text),
                    arxiv_id=arxiv.group(1) if arxiv else None,
                    doi=doi.group(1).rstrip(".,;)") if doi else None,
                )
            )
    return tuple(found)
