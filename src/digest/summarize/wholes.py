"""Numbers that are compared as a whole: labels (``Table 3``), tuples (``(9, 6)``), shares (``2/3``), times, symbols."""

from __future__ import annotations

import re
from fractions import Fraction

from digest.summarize.quantities import Values

_LABEL = re.compile(
    r"(?P<en>\b(?:tab(?:le)?|fig(?:ure)?|sec(?:t(?:ion)?)?|eqs?|equation|app(?:endix)?|alg(?:orithm)?|theorem|lemma|"
    r"chapter|definition|proposition|corollary)s?\b\.?)\s*\(?(?P<n>\d+(?:\.\d+)*)"
    r"|(?P<ja>表|図|式|第|節|付録)\s*\(?(?P<m>\d+(?:\.\d+)*)",
    re.IGNORECASE,
)
_LABEL_NAMES = {"表": "tab", "図": "fig", "式": "eq", "節": "sec", "付録": "app", "第": "sec", "cha": "sec"}
_TUPLE = re.compile(r"\(\s*\d+(?:\s*,\s*-?\d+)+\s*\)")
_SLASHED = re.compile(r"(?<![\d./])\d+\s?/\s?\d+(?![\d/])")
_SYMBOL = re.compile(r"(?<![\w.])\d+[A-Za-z]+-?\d+(?!\w)")
_CLOCK = re.compile(r"(?<!\d)\d{1,3}:\d{1,3}(?::\d\d)?")
_TIME = re.compile(r"(?<!\d)\d{1,2}:\d\d(?::\d\d)?(?!\d)")
_GREEK = re.compile(r"[Α-Ωα-ω]\d+")
_DOTTED = re.compile(r"(?<![\d.])\d+(?:\.\d+){2,}")


def wholes(text: str) -> list[tuple[str, str]]:
    """Labels, tuples and the like of a text: as they stand, and in the form in which they are compared."""
    found = []
    for match in _LABEL.finditer(text):
        name = (match["en"] or match["ja"]).lower().rstrip(".")
        name = _LABEL_NAMES.get(name[:3], _LABEL_NAMES.get(name, name[:3].rstrip("s")))
        found.append((match[0], f"{name} {match['n'] or match['m']}"))
    for pattern in (_TUPLE, _SLASHED, _CLOCK, _DOTTED, _GREEK, _SYMBOL):
        found += [(match[0], "".join(match[0].split())) for match in pattern.finditer(text)]
    return found


def without_wholes(text: str) -> str:
    """A text without its labels, tuples, shares and times; the rest is read number by number."""
    return _TIME.sub(" ", _SLASHED.sub(" ", _TUPLE.sub(" ", _LABEL.sub(" ", text))))


def kind(form: str) -> str:
    """What sort of whole it is: everything but its digits."""
    return re.sub(r"\d+", "#", form)


def share_of(text: str) -> Values:
    """The value of ``2/3``; nothing for what is no true share."""
    above, slash, below = text.partition("/")
    return frozenset({Fraction(int(above), int(below))}) if slash and 0 < int(above) < int(below) else frozenset()
