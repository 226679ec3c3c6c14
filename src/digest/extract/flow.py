"""Lines to paragraphs, paragraphs to one text with pages and sentences that tile it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from digest.document import Page, Sentence, SentenceKind
from digest.extract.headings import NAMED
from digest.extract.leading import farthest_within
from digest.extract.lines import BODY, Line
from digest.extract.outline import APPENDIX, GOES_ON, LIST_LABEL
from digest.extract.sentences import sentence_ends

CAPTION = re.compile(
    r"^(?:Figure|Fig\.|FIGURE|FIG\.|Table|TABLE|Tab\.|Algorithm|Abb\.|Abbildung|Tabelle|Tableau|図|表)\s*"
    r"(?:[A-Z]?\.?\d+(?:\.\d+)?|[IVXLC]+)\b\s*[.:|\-–(]?"
)
_CUT_IN = 8
"""Blocks: captions and footnotes that may stand inside a paragraph."""

_FRAGMENT = 40
"""Characters: longer lines are running text, no part of a formula."""

_LIMIT = 12
"""Characters: what is as short may stand above or below the row, as the limits of a sum do."""

_APART = 0.55
"""Of a line's height: what stands farther below the line before begins a paragraph, in manuscripts than is usual."""

_STOPS = ".:;?!。！？"
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uff00-\uffef]")


@dataclass
class Block:
    """A paragraph, a heading or a caption: its pieces by page."""

    kind: SentenceKind
    pieces: list[tuple[int, str]] = field(default_factory=list)
    level: int = 0
    last: Line | None = None
    row: Line | None = None
    """The line that began the row in which ``last`` stands: a formula is one row of many fragments."""


@dataclass(frozen=True)
class Flow:
    """The assembled text; ``headings`` are (start, level, title, page) in order."""

    text: str
    pages: tuple[Page, ...]
    sentences: tuple[Sentence, ...]
    headings: tuple[tuple[int, int, str, int], ...]


def make_blocks(
    pages: Sequence[Sequence[Line]], headings: Mapping[int, int], entries: Mapping[int, bool]
) -> list[Block]:
    """Group the body lines of all pages; a paragraph that goes over a page break goes on.

    ``entries`` says of the lines of a bibliography, by ``id(line)``, whether an entry begins there.
    """
    blocks: list[Block] = []
    apart = farthest_within(pages, _APART)
    for number, lines in enumerate(pages, 1):
        for line in lines:
            if line.kind != BODY or not line.text:
                continue
            level = headings.get(id(line), 0)
            block = blocks[-1] if blocks else None
            begins = block is None or _begins(block, line, level, number, apart)
            if block is not None and not level and block.kind is not SentenceKind.HEADING:
                begins = entries.get(id(line), begins)
            if block is not None and not begins:
                pass
            elif resumed := None if level else _resumed(blocks, line, number):
                block = resumed
            else:
                kind = (
                    SentenceKind.HEADING
                    if level > 0 or _is_label(line)
                    else SentenceKind.CAPTION
                    if CAPTION.match(line.text)
                    else SentenceKind.TEXT
                )
                block = Block(kind, level=level)
                blocks.append(block)
            if block.row is None or not _in_row(block.row, line):
                block.row = line
            block.pieces.append((number, line.text))
            block.last = line
    return blocks


def _resumed(blocks: list[Block], line: Line, page: int) -> Block | None:
    """The paragraph that a line goes on with after a float cut one of its words in two, None when there is none.

    A float at the foot of the page before is moved in front of the paragraph, so that every word stays on its page.
    """
    if not line.resumes:
        return None
    for back, block in enumerate(blocks[: -_CUT_IN - 1 : -1]):
        if block.last is not line.resumes:
            continue
        place = len(blocks) - back - 1
        between = blocks[place + 1 :]
        earlier = [other for other in between if other.pieces[0][0] < page]
        if earlier and block.pieces[0][0] < earlier[0].pieces[0][0]:
            return None
        if len(earlier) < len(between):
            return None
        blocks[place:] = [*earlier, block]
        return block
    return None


def _begins(block: Block, line: Line, level: int, page: int, apart: float) -> bool:  # noqa: PLR0911 - one return a rule
    """Whether a line begins a new block after ``block``."""
    before = block.last
    if before is None or _is_label(line):
        return True
    same_page = block.pieces[-1][0] == page
    if level == GOES_ON and block.kind is SentenceKind.HEADING:
        return False
    if level or block.kind is SentenceKind.HEADING:
        # a heading over two lines: same look, right below
        close = same_page and 0 <= before.y0 - line.y1 + 0.6 * line.height < 1.4 * line.height
        whole = NAMED.match(before.text) and not APPENDIX.match(before.text)
        whole = whole or (before.text.isupper() and not line.text.isupper())
        second = level == 0 < block.level and len(block.pieces) < 3 and not whole  # noqa: PLR2004 - lines
        alike = line.font == before.font and abs(line.size - before.size) < 0.3  # noqa: PLR2004 - points
        return not (second and close and alike and len(line.text) < 100)  # noqa: PLR2004 - a heading is short
    if CAPTION.match(line.text) and (line.font != before.font or before.text[-1:] in _STOPS or not same_page):
        return True
    if same_page and block.kind is SentenceKind.TEXT and block.row and _in_row(block.row, line):
        return False
    if abs(line.size - before.size) > 0.8 and not _runs_on(before, line, same_page=same_page):  # noqa: PLR2004 - points
        return True
    if not same_page:
        return block.kind is SentenceKind.CAPTION or before.text[-1:] in _STOPS
    tall = max(4.0, line.height)
    gap = before.y0 - line.y1
    if gap > apart * tall:
        return True
    if gap < -2.5 * tall:  # top of the next column
        return before.text[-1:] in _STOPS
    indented = 0.7 * tall < line.x0 - before.x0 < 4 * tall
    return indented and before.text[-1:] in _STOPS


def _is_label(line: Line) -> bool:
    return len(line.text) < _FRAGMENT and LIST_LABEL.match(line.text) is not None


def _in_row(first: Line, line: Line) -> bool:
    """Whether a short line stands in the row that another one began: a numerator, a limit, a cell."""
    if len(line.text) >= _FRAGMENT or line.x0 <= first.x0 + 0.5 * first.height:
        return False
    shared = min(first.y1, line.y1) - max(first.y0, line.y0)
    if len(line.text) < _LIMIT:
        return shared > -0.6 * max(first.height, line.height)
    return shared > 0.1 * min(first.height, line.height)


def _runs_on(before: Line, line: Line, *, same_page: bool) -> bool:
    """Whether a line of another size is the same paragraph all the same: its middle is an index or a formula."""
    close = same_page and -0.3 * line.height < before.y0 - line.y1 < 0.3 * line.height
    return (
        close and line.text[0].islower() and before.text[-1:] not in _STOPS and abs(line.x0 - before.x0) < line.height
    )


def assemble(blocks: Sequence[Block], page_sizes: Sequence[tuple[float, float]]) -> Flow:
    """One text of all blocks, with a blank line between them."""
    parts: list[str] = []
    length = 0
    starts: dict[int, int] = {}
    sentences: list[Sentence] = []
    headings: list[tuple[int, int, str, int]] = []
    for block in blocks:
        begin = length
        text = ""
        for page, piece in block.pieces:
            glue = "" if not text or (_CJK.match(text[-1]) and _CJK.match(piece[0])) else " "
            text += glue
            starts.setdefault(page, begin + len(text))
            text += piece
        if block.kind is SentenceKind.HEADING and block.level:
            headings.append((begin, block.level, text, block.pieces[0][0]))
        body = text + "\n\n"
        ends = [len(body)] if block.kind is SentenceKind.HEADING else sentence_ends(text)
        ends[-1] = len(body)
        previous = 0
        for end in ends:
            sentences.append(Sentence(start=begin + previous, end=begin + end, kind=block.kind))
            previous = end
        parts.append(body)
        length += len(body)
    return Flow("".join(parts), _page_spans(starts, page_sizes, length), tuple(sentences), tuple(headings))


def _page_spans(starts: Mapping[int, int], sizes: Sequence[tuple[float, float]], length: int) -> tuple[Page, ...]:
    """Pages tile the text too; one without text is an empty span where it would stand."""
    begins = []
    following = length
    for number in range(len(sizes), 0, -1):
        following = starts.get(number, following)
        begins.append(following)
    begins.reverse()
    if begins:
        begins[0] = 0
    ends = [*begins[1:], length]
    return tuple(
        Page(number=n, start=start, end=end, width=size[0], height=size[1])
        for n, (start, end, size) in enumerate(zip(begins, ends, sizes, strict=True), 1)
    )
