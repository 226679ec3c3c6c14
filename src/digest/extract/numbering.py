"""What the numbers of headings say: their levels, and which of them count upwards as headings do."""

from __future__ import annotations

import re
from collections.abc import Sequence

from digest.extract.lines import Line

Candidate = tuple[Line, str]
"""A line that looks like a heading, and its number, "" without one."""

_ROMAN = re.compile(r"(?=[IVX])(X{0,2})(IX|IV|V?I{0,3})\.?$")
_LETTER = re.compile(r"([A-Z])\.?$")
_DIGITS = re.compile(r"\d+")
_BIBLIOGRAPHY = re.compile(r"(?:ref|lit|bib)", re.IGNORECASE)
_FEWEST_ROMAN = 3
_LEAP = 2
"""A number may be missed, when its heading was not recognised."""

_BEFORE_A = "@"
_VALUES = {"": 0, "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9}


def numbered_levels(candidates: Sequence[Candidate]) -> dict[int, int]:
    """``id(line)`` of those whose numbers count upwards -> level. The others are lists and tables.

    Where sections have Roman numbers, capital letters number what is below them, up to the bibliography.
    """
    romans = sum(_roman(number) > 1 for _, number in candidates) >= _FEWEST_ROMAN - 1
    kept: dict[int, int] = {}
    last, letter, below = 0, _BEFORE_A, romans
    for line, number in candidates:
        if not number:
            if _BIBLIOGRAPHY.match(line.text):
                letter, below = _BEFORE_A, False
            continue
        digits = _DIGITS.match(number)
        value = int(digits[0]) if digits else _roman(number) if romans and below else 0
        if digits or last < value <= last + _LEAP:
            if not last <= value <= last + _LEAP:
                continue
            last = value
            kept[id(line)] = _depth(number)
            letter = _BEFORE_A if below else letter
        elif lettered := _LETTER.match(number):
            if ord(lettered[1]) != ord(letter) + 1:
                continue
            letter = lettered[1]
            kept[id(line)] = 2 if below else 1
        elif not value:
            kept[id(line)] = _depth(number)
    return kept


def _roman(number: str) -> int:
    """The value of a Roman number up to 29, 0 for anything else."""
    match = _ROMAN.match(number)
    return 10 * len(match[1]) + _VALUES[match[2]] if match else 0


def _depth(number: str) -> int:
    """How deep a number reaches: 2 for "3.1". Appendices are at the top."""
    parts = [part for part in re.split(r"[.\s]", number.strip(".: ")) if part]
    return 1 if number.title().startswith(("Appendix", "Anhang", "Annexe")) else len(parts)
