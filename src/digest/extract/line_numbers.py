"""The numbers that manuscripts under review have in the margin beside each line.

They stand in the stream among the words, so that a word broken at a line's end would be cut in two by them, and every
line would begin as a numbered heading does. A numbered manuscript is so from its beginning: where the first pages have
no such numbers, no page is looked at again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

Box = tuple[float, float, float, float]
"""left, right, bottom, top in points."""

_BREAK = re.compile("\r\n|\n|\r|[\ufffe\x02]")
_DIGITS = re.compile(r"\d+")
_APART = frozenset(" \r\n\t\ufffe\x02")
_LONGEST = 4

_FIRST_PAGES = 2
_ENOUGH, _ENOUGH_ROUND, _ENOUGH_KNOWN = 8, 4, 3
"""Numbers in a column, of a paper that is not known to be numbered; where only round ones are set; of one that is."""

_STEPS = (1, 2, 5, 10)
_SOON = 6
_REGULAR = 0.8
"""Of the steps in a column: a number that stands close to a word is missed. The pages of a table of contents leap."""

_PLACES = 6
_ALIGNED = 1.0
"""Points by which the edges of the numbers in one column differ."""

_CROSSED, _CROSSED_KNOWN = 0.25, 0.5
"""Lines of text that run over a column, for each number: more, and it is a column of a table."""


@dataclass(frozen=True)
class _Number:
    start: int
    end: int
    value: int
    x0: float
    x1: float

    def edges(self) -> tuple[float, float]:
        """Where it begins and ends: numbers are aligned to the right of a left margin, to the left of a right one."""
        return self.x0, self.x1


class LineNumbers:
    """Takes the numbers of lines out of the pages of one document, which come in order."""

    def __init__(self) -> None:
        self._seen = 0
        self._numbered = False

    def taken_out(self, raw: str, box: Callable[[int], Box | None]) -> str:
        """The text of a page with spaces in place of the numbers in its margins, every character in its place."""
        if not self._numbered and self._seen >= _FIRST_PAGES:
            return raw
        self._seen += 1
        enough, most = (_ENOUGH_KNOWN, _CROSSED_KNOWN) if self._numbered else (_ENOUGH_ROUND, _CROSSED)
        alone = [match.span() for match in _DIGITS.finditer(raw) if _is_alone(raw, *match.span())]
        if not _count_up([int(raw[start:end]) for start, end in alone], enough):
            return raw
        columns = _columns(_measured(raw, alone, box), enough)
        if not self._numbered:
            columns = [column for column in columns if len(column) >= _ENOUGH or _are_round(column)]
        if not columns:
            return raw
        lines = _extents(_without(raw, [number for column in columns for number in column]), box)
        kept = [n for column in columns if _crossed(column, lines) < most * len(column) for n in column]
        self._numbered = self._numbered or bool(kept)
        return _without(raw, kept)


def _is_alone(raw: str, start: int, end: int) -> bool:
    """Whether nothing touches a number."""
    return (
        end - start <= _LONGEST
        and (start == 0 or raw[start - 1] in _APART)
        and (end == len(raw) or raw[end] in _APART)
        and raw[start:end].isascii()
    )


def _count_up(values: Sequence[int], enough: int) -> bool:
    """Whether so many numbers are followed soon by the next that they may count lines; asked before their places."""
    steps = Counter(
        after - value
        for place, value in enumerate(values)
        for after in set(values[place + 1 : place + _SOON])
        if after - value in _STEPS and (value % (after - value) == 0 or enough == _ENOUGH_KNOWN)
    )
    one = steps.pop(1, 0)
    return (
        one >= max(enough, _ENOUGH if enough > _ENOUGH_KNOWN else 0) - 1 or max(steps.values(), default=0) >= enough - 1
    )


def _measured(raw: str, spans: Sequence[tuple[int, int]], box: Callable[[int], Box | None]) -> list[_Number]:
    found = []
    for start, end in spans:
        left, right = box(start), box(end - 1)
        if left and right and left[0] < right[1]:
            found.append(_Number(start, end, int(raw[start:end]), left[0], right[1]))
    return found


def _columns(numbers: Sequence[_Number], enough: int) -> list[list[_Number]]:
    """The numbers that stand in a column and count upwards evenly."""
    columns: list[list[_Number]] = []
    taken: set[int] = set()
    for side in (1, 0):
        places = Counter(round(number.edges()[side]) for number in numbers)
        for place, count in places.most_common(_PLACES):
            members = [n for n in numbers if n.start not in taken and abs(n.edges()[side] - place) < _ALIGNED]
            if count < enough // 2 or len(members) < enough:
                continue
            steps = Counter(after.value - before.value for before, after in pairwise(members))
            step, regular = steps.most_common(1)[0]
            if step in _STEPS and regular >= _REGULAR * (len(members) - 1):
                columns.append(members)
                taken.update(number.start for number in members)
    return columns


def _are_round(column: Sequence[_Number]) -> bool:
    """Whether only every fifth or tenth line has its number."""
    step = column[1].value - column[0].value
    return step > 1 and all(number.value % step == 0 for number in column)


def _crossed(column: Sequence[_Number], lines: Sequence[tuple[float, float]]) -> int:
    """How many lines run over a column: over its middle, because hyphens hang out of the text beside it."""
    left, right = min(n.x0 for n in column), max(n.x1 for n in column)
    return sum(x0 < (left + right) / 2 < x1 for x0, x1 in lines)


def _extents(raw: str, box: Callable[[int], Box | None]) -> list[tuple[float, float]]:
    """From where to where each line of the text reaches."""
    extents = []
    start = 0
    for match in [*_BREAK.finditer(raw), None]:
        end = match.start() if match else len(raw)
        line = raw[start:end]
        if filled := line.strip():
            begin = start + line.index(filled[0])
            left, right = box(begin), box(begin + len(filled) - 1)
            if (
                left and right and abs(left[3] - right[2]) < 4 * (left[3] - left[2] + 1)
            ):  # a turned line is no line here
                extents.append((left[0], right[1]))
        start = match.end() if match else end
    return extents


def _without(raw: str, numbers: Sequence[_Number]) -> str:
    characters = list(raw)
    for number in numbers:
        characters[number.start : number.end] = " " * (number.end - number.start)
    return "".join(characters)
