"""Words that come in opposite pairs: more and less, before and after, 増加 and 減少."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from digest.summarize.pairs import JAPANESE, PAIRS
from digest.summarize.prefixed import opposites
from digest.summarize.wording import content_stems, coverage, stem, word_set, words

_COMPILED = [(re.compile(rf"(?:{up})$"), re.compile(rf"(?:{down})$")) for up, down in PAIRS]
_JAPANESE_COMPILED = [
    (re.compile(said), re.compile(rf"\b(?:{same})\b", re.IGNORECASE), re.compile(rf"\b(?:{other})\b", re.IGNORECASE))
    for said, same, other in JAPANESE
]
# Phrases in which such a word means the other one, or something else.
_IDIOMS = tuple(
    (re.compile(pattern, re.IGNORECASE), plain)
    for pattern, plain in (
        (r"\b(?:dispens\w+|do(?:es|ing|ne)? away) with\b", "without"),
        (r"\b(?:dispens\w+|do(?:es|ing|ne)? away) without\b", "with"),
        (r"\bmore ([a-z]+)[- ]efficient\b", r"less \1"),
        (r"\b(large|small|long|short|high|low|first|last)-(?=[a-z])", r"\1"),
    )
)
_HOW_MANY = len(PAIRS) - 1  # the last row: all and some
_NEGATION = word_set("not no never without neither nor cannot n't hardly none")
_NEARLY_COPIED = 0.75
_ANYWHERE = word_set("with without")  # a "with" of one's own need not stand in the place of a "without"
_REACH = 4  # words on each side by which two occurrences are recognised as the same place of the text


@dataclass(frozen=True)
class _Use:
    """One use of a word that has an opposite: which pair, which side of it, the words around it, the one after it."""

    pair: int
    up: bool
    word: str
    around: frozenset[str]
    after: str


def _uses(text: str) -> list[_Use]:
    for pattern, plain in _IDIOMS:
        text = pattern.sub(plain, text)
    tokens = words(text)
    found = []
    for i, word in enumerate(tokens):
        for pair, (up, down) in enumerate(_COMPILED):
            side = True if up.match(word) else False if down.match(word) else None
            if side is None:
                continue
            near = tokens[max(0, i - _REACH) : i] + tokens[i + 1 : i + 1 + _REACH]
            denied = any(token in _NEGATION for token in tokens[max(0, i - 3) : i])
            around = frozenset(content_stems(near)) | {f"={t}" for t in near}
            after = next(iter(content_stems(tokens[i + 1 : i + 1 + _REACH])), "")
            found.append(_Use(pair, side ^ denied, word, around, after))
    return found


def _turned_same_language(text: str, cited: Sequence[str]) -> str | None:
    theirs = [use for span in cited for use in _uses(span)]
    said, uses = words(text), _uses(text)
    for ours in uses:
        rivals = [(len(ours.around & use.around), use) for use in theirs if use.pair == ours.pair]
        content = [
            (score, use) for score, use in rivals if any(not a.startswith("=") for a in ours.around & use.around)
        ]
        best = max((score for score, _ in content), default=0)
        if best and not any(use.up == ours.up for score, use in content if score == best):
            rival = next(use for score, use in content if score == best)
            other = rival.word
            kept = ours.pair == _HOW_MANY and other in said  # "all" of one thing and "some" of another
            if ours.word in _ANYWHERE:  # "with" one thing and, as the paper says, "without" another
                kept = any((use.word, use.after) == (other, rival.after) for use in uses)
            if stem(other) != stem(ours.word) and not kept:
                return f'the statement says "{ours.word}" where the cited sentences say "{other}"'
    if found := next(opposites(text, cited), None):
        return f'the statement says "{found[0]}" where the cited sentences say "{found[1]}"'
    return _swapped(text, cited)


def _swapped(text: str, cited: Sequence[str]) -> str | None:
    """In what is nearly a copy, a word that the paper does not have stands for its opposite, which it has."""
    if coverage(text, cited) < _NEARLY_COPIED:
        return None
    ours, theirs = words(text), [word for span in cited for word in words(span)]
    for word in ours:
        if word in _ANYWHERE:
            continue
        for up, down in _COMPILED:
            for mine, other in ((up, down), (down, up)):
                if mine.match(word) and sum(map(bool, map(mine.match, ours))) > sum(map(bool, map(mine.match, theirs))):
                    gone = [w for w in theirs if other.match(w) and w not in ours]
                    if gone:
                        return f'the statement says "{word}" where the cited sentences say "{gone[0]}"'
    return None


def _turned_in_japanese(text: str, cited: Sequence[str]) -> str | None:
    source = " ".join(cited)
    for said, same, opposite in _JAPANESE_COMPILED:
        if (match := said.search(text)) and not same.search(source) and (other := opposite.search(source)):
            return f'the statement says "{match[0]}" where the cited sentences say "{other[0]}"'
    return None


def turned(text: str, cited: Sequence[str], *, answer: str, paper: str) -> str | None:
    """Say which word of a statement is the opposite of its evidence's, or None."""
    if answer == paper == "en":
        return _turned_same_language(text, cited)
    if answer == "ja" and paper == "en":
        return _turned_in_japanese(text, cited)
    return None
