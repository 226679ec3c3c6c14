"""Months: "December", "Dec." and 12月 are one, and no other month is as good."""

from __future__ import annotations

import re
from collections.abc import Sequence

_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_NAMED = re.compile(rf"\b(?:{'|'.join(f'{name[:3].title()}(?:{name[3:]}|t)?' for name in _NAMES)})\b")
_NUMBERED = re.compile(r"(?<!\d)(\d{1,2})\s?月")


def months(texts: Sequence[str]) -> set[int]:
    """The months, from 1, that texts name."""
    found = {_number(match[0]) for text in texts for match in _NAMED.finditer(text)}
    return found | {int(match[1]) for text in texts for match in _NUMBERED.finditer(text)}


def is_month(name: str) -> bool:
    """Whether a capitalised word names a month."""
    return _NAMED.fullmatch(name) is not None


def strange_months(text: str, cited: Sequence[str]) -> list[str]:
    """The months that a statement names and the cited sentences do not; none where those name no month at all."""
    known = months(cited)
    dated = [m for m in _NAMED.finditer(text) if text[: m.start()].rstrip()[-1:] not in ("", ".")]
    return [match[0] for match in dated if known and _number(match[0]) not in known]


def without_months(text: str, cited: Sequence[str]) -> str:
    """A statement without the numbers of months that the cited sentences name."""
    known = months(cited)
    return _NUMBERED.sub(lambda match: " " if int(match[1]) in known else match[0], text)


def _number(name: str) -> int:
    return next(place for place, full in enumerate(_NAMES, 1) if full.startswith(name[:3].casefold()))
