"""Accents that TeX set as a character of their own, composed with the letter they stand over.

Old TeX fonts draw ``é`` as an acute and an ``e``. In text the accent precedes its letter, in formulas it follows, so
the order alone would be wrong; the boxes of the characters decide.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

Box = tuple[float, float, float, float]
"""left, right, bottom, top in points."""

COMBINING = {
    "´": "\u0301",
    "`": "\u0300",
    "ˆ": "\u0302",
    "˜": "\u0303",
    "¨": "\u0308",
    "ˇ": "\u030c",
    "˘": "\u0306",
    "¯": "\u0304",
    "˙": "\u0307",
    "˚": "\u030a",
    "˝": "\u030b",
    "¸": "\u0327",
    "˛": "\u0328",
}
_ACCENT = re.compile(f"[{''.join(COMBINING)}]")
_DOTLESS = {"ı": "i", "ȷ": "j"}
_COVERED = 0.35
"""An accent belongs to a letter when their boxes share this part of the narrower one's width."""

_NO_SPACE = 0.12
"""A gap narrower than this part of the letter's height is no space between words."""

_WINDOW = 120
"""Characters: about a line to each side."""

_ABOVE = 0.6
"""An accent stands at most this part of a letter's height above it."""


def compose(raw: str, box: Callable[[int], Box | None]) -> list[str] | None:
    """The characters of ``raw`` with accents composed, one string for each position, "" for those that went away.

    Args:
        raw: The text of a page.
        box: The box of the character at a position, None where it has none.

    Returns:
        None when nothing was to be done.
    """
    places = [match.start() for match in _ACCENT.finditer(raw)]
    if not places:
        return None
    composed = list(raw)
    for at in places:
        mine = box(at)
        if mine is None:
            continue
        letter = _letter_under(raw, at, mine, box)
        if letter is None:
            letter = _letter_far_off(raw, at, mine, box)
        if letter is None:
            continue
        base = _DOTLESS.get(composed[letter], composed[letter])
        composed[letter] = unicodedata.normalize("NFC", base + COMBINING[raw[at]])
        composed[at] = ""
        between = (letter + at) // 2
        if abs(letter - at) == 2 and raw[between] == " ":  # noqa: PLR2004 - accent, space, letter
            composed[between] = ""
        if abs(letter - at) > 2:  # noqa: PLR2004 - a letter elsewhere in the line
            _close_gaps(raw, composed, at, box)
        elif letter > at:
            _close_gap(raw, composed, at, letter, box)
        else:
            _close_gap_behind(raw, composed, at, letter, box)
    return composed


def _letter_far_off(raw: str, at: int, mine: Box, box: Callable[[int], Box | None]) -> int | None:
    """The letter under an accent that pdfium put elsewhere in the line, as happens when a line has several."""
    for near in range(max(0, at - _WINDOW), min(len(raw), at + _WINDOW)):
        other = box(near) if raw[near].isalpha() else None
        if other is None or not -1 < mine[2] - other[3] < _ABOVE * (other[3] - other[2]):
            continue
        narrower = min(mine[1] - mine[0], other[1] - other[0])
        if min(mine[1], other[1]) - max(mine[0], other[0]) > _COVERED * narrower:
            return near
    return None


def _close_gaps(raw: str, composed: list[str], at: int, box: Callable[[int], Box | None]) -> None:
    """Take out the spaces on both sides of an accent that did not belong where it stood, inside a word."""
    before = at - 2 if at > 1 and raw[at - 1] == " " else at - 1
    after = at + 2 if raw[at + 1 : at + 2] == " " else at + 1
    if before < 0 or after >= len(raw) or not (raw[before].isalpha() and raw[after].isalpha()):
        return
    left, right = box(before), box(after)
    if left and right and abs(right[0] - left[1]) < _NO_SPACE * (right[3] - right[2] + 1):
        for between in range(before + 1, after):
            composed[between] = ""


def _letter_under(raw: str, at: int, mine: Box, box: Callable[[int], Box | None]) -> int | None:
    best: tuple[float, int] | None = None
    for step in (1, -1):
        near = at + step
        if 0 <= near < len(raw) and raw[near] == " ":
            near += step
        if not 0 <= near < len(raw) or not raw[near].isalpha():
            continue
        other = box(near)
        if other is None:
            continue
        shared = min(mine[1], other[1]) - max(mine[0], other[0])
        narrower = min(mine[1] - mine[0], other[1] - other[0])
        if shared > _COVERED * narrower and (best is None or shared > best[0]):
            best = (shared, near)
    return best[1] if best else None


def _close_gap_behind(raw: str, composed: list[str], at: int, letter: int, box: Callable[[int], Box | None]) -> None:
    """Take out the space behind a letter that an accent was set below after it: "C¸ elik"."""
    if raw[at + 1 : at + 2] != " " or not raw[at + 2 : at + 3].isalpha():
        return
    before, after = box(letter), box(at + 2)
    if before and after and after[0] - before[1] < _NO_SPACE * (before[3] - before[2] + 1):
        composed[at + 1] = ""


def _close_gap(raw: str, composed: list[str], at: int, letter: int, box: Callable[[int], Box | None]) -> None:
    """Take out the space that TeX's accent left between it and the letter before."""
    if at < 2 or raw[at - 1] != " " or not raw[at - 2].isalpha():  # noqa: PLR2004 - a letter and a space
        return
    before, after = box(at - 2), box(letter)
    if before and after and after[0] - before[1] < _NO_SPACE * (after[3] - after[2] + 1):
        composed[at - 1] = ""
