"""The outline of a PDF, and the lines of its pages that the outline's entries name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from digest.extract.lines import BODY, Line

LONGEST = 120
"""Characters: longer lines are no headings."""

_LONG_ENOUGH = 12
_FEW = 3
"""Entries: fewer do not tell a paper's title from a section's."""

_SAME = 0.3
"""Points."""

LABEL = re.compile(
    r"^(?:(?:appendix|anhang|annexe)\s+)?(?:\d{1,2}(?:\s?\.\s?\d{1,2})*|(?:[IVX]{1,5}|[A-Z])(?:[.-][A-Z\d]{1,2})*)\s?[.:)]*\s+(?=\S)",
    re.IGNORECASE,
)
"""The number of a heading, in any of the ways that outlines and pages write it."""

APPENDIX = re.compile(r"(?:appendix|anhang|annexe)\s+[A-Z\d]$", re.IGNORECASE)

LIST_LABEL = re.compile(
    r"(?:ccs concepts|key ?words(?: and phrases)?|index terms|general terms|acm reference format)[.:]?$", re.IGNORECASE
)
"""What stands above the lists of words on a first page: a heading of no section."""

GOES_ON = -1
"""The level of a line that goes on with the heading above it."""

_NOT_ALNUM = re.compile(r"[\W_]+")
_NO_ASCII_MARKS = {code: None for code in range(128) if not chr(code).isalnum()}


@dataclass(frozen=True)
class Bookmark:
    """An entry of the PDF's outline; ``page`` counts from 0."""

    title: str
    level: int
    page: int


def squashed(text: str) -> str:
    """Letters and digits only, folded: how titles are compared."""
    if text.isascii():
        return text.lower().translate(_NO_ASCII_MARKS)
    return _NOT_ALNUM.sub("", unicodedata.normalize("NFKC", text).casefold())


def by_outline(pages: Sequence[Sequence[Line]], outline: Sequence[Bookmark], body: tuple[str, float]) -> dict[int, int]:
    """``id(line)`` of the lines that the outline names -> level; empty where it names few lines of this text."""
    found: dict[int, int] = {}
    matched = 0
    titles: dict[int, _Titles] = {}

    def on(page: int) -> _Titles:
        if page not in titles:
            titles[page] = _Titles(pages[page] if 0 <= page < len(pages) else (), body)
        return titles[page]

    for mark in _without_root(outline):
        if not squashed(mark.title) or LIST_LABEL.match(mark.title) or not 0 <= mark.page < len(pages):
            continue
        places = ((page, on(page).find(mark.title)) for page in (mark.page, mark.page + 1, mark.page - 1))
        later = ((page, on(page).whole.get(squashed(mark.title))) for page in range(mark.page + 2, len(pages)))
        # bookmarks may point pages too early where floats moved the text; a number makes a title unmistakable
        candidates = chain(places, later) if LABEL.match(mark.title) else places
        page, index = next(((page, index) for page, index in candidates if index is not None), (0, None))
        if index is None:
            continue
        if index and APPENDIX.match(pages[page][index - 1].text.strip(" .:")):
            index -= 1
        line, *following = pages[page][index : index + 2]
        found[id(line)] = mark.level
        matched += 1
        rest = squashed(mark.title).rpartition(squashed(LABEL.sub("", line.text)))[2]
        if following and rest and squashed(following[0].text) == rest:
            found[id(following[0])] = GOES_ON
    return found if matched * 2 >= len(outline) else {}


def _without_root(outline: Sequence[Bookmark]) -> list[Bookmark]:
    """The outline without an entry for the paper as a whole: REVTeX has the sections one level below the title."""
    tops = sum(mark.level == 1 for mark in outline)
    rooted = len(outline) > _FEW and tops == 1 and outline[0].level == 1 and not LABEL.match(outline[0].title)
    return [Bookmark(m.title, m.level - 1, m.page) for m in outline[1:]] if rooted else list(outline)


class _Titles:
    """The short lines of a page by what they say, with their numbers and without."""

    def __init__(self, lines: Sequence[Line], body: tuple[str, float]) -> None:
        self.whole: dict[str, int] = {}
        self.bare: dict[str, int] = {}
        self.beginnings: list[tuple[str, int]] = []
        for index, line in enumerate(lines):
            text = line.text
            if line.kind != BODY or len(text) > LONGEST:
                continue
            if line.font == body[0] and abs(line.size - body[1]) < _SAME and text[:1].islower():
                continue  # the midst of a sentence
            whole = bare = squashed(text)
            if label := LABEL.match(text):
                bare = squashed(text[label.end() :])
            self.whole.setdefault(whole, index)
            self.bare.setdefault(bare, index)
            if len(bare) > _LONG_ENOUGH or APPENDIX.match(line.text):
                self.beginnings += [(whole, index), (bare, index)]

    def find(self, title: str) -> int | None:
        """The line that an entry of the outline names, or the first line of a title over two lines."""
        whole, bare = squashed(title), squashed(LABEL.sub("", title))
        for wanted in (whole, bare):
            for known in (self.whole, self.bare):
                if wanted and wanted in known:
                    return known[wanted]
        return next(
            (i for part, i in self.beginnings if part and (whole.startswith(part) or bare.startswith(part))), None
        )
