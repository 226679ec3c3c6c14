"""Where TeX breaks an English word: at other places a hyphen at the end of a line was written by the author.

The patterns are F. M. Liang's, in D. E. Knuth's file ``hyphen.tex``, with which nearly every English TeX paper is set.
It lies beside this module unchanged, as its first lines ask.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import accumulate
from pathlib import Path

_FILE = Path(__file__).with_name("hyphen.tex")
_PATTERNS = re.compile(r"\\patterns\{(.*?)\}", re.DOTALL)
_EXCEPTIONS = re.compile(r"\\hyphenation\{(.*?)\}", re.DOTALL)
_COMMENT = re.compile("%.*")
_DIGIT = re.compile(r"\d")

_LONGEST = 9
"""Characters of the longest pattern, with the dots that stand for a word's ends."""

_OTHERS = ("der", "la", "les", "el", "di", "het")
"""Words that are rarer than "the" in an English paper."""

_TRIED, _MOST_STRANGE = 12, 0.05
"""Broken words that are looked at, and the share of them that TeX may break elsewhere: exceptions, and no more."""


def may_break(head: str, tail: str) -> bool:
    """Whether TeX would break the word of two halves, in small letters of ASCII, between them."""
    word = head + tail
    patterns, exceptions = _tables()
    if word in exceptions:
        parts = exceptions[word].split("-")
        return head in accumulate(parts[:-1])
    dotted = f".{word}."
    place = len(head) + 1
    strongest = 0
    for start in range(max(0, place - _LONGEST), place + 1):
        for end in range(max(start + 1, place), min(len(dotted), start + _LONGEST) + 1):
            values = patterns.get(dotted[start:end])
            if values is not None and place - start < len(values):
                strongest = max(strongest, values[place - start])
    return strongest % 2 == 1


def broken_by_tex(halves: Iterable[tuple[str, str]], words: Counter[str]) -> bool:
    """Whether a document's words are broken as TeX breaks English: by those that it writes elsewhere as one."""
    if words["the"] <= max(words[other] for other in _OTHERS):
        return False
    tried = strange = 0
    for head, tail in halves:
        if tail.isascii() and head.isascii() and tail.isalpha() and head.isalpha() and words[head + tail]:
            tried += 1
            strange += not may_break(head, tail)
            if tried == _TRIED:
                break
    return strange <= _MOST_STRANGE * tried


@cache
def _tables() -> tuple[dict[str, bytes], dict[str, str]]:
    """Letters of a pattern -> its digits, one before each letter and one at its end; exceptions with their hyphens."""
    text = _COMMENT.sub("", _FILE.read_text(encoding="ascii"))
    found, listed = _PATTERNS.search(text), _EXCEPTIONS.search(text)
    assert found, "hyphen.tex has patterns"  # noqa: S101 - the file is ours
    assert listed, "hyphen.tex has exceptions"  # noqa: S101 - see above
    patterns = {_DIGIT.sub("", pattern): _digits(pattern) for pattern in found[1].split()}
    return patterns, {word.replace("-", ""): word for word in listed[1].split()}


def _digits(pattern: str) -> bytes:
    """The digits of ``a1bc`` as 0, 1, 0, 0: what stands before each letter, and at the end."""
    digits = bytearray([0])
    for character in pattern:
        if character.isdigit():
            digits[-1] = int(character)
        else:
            digits.append(0)
    return bytes(digits)
