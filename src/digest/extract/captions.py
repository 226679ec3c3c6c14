"""Captions of figures and tables among the lines of a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from digest.extract.accents import Box
from digest.extract.leading import farthest_within
from digest.extract.lines import BODY, Line

_NUMBER = r"(?:[A-Z]{0,2}[.\-]?\d+(?:[.\-–]\d+)*[a-z]?|[IVXL]+)"
_FIGURE = (
    r"Figure|FIGURE|Figur|Fig\.?|FIG\.?|F\s?IGURE|Abbildung|Abb\.|Рис\.|Рисунок|Figura|Scheme|Schema|"
    r"Supplementary Figure|Supplementary Fig\.?|Extended Data Figure|Extended Data Fig\.|Supp\. Fig\.|Plate"
)
_TABLE = (
    r"Table|TABLE|T\s?ABLE|Tab\.|Tabelle|TABELLE|Tableau|Tabla|Tabela|Таблица|Supplementary Table|Extended Data Table"
)
_START = re.compile(
    rf"^(?P<word>{_FIGURE}|{_TABLE})\s*(?P<number>{_NUMBER})(?:\((?:[a-z]|cont[^)]*)\))?"
    r"(?P<mark>\s*[.:|](?!\d)|\s*[-–—](?=\s)|\s+(?=[(\[A-ZÀ-ÞА-Я“\"'$0-9∗])|\s*$)"
)
_EAST_ASIAN = re.compile(
    r"^(?P<word>図表?|圖|图|表)\s*(?P<number>\d+(?:[.\-]\d+)*)(?P<mark>\s*[.:：．。、]|\s+|(?=[^\s\dのにはをでがと中示に]))"
)
_TABLE_WORD = re.compile(r"(?:supplementary |extended data )?(?:t\s?ab|таб|表)", re.IGNORECASE)
_SECOND = re.compile(rf"\s+(?=(?:{_FIGURE}|{_TABLE})\s*{_NUMBER}\s*[.:|])")
LETTER = 0.42
"""Of a line's height: how wide its letters are on average."""

_SENTENCE_GOES_ON = re.compile(
    r"^\s*(?:shows?|illustrates?|depicts?|presents?|gives?|lists?|and|also|we|is|are|in|of|for)\b"
)
ALIKE = 0.3
"""Points by which sizes of letters may differ within a caption."""

LISTED = 4
"""Captions in a row make a list of figures."""

_APART = 0.75
"""Of a line's height: what stands farther below the first line of a caption is no part of it, but in manuscripts."""

MAX_LINES = 40
"""Lines of one caption; the longest seen had 31."""


@dataclass(frozen=True, slots=True)
class Caption:
    """A caption with its box on the page. ``lines`` are its lines' places in the page's list of lines."""

    kind: Literal["figure", "table"]
    label: str
    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    lines: tuple[int, ...]
    height: float


def caption_start(text: str) -> re.Match[str] | None:
    """The label with which a caption begins, as a match with the groups ``word``, ``number`` and ``mark``."""
    return _START.match(text) or _EAST_ASIAN.match(text)


def kind_of(start: re.Match[str]) -> Literal["figure", "table"]:
    """What a caption with this label belongs to."""
    return "table" if _TABLE_WORD.match(start["word"]) else "figure"


def label_of(start: re.Match[str]) -> str:
    """The label in one form: "FIG. 3" is "Figure 3"."""
    return f"{_name(start['word'])} {start['number']}"


def find_captions(lines: list[Line], rules: Sequence[Box] = ()) -> list[Caption]:
    """The captions on a page in reading order. A rule under a caption ends it: below begins the table."""
    lines, beside = _parted(lines)
    apart = farthest_within([lines], _APART)
    found: list[Caption] = []
    taken: set[int] = set()
    for index, line in enumerate(lines):
        if index in taken or not line.level or line.kind not in (BODY, "figure", "caption"):
            continue
        match = caption_start(line.text)
        if match and _begins_block(lines, index, match):
            caption = _whole(lines, index, match, rules, apart)
            taken.update(caption.lines)
            found.append(caption)
    return _without_lists(found) + [
        _whole([*lines, second], len(lines), match, rules, apart) for second, match in beside
    ]


def _without_lists(found: list[Caption]) -> list[Caption]:
    """The captions that are not rows of a list of figures: such rows follow each other without a line between."""
    runs: list[list[Caption]] = []
    for caption in found:
        if runs and runs[-1][-1].lines[-1] + 1 == caption.lines[0]:
            runs[-1].append(caption)
        else:
            runs.append([caption])
    return [caption for run in runs if len(run) < LISTED for caption in run]


def _parted(lines: list[Line]) -> tuple[list[Line], list[tuple[Line, re.Match[str]]]]:
    """Captions that stand side by side come as one line with a hole in it: the lines without the second, and those."""
    kept, beside = list(lines), []
    for index, line in enumerate(lines):
        inner = _SECOND.search(line.text) if line.level and _START.match(line.text) else None
        letter = LETTER * line.height
        if inner is None or line.x1 - line.x0 < letter * len(line.text) + 2 * line.height:
            continue
        first, second = line.text[: inner.start()], line.text[inner.end() :]
        match = _START.match(second)
        if match:
            kept[index] = replace(line, text=first, x1=min(line.x1, line.x0 + letter * len(first)))
            beside.append((replace(line, text=second, x0=max(line.x0, line.x1 - letter * len(second))), match))
    return kept, beside


def _begins_block(lines: list[Line], index: int, match: re.Match[str]) -> bool:
    """Whether a line that begins like a caption is one, not the middle of a sentence ("as seen in / Figure 3 …")."""
    line, rest = lines[index], lines[index].text[match.end() :]
    strong = match["mark"].strip() != ""
    before = lines[index - 1] if index else None
    goes_on = (
        before is not None
        and abs(before.x0 - line.x0) < 2 * line.height
        and 0 < before.y0 - line.y0 < 1.7 * line.height
        and before.font == line.font
        and abs(before.height - line.height) < 0.1 * line.height
    )
    if strong:
        runs_on = goes_on and before is not None and _unfinished(before, line)
        return not (runs_on and (match["mark"].strip() == "." or not rest.strip()[:1].isupper()))
    if _SENTENCE_GOES_ON.match(rest):
        return False
    if not rest.strip():
        return not goes_on
    return not goes_on


def _unfinished(before: Line, line: Line) -> bool:
    """Whether the line before runs on into this one: it fills the column and ends in the middle of a sentence."""
    return before.x1 > line.x0 + 0.9 * (line.x1 - line.x0) and not before.text.rstrip().endswith(
        (".", ":", "?", "!", "。")
    )


def _whole(lines: list[Line], index: int, match: re.Match[str], rules: Sequence[Box], apart: float) -> Caption:
    first = lines[index]
    members = [index]
    for following in range(index + 1, min(len(lines), index + MAX_LINES)):
        if not _continues(lines, members, following, apart) or _ruled_off(lines[members[-1]], lines[following], rules):
            break
        members.append(following)
    block = [lines[i] for i in members]
    text = block[0].text
    for before, line in pairwise(block):
        text += ("-" if before.hyphen and line.text[:1].isupper() else "" if before.hyphen else " ") + line.text
    return Caption(
        kind=kind_of(match),
        label=label_of(match),
        text=text[match.end() :].lstrip(" :.|–—-") if match["mark"].strip() else text[match.end() :].strip(),
        x0=min(line.x0 for line in block),
        y0=min(line.y0 for line in block),
        x1=max(line.x1 for line in block),
        y1=max(line.y1 for line in block),
        size=first.size,
        lines=tuple(members),
        height=first.height,
    )


def _continues(lines: list[Line], members: list[int], following: int, apart: float) -> bool:
    """Whether a line goes on with the caption: right below, under it, in letters of its size."""
    first, last, line = lines[members[0]], lines[members[-1]], lines[following]
    if not line.level or caption_start(line.text):
        return False
    left, right = min(lines[i].x0 for i in members), max(lines[i].x1 for i in members)
    gap = last.y0 - line.y1
    most = 0.55 if len(members) > 1 and apart == _APART else apart
    below = -0.6 * first.height < gap < most * first.height and line.y0 < last.y0 - 1
    if below and len(members) > 1:
        below = gap < _gaps(lines, members) + 0.25 * first.height
    same_size = abs(line.height - first.height) < 0.12 * first.height or abs(line.size - first.size) < ALIKE
    under = line.x0 < right and line.x1 > left - 2
    return below and same_size and under


def _ruled_off(last: Line, line: Line, rules: Sequence[Box]) -> bool:
    """Whether a rule runs between two lines."""
    middles = (line.y0 + line.y1) / 2, (last.y0 + last.y1) / 2
    return any(middles[0] < rule[1] < middles[1] and rule[0] < line.x1 and rule[2] > line.x0 for rule in rules)


def _gaps(lines: list[Line], members: list[int]) -> float:
    """The widest gap between the caption's lines so far."""
    return max(lines[a].y0 - lines[b].y1 for a, b in pairwise(members))


def _name(word: str) -> str:
    plain = " ".join(word.split())
    if plain.casefold().replace(" ", "") in ("figure", "fig.", "fig", "figur"):
        return "Figure"
    if plain.casefold().replace(" ", "") in ("table", "tab."):
        return "Table"
    return plain.title() if plain.isupper() else plain
