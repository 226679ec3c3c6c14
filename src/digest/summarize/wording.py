"""Words of a text as the checks compare them: without function words, endings and case."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache


def word_set(text: str) -> frozenset[str]:
    """The words of a table."""
    return frozenset(text.split())


_WORD = re.compile(r"n['’]t\b|[^\W\d_]+(?:['’][^\W\d_]+)?", re.UNICODE)
_FUNCTION = word_set(
    "a about above after again all also although am an and any are as at be because been before being below "
    "between both but by can could did do does doing down during each etc even every few for from further had has "
    "have having he her here hers him his how however i if in into is it its itself just may me might more "
    "most much must my no nor not now of off on once one only or other our ours out over own per same she "
    "should so some such than that the their theirs them then there these they this those through thus to too "
    "under until up upon us very via was we were what when where which while who whom why will with within "
    "without would you your yours et al respectively therefore hence times faster slower higher lower better "
    "worse percent points point approximately paper authors author study work called uses use used using "
    "based show shows shown"
)
_ENDINGS = tuple(
    sorted(
        word_set(
            "izations isations ization isation ations ation ments ment ingly ities ally ness tions "
            "tion sions sion ances ance ences ence ized ised "
            "izes ises izing ising ively able ible ives ive ity ing ied ies ers ed er es ly al s e y"
        ),
        key=len,
        reverse=True,
    )
)
_ORDINALS = {"1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth", "5th": "fifth"}
_ORDINAL = re.compile(rf"(?<![\w.])({'|'.join(_ORDINALS)})(?!\w)", re.IGNORECASE)
_SYNONYMS = tuple(
    word_set(row)
    for row in (
        "increase rise grow climb growth",
        "decrease fall drop decline shrink reduce reduction cut diminish",
        "outperform beat surpass exceed",
        "employ utilize utilise apply adopt",
        "propose introduce present suggest",
        "achieve reach attain obtain yield",
        "demonstrate reveal",
        "method approach technique procedure",
        "dataset corpus",
        "begin start",
        "build construct create",
        "need require",
        "choose select pick",
        "evaluate assess",
        "produce generate",
        "limitation drawback weakness shortcoming",
        "advantage benefit strength",
        "result outcome finding",
        "keep retain preserve maintain",
        "remove discard eliminate omit exclude",
        "include contain comprise",
        "combine merge join",
        "divide split",
        "extend expand",
        "improve enhance",
        "crucial essential important key",
        "main primary principal",
        "fast quick rapid",
        "large big",
        "nearly almost close",
        "hard difficult",
        "answer reply respond response",
        "error mistake",
        "identical same",
        "novel new",
    )
)
"""Rows of words of which writers take one for the other; none of them has its opposite in its row."""

_MIN_STEM = 3
_LEAST, _OWN = 0.3, 0.5
_AMOUNT = re.compile(r"(?<![\w.])\d[\d,]*\.\d+(?![\w.])|(?<![\w.])\d{2,}(?:,\d{3})*(?![\w.]*\d)")


def words(text: str) -> list[str]:
    """The words of a text in lower case; "n't" is a word of its own, hyphenated line ends are joined."""
    text = unicodedata.normalize("NFKC", text).replace("\u00ad", "").replace("\ufffe", "")
    text = re.sub(r"(?<=[a-z])-\s*\n\s*(?=[a-z])", "", text)
    text = _ORDINAL.sub(lambda match: _ORDINALS[match[1].lower()], text)
    return [w.lower() for w in _WORD.findall(re.sub(r"n['’]t\b", " n't", text))]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A word without its ending, so that "increases" and "increasing" are one."""
    word = word.lower().split("'")[0]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _MIN_STEM:
            return word[: -len(ending)].rstrip("i") or word
    return word


_ROW = {stem(word): stem(min(row)) for row in _SYNONYMS for word in row}


def content_stems(tokens: Iterable[str]) -> list[str]:
    """The stems of the words that carry meaning."""
    return [stem(word) for word in tokens if word not in _FUNCTION and len(word) > 1 and word != "n't"]


def _meanings(text: str) -> frozenset[str]:
    """The stems of a text, one for all words of a row of synonyms."""
    return frozenset(_ROW.get(root, root) for root in content_stems(words(text)))


def _amounts(text: str) -> frozenset[str]:
    """The numbers of a text that are no mere counts: who gives them speaks of where they stand."""
    return frozenset(_AMOUNT.findall(text))


def coverage(text: str, spans: Iterable[str]) -> float:
    """The share of a text's meaning-carrying stems that stand in the spans."""
    theirs = frozenset(s for span in spans for s in content_stems(words(span)))
    return coverage_of(frozenset(content_stems(words(text))), theirs)


def likeness(text: str, spans: Sequence[str], *, beside: Iterable[str], weights: Mapping[str, float]) -> float:
    """The share of a text's meaning that stands in the spans: a synonym is as good as the word, a shared number counts.

    What stands in ``beside`` only counts half. ``weights`` says how telling a stem is; the writer's own words, which
    are missing there, count half.
    """
    theirs = " ".join(spans)
    shared = _amounts(text) & _amounts(theirs)
    near = _meanings(" ".join(beside))
    telling_of = {_ROW.get(root, root): weights.get(root, _OWN) for root in content_stems(words(text))}
    return coverage_of(_meanings(text) | shared, _meanings(theirs) | shared, beside=near, weights=telling_of)


def coverage_of(
    ours: frozenset[str],
    theirs: frozenset[str],
    *,
    beside: frozenset[str] = frozenset(),
    weights: Mapping[str, float] | None = None,
) -> float:
    """``coverage`` over stems; one where there is nothing to cover."""
    found = total = 0.0
    for root in ours:
        weight = max(_LEAST, weights.get(root, _OWN)) if weights is not None else 1.0
        total += weight
        if root in theirs or any(_akin(root, other) for other in theirs):
            found += weight
        elif root in beside or any(_akin(root, other) for other in beside):
            found += weight / 2
    return found / total if total else 1.0


def telling(sentences: Iterable[frozenset[str]]) -> dict[str, float]:
    """How telling each stem of a paper is: near one for a stem of one sentence, near zero for one of every sentence.

    ``sentences`` are the stems of each.
    """
    seen: Counter[str] = Counter()
    count = 0
    for stems in sentences:
        count += 1
        seen.update(stems)
    scale = math.log(1 + count) or 1.0
    return {root: math.log((1 + count) / many) / scale for root, many in seen.items()}


def _akin(one: str, other: str) -> bool:
    """Whether two stems share a beginning long enough to be the same word."""
    shortest = min(len(one), len(other))
    return shortest >= 5 and one[:5] == other[:5]  # noqa: PLR2004 - "optim-" is one family, "opti-" is not
