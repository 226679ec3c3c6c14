"""Numbers that the evidence has, but in another place: "3 of 3" where it says "3 of 2"."""

from __future__ import annotations

import re
from collections.abc import Sequence

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_AROUND = 2  # words on each side that must be the same


def displaced_numbers(text: str, cited: Sequence[str]) -> list[str]:
    """Numbers between words that stand in the cited sentences around other numbers only.

    A number that the cited sentences do not have at all is none of these: it may be rounded or computed.
    """
    ours = _tokens(text)
    theirs = [_tokens(span) for span in cited]
    known = {token for tokens in theirs for token in tokens if token[0].isdigit()}
    found = []
    for number, around in _placed(ours):
        there = {other for tokens in theirs for other, place in _placed(tokens) if place == around}
        if number in known and there and number not in there:
            found.append(number)
    return list(dict.fromkeys(found))


def _tokens(text: str) -> list[str]:
    return [token.casefold() for token in _TOKEN.findall(text)]


def _placed(tokens: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
    """Each number with the words around it."""
    return [
        (token, (*tokens[at - _AROUND : at], *tokens[at + 1 : at + 1 + _AROUND]))
        for at, token in enumerate(tokens)
        if token[0].isdigit() and _AROUND <= at < len(tokens) - _AROUND
    ]
