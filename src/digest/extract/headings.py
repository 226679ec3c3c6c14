"""Which lines are headings, and of what level: the outline says it, else fonts and numbering do."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from digest.extract.lines import BODY, Line
from digest.extract.numbering import numbered_levels
from digest.extract.outline import LIST_LABEL, LONGEST, Bookmark, by_outline

NAMED = re.compile(
    r"^(?:abstract|summary|introduction|related works?|background|preliminaries|methods?|methodology"
    r"|materials and methods|experiments?|results?|results and discussion|evaluation|discussion|limitations?"
    r"|conclusions?|conclusions? and \w+( \w+)?|future work"
    r"|references|bibliography|literature cited|acknowledge?ments?"
    r"|appendix(?: [A-Z\d](?!:))?|appendices|supplementary material"
    r"|zusammenfassung|einleitung|einführung|literatur(?:verzeichnis)?|danksagung|anhang|fazit|inhaltsverzeichnis"
    r"|résumé|conclusion|remerciements|références|bibliographie|annexe"
    r"|概要|はじめに|序論|関連研究|手法|実験|結果|考察|結論|おわりに|まとめ|参考文献|謝辞|付録|摘要|引言|参考文献|致谢)[.:]?$",
    re.IGNORECASE,
)
NUMBERED = re.compile(
    r"^(?:§\s?)?(?P<number>\d{1,2}(?:\.\d{1,2}){0,3}\.?|[IVX]{1,5}\.|[A-Z](?:\.\d{1,2}){0,3}\.?"
    r"|(?:Appendix|APPENDIX|Anhang|ANHANG|Annexe)\s+[A-Z\d]+[.:]?)"
    r"\s+(?P<title>[^\W\d_].{1,110})$"
)
_BOLD = re.compile(
    r"bold|medi|cmbx|cmssbx|sfbx|sfsx|sfbi|sfrb|lin(?:libertine|biolinum)t[bz]|-bx|black|heavy|demi|cmcsc|ptmb|phvb|-b$",
    re.IGNORECASE,
)
_STOPS = ".:;?!。！？"
_SMALLER = 0.4
"""Points: TeX has a font for every size, so that in another font notes and entries are set, too."""

_LONGEST_NAME = 45
_LONGEST_LETTERED = 80
"""Characters: a longer line that begins with a capital letter of its own is a sentence."""

_ENTRY = re.compile(r"\s\d{1,3}$")
"""How the entries of a table of contents end."""

_CONTENTS = re.compile(r"(?:table of )?contents$", re.IGNORECASE)
_ENOUGH = 3
"""Headings: fewer are no pattern."""

_ALGORITHM = re.compile(r"(?:Require|Ensure|Input|Output|Data|Result)s?:")
_TITLED = re.compile(r"[A-ZÀ-ÞΑ-Ω][^\W\d_]{2}[^=∈→<>()|]*[^\W_]\??$")
_CITATION = re.compile(r"\(?(?:19|20)\d\d[a-z]?\)?[,.:]|, in$| pp\. |\bet al\.")
"""A line of a bibliography: "A. Church (1936), …" looks like an appendix otherwise."""


def body_font(pages: Sequence[Sequence[Line]]) -> tuple[str, float]:
    """The font and size that most of the text is set in."""
    letters: defaultdict[tuple[str, float], int] = defaultdict(int)
    for lines in pages:
        for line in lines:
            if line.kind == BODY:
                letters[line.font, line.size] += len(line.text)
    weights: Counter[tuple[str, float]] = Counter()
    for (font, size), count in letters.items():
        weights[font, round(size * 2) / 2] += count
    return weights.most_common(1)[0][0] if weights else ("", 10.0)


def find_headings(pages: Sequence[Sequence[Line]], outline: Sequence[Bookmark]) -> dict[int, int]:
    """``id(line)`` of every heading -> level, 1 for the top; of the second lines of headings -> ``GOES_ON``."""
    body = body_font(pages)
    by_look = _by_look(pages, body)
    found = by_outline(pages, outline, body) if len(outline) >= _ENOUGH else {}
    if found:
        # An outline often leaves out what is not numbered: abstract, references, acknowledgements.
        texts = {id(line): line.text for lines in pages for line in lines}
        by_look = {line: 1 for line in by_look if NAMED.match(texts[line].strip(" .:"))}
    found = {**by_look, **found}
    return {**_alike(pages, found, body), **found}


def _alike(pages: Sequence[Sequence[Line]], found: Mapping[int, int], body: tuple[str, float]) -> dict[int, int]:
    """Lines after the first section that look like the sections found and were not found themselves."""
    looks: Counter[tuple[str, float]] = Counter()
    for lines in pages:
        looks.update((line.font, round(line.size, 1)) for line in lines if found.get(id(line)) == 1)
    if not looks:
        return {}
    (font, size), count = looks.most_common(1)[0]
    if count < _ENOUGH or not (size > body[1] + 0.4 or (font != body[0] and _BOLD.search(font))):
        return {}
    more: dict[int, int] = {}
    begun = False
    for lines in pages:
        for place, line in enumerate(lines):
            begun = begun or id(line) in found
            if (
                begun
                and not _CONTENTS.match(line.text)
                and not LIST_LABEL.match(line.text)
                and (line.font, round(line.size, 1)) == (font, size)
                and _is_alone(lines, place)
            ):
                more[id(line)] = 1
    return more


def _is_alone(lines: Sequence[Line], place: int) -> bool:
    """Whether a line may be a heading: the only one in its row, begun with a capital, not the second line of one."""
    line = lines[place]
    if (
        line.kind != BODY
        or not line.level
        or not _TITLED.match(line.text)
        or _ALGORITHM.match(line.text)
        or len(line.text) > _LONGEST_LETTERED
    ):
        return False
    for other in lines[max(0, place - 1) : place + 2]:
        if other is not line and other.kind == BODY:
            apart = other.y0 - line.y1 if other.y0 > line.y0 else line.y0 - other.y1
            if apart < (1.5 if other.font == line.font else 0.0) * line.height:
                return False
    return True


def _by_look(pages: Sequence[Sequence[Line]], body: tuple[str, float]) -> dict[int, int]:
    candidates: list[tuple[Line, str]] = []
    for lines in pages:
        candidates += _candidates([line for line in lines if line.kind == BODY], body)
    levels = numbered_levels(candidates)
    return {id(line): levels.get(id(line), 1) for line, number in candidates if not number or id(line) in levels}


def _candidates(lines: Sequence[Line], body: tuple[str, float]) -> list[tuple[Line, str]]:
    """The lines of a page that look like headings, with their numbers."""
    found: list[tuple[Line, str]] = []
    for place, line in enumerate(lines):
        if len(line.text) > LONGEST or not line.level:
            continue
        number = _heading_number(line, body, lines[place - 1] if place else None)
        if number is None or (number and _runs_on(line, lines[place + 1 : place + 2])):
            continue
        found.append((line, number))
    entries = sum(_is_entry(line, lines) for line, _ in found)
    contents = entries >= _ENOUGH and 2 * entries > len(found)
    return [(line, number) for line, number in found if not (contents and number)]


def _is_entry(line: Line, lines: Sequence[Line]) -> bool:
    """Whether a page's number follows a line, as in a table of contents: at its end, or far off in the same row."""
    if _ENTRY.search(line.text):
        return True
    place = next(place for place, other in enumerate(lines) if other is line)
    return any(
        after.text.isdigit() and after.x0 > line.x1 and abs(after.y0 - line.y0) < 0.5 * line.height
        for after in lines[place + 1 : place + 2]
    )


def _runs_on(line: Line, following: Sequence[Line]) -> bool:
    """Whether a numbered line is the beginning of running text, in bold letters perhaps."""
    return any(
        after.text[0].islower()
        and after.font != line.font
        and after.x0 > line.x0 - line.height
        and -line.height < line.y0 - after.y1 < 0.5 * line.height
        for after in following
        if after.text
    )


def _heading_number(line: Line, body: tuple[str, float], before: Line | None) -> str | None:
    """None when the line is no heading, "" for one without number, else its number."""
    font, size = body
    text = line.text.strip()
    named = NAMED.match(text.strip(" .")) if len(text) < _LONGEST_NAME else None
    numbered = NUMBERED.match(text)
    if not named and not numbered:
        return None
    differs = line.size > size + 0.4 or (line.font != font and bool(_BOLD.search(line.font)))
    capitals = text.upper() == text and sum(c.isalpha() for c in text) > 3  # noqa: PLR2004 - more than an acronym
    if text.endswith((",", ";")):
        return None
    apart = before is None or before.y0 - line.y1 > 0.25 * line.height or before.y0 < line.y0
    alone = before is None or before.text[-1:] in _STOPS
    if (
        named and text[0].islower() and not ((differs or (alone and apart)) and text[-1].isalpha())
    ):  # the last word of a paragraph
        return None
    if named and (differs or capitals or alone or (apart and (line.font != font or not (font or text.endswith("."))))):
        return ""
    if (
        numbered
        and not numbered["title"][0].islower()
        and not (len(text) > _LONGEST_LETTERED and text[0].isalpha())
        and not _CITATION.search(text)
        and (
            differs
            or ((capitals or text[0] == "§") and apart)
            or (line.font != font and apart and (line.size > size - _SMALLER or text.isupper()))
        )
        and not text.endswith(".")
    ):
        return numbered["number"]
    return None
