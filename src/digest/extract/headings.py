"""Which lines are headings, and of what level: the outline says it, else fonts and numbering do."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from digest.extract.lines import BODY, Line

NAMED = re.compile(
    r"^(?:abstract|summary|introduction|related works?|background|preliminaries|methods?|methodology"
    r"|materials and methods|experiments?|results?|results and discussion|evaluation|discussion|limitations?"
    r"|conclusions?|conclusions? and \w+( \w+)?|future work"
    r"|references|bibliography|literature cited|acknowledge?ments?|appendix|appendices|supplementary material"
    r"|zusammenfassung|einleitung|einführung|literatur(?:verzeichnis)?|danksagung|anhang|fazit|inhaltsverzeichnis"
    r"|résumé|conclusion|remerciements|références|bibliographie|annexe"
    r"|概要|はじめに|序論|関連研究|手法|実験|結果|考察|結論|おわりに|まとめ|参考文献|謝辞|付録|摘要|引言|参考文献|致谢)[.:]?$",
    re.IGNORECASE,
)
NUMBERED = re.compile(
    r"^(?P<number>\d{1,2}(?:\.\d{1,2}){0,3}\.?|[IVX]{1,5}\.|[A-Z](?:\.\d{1,2}){0,3}\.?"
    r"|(?:Appendix|Anhang|Annexe)\s+[A-Z\d]+[.:]?)"
    r"\s+(?P<title>[^\W\d_].{1,110})$"
)
_BOLD = re.compile(r"bold|medi|cmbx|cmssbx|sfbx|-bx|black|heavy|demi|cmcsc|ptmb|phvb|-b$", re.IGNORECASE)
_LONGEST = 120
_LONG_ENOUGH = 12
_LABEL = re.compile(
    r"^(?:(?:appendix|anhang|annexe)\s+)?(?:\d{1,2}(?:\s?\.\s?\d{1,2})*|(?:[IVX]{1,5}|[A-Z])(?:[.-][A-Z\d]{1,2})*)\s?[.:)]*\s+(?=\S)",
    re.IGNORECASE,
)
"""The number of a heading, in any of the ways that outlines and pages write it."""

_ROMAN = re.compile(r"[IVX]+\.?$")
_LETTER = re.compile(r"[A-Z]\.?$")
_APPENDIX = re.compile(r"(?:appendix|anhang|annexe)\s+[A-Z\d]$", re.IGNORECASE)
_STOPS = ".:;?!。！？"
_LONGEST_LETTERED = 80
"""Characters: a longer line that begins with a capital letter of its own is a sentence."""

_CITATION = re.compile(r"\(?(?:19|20)\d\d[a-z]?\)?[,.:]|, in$| pp\. |\bet al\.")
"""A line of a bibliography: "A. Church (1936), …" looks like an appendix otherwise."""


@dataclass(frozen=True)
class Bookmark:
    """An entry of the PDF's outline; ``page`` counts from 0."""

    title: str
    level: int
    page: int


def squashed(text: str) -> str:
    """Letters and digits only, folded: how titles are compared."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def body_font(pages: Sequence[Sequence[Line]]) -> tuple[str, float]:
    """The font and size that most of the text is set in."""
    weights: Counter[tuple[str, float]] = Counter()
    for lines in pages:
        for line in lines:
            if line.kind == BODY:
                weights[(line.font, round(line.size * 2) / 2)] += len(line.text)
    return weights.most_common(1)[0][0] if weights else ("", 10.0)


def find_headings(pages: Sequence[Sequence[Line]], outline: Sequence[Bookmark]) -> dict[int, int]:
    """``id(line)`` of every heading -> level, 1 for the top."""
    body = body_font(pages)
    by_look = _by_look(pages, body)
    by_outline = _by_outline(pages, outline)
    if not by_outline:
        return by_look
    # An outline often leaves out what is not numbered: abstract, references, acknowledgements.
    texts = {id(line): line.text for lines in pages for line in lines}
    named = {line: 1 for line in by_look if NAMED.match(texts[line].strip(" .:"))}
    return {**named, **by_outline}


def _by_outline(pages: Sequence[Sequence[Line]], outline: Sequence[Bookmark]) -> dict[int, int]:
    found: dict[int, int] = {}
    matched = 0
    for mark in outline:
        if not squashed(mark.title) or not 0 <= mark.page < len(pages):
            continue
        for page in (mark.page, mark.page + 1, mark.page - 1):
            line = _line_of(mark.title, pages[page]) if 0 <= page < len(pages) else None
            if line is not None:
                found[id(line)] = mark.level
                matched += 1
                break
    return found if matched * 2 >= len(outline) else {}


def _line_of(title: str, lines: Sequence[Line]) -> Line | None:
    """The line that an entry of the outline names; with its number or without, either of them."""
    wanted = {squashed(title), squashed(_LABEL.sub("", title))} - {""}
    for line in lines:
        if line.kind != BODY or len(line.text) > _LONGEST:
            continue
        bare = squashed(_LABEL.sub("", line.text))
        mine = {squashed(line.text), bare} - {""}
        if wanted & mine:
            return line
        # a title over two lines: the outline's begins with this line's
        if (len(bare) > _LONG_ENOUGH or _APPENDIX.match(line.text)) and any(
            whole.startswith(part) for whole in wanted for part in mine
        ):
            return line
    return None


def _by_look(pages: Sequence[Sequence[Line]], body: tuple[str, float]) -> dict[int, int]:
    candidates: list[tuple[Line, str | None]] = []
    for lines in pages:
        for place, line in enumerate(lines):
            if line.kind != BODY or len(line.text) > _LONGEST or not line.level:
                continue
            number = _heading_number(line, body, lines[place - 1] if place else None)
            if number is not None:
                candidates.append((line, number or None))
    sizes = sorted({round(line.size, 1) for line, number in candidates if number is None}, reverse=True)
    levels: dict[int, int] = {}
    for line, number in candidates:
        if number:
            levels[id(line)] = _level(number)
        else:
            levels[id(line)] = (
                1 if NAMED.match(line.text.strip(" .:")) else min(3, 1 + sizes.index(round(line.size, 1)))
            )
    return _consistent(candidates, _below_roman(candidates, levels))


def _below_roman(candidates: Sequence[tuple[Line, str | None]], levels: Mapping[int, int]) -> dict[int, int]:
    """Where sections have Roman numbers, capital letters number what is below them."""
    if sum(bool(_ROMAN.match(number or "")) for _, number in candidates) < 3:  # noqa: PLR2004 - "I." may be a letter
        return dict(levels)
    lowered = dict(levels)
    for line, number in candidates:
        if NAMED.match(line.text.strip(" .:")) and line.text.casefold().startswith(("ref", "lit", "bib")):
            break
        if number and _LETTER.match(number) and not _ROMAN.match(number):
            lowered[id(line)] = 2
    return lowered


def _heading_number(line: Line, body: tuple[str, float], before: Line | None) -> str | None:
    """None when the line is no heading, "" for one without number, else its number."""
    font, size = body
    text = line.text.strip()
    differs = line.size > size + 0.4 or (line.font != font and bool(_BOLD.search(line.font)))
    capitals = text.upper() == text and sum(c.isalpha() for c in text) > 3  # noqa: PLR2004 - more than an acronym
    if text.endswith((",", ";")) or (text.endswith(".") and not NAMED.match(text) and not NUMBERED.match(text)):
        return None
    apart = before is None or before.y0 - line.y1 > 0.25 * line.height or before.y0 < line.y0
    named = NAMED.match(text.strip(" .:"))
    alone = before is not None and before.text[-1:] in _STOPS and line.level
    if named and (differs or capitals or alone or (apart and line.font != font)):
        return ""
    numbered = NUMBERED.match(text)
    if (
        numbered
        and not numbered["title"][0].islower()
        and not (len(text) > _LONGEST_LETTERED and text[0].isalpha())
        and not _CITATION.search(text)
        and (differs or (capitals and apart) or (line.font != font and apart))
        and not text.endswith(".")
    ):
        return numbered["number"]
    return None


def _level(number: str) -> int:
    parts = [part for part in re.split(r"[.\s]", number.strip(".: ")) if part]
    return 1 if number.startswith(("Appendix", "Anhang", "Annexe")) else len(parts)


def _consistent(candidates: Sequence[tuple[Line, str | None]], levels: Mapping[int, int]) -> dict[int, int]:
    """Numbered headings must count upwards: what jumps back or far ahead is a list or a table."""
    kept: dict[int, int] = {}
    last, letter = 0, "@"  # the character before A
    for line, number in candidates:
        top = re.match(r"\d+", number or "")
        if top:
            value = int(top[0])
            if not last <= value <= last + 2:
                continue
            last = value
        elif number and re.fullmatch(r"[A-Z]\.?", number):
            if ord(number[0]) != ord(letter) + 1:
                continue
            letter = number[0]
        kept[id(line)] = levels[id(line)]
    return kept
