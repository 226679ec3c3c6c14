"""Which sentences of a paper can stand alone, and how close each is to what the paper is about."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from digest.summarize.wording import content_stems, words

_SHORTEST, _LONGEST = 45, 420  # characters of a sentence that reads on its own
_FEWEST, _MOST = 8, 70  # words
_FORMULA = re.compile(
    r"[=∑∏∫∈∉⊂⊆∪∩∀∃≤≥≈≡→←↔⇒⟨⟩∥∂∇∞√⊗⊕∝∼λθσμφψωαβγδεζηκνξπρτχ]|\\[a-z]+|\(cid:\d+\)|\ufffd|[\ue000-\uf8ff]"
)
_DANGLING = re.compile(
    r"^(?:this|these|those|that|it|its|they|their|them|he|she|such|here|both|another|the (?:latter|former|same|other)|"
    r"as (?:a result|such|above|before)|thus|hence|therefore|then|so|but|and|or|also|moreover|furthermore|additionally|"
    r"similarly|likewise|conversely|otherwise|instead|nevertheless|nonetheless|for (?:example|"
    r"instance|this)|finally|second|"
    r"third|secondly|thirdly|next|again|indeed|consequently|accordingly|in (?:addition|this case|"
    r"other words|turn|particular)|"
    r"besides|to (?:begin|assess this|address this|do (?:this|so|that)|achieve this)|still|not only "
    r"does|for this reason|first|firstly|"
    r"(?:not only|nor|neither)\b|on the other hand|(?:in|by) contrast|note that|recall|namely|e\.g\.|i\.e\.|to (?:this|"
    r"that) end|after (?:this|that))\b",
    re.IGNORECASE,
)
_LEANING = re.compile(r"^(?:however|still|while|although|but|yet|for|because)\b", re.IGNORECASE)
_RUN_IN = re.compile(
    r"\b[a-z]{3,} (?:We|The|In|This|Our|A|An|To|For|It|As|These|On|By|If|When|There|Each|All|Since) [a-z]"
    r"|\w{3,} (?:We|Our|This|These|In order) [a-z]|^\d+(?:\.\d+)* [A-Z]|^[A-Z][A-Z ]{6,} [A-Z][a-z]|"
    r"\b[A-Z]{4,} [A-Z]{2,} [A-Z]{4,}\b"
)
_ENDS = re.compile(r"[.!?][\"”’)]?$")
_BEGINS = re.compile(r"[A-Z\"“]|\d+ (?=[a-z])")
_BROKEN = re.compile(
    r"\b[A-Za-z]{1,2}-\s[a-z]|\b[a-z]+[A-Z]{2,}[a-z]|\.{3,}|\s[.,]\s[a-z]|(?: al\.|e\.g\.|i\.e\.|cf\.|vs\.|Fig\.)$"
)
_WHOLE = re.compile(r"[.!?][\"”’)]?\d{0,2}$")
_NO_PROSE = re.compile(
    r"[•→]|^\d+(?:\.\d+)* [A-Z]|(?:\. ?){3}|\b(?:listing order|keywords|key words|index terms|ccs concepts)\b",
    re.IGNORECASE,
)
_BACKWARD = re.compile(
    (
        r"\b(?:this|these|such|that) (?:limitation|issue|problem|challenge|question|shortcoming|"
        r"alternative|setting|variant|template)s?\b|, (?:this|these) "
    ),
    re.IGNORECASE,
)
_MILD = re.compile(
    (
        r"^(?:finally|in (?:this|the present) (?:paper|work|article|study)|this (?:paper|work|article|"
        r"study|survey|review|approach|method))\b"
    ),
    re.IGNORECASE,
)
_POINTS = re.compile(
    r"\b(?:fig(?:ure|s)?\.?|tab(?:le|s)?\.?|eqs?\.?|equations?|algorithm|listing|theorem|lemma|see)\s*\(?\d",
    re.IGNORECASE,
)
_CITES = re.compile(r"\[\d[\d,;\s–-]*\]|\((?:[^()]*\b(?:19|20)\d\d[a-z]?)[^()]*\)")
_FURNITURE = re.compile(
    r"https?://|www\.|@|\barxiv:|\bdoi\b|©|copyright|all rights reserved|permission to|proceedings of|^\W*\d+\s+[a-z]|"
    r"\b(?:university|department|institute|laboratory)\b.*\b(?:university|department|institute|"
    r"laboratory|usa|germany|china)\b|"
    r"\bequal contribution|corresponding author|grant (?:no|number)|supported by|^(?:key ?words?|index terms)\b|"
    r"^(?:submitted|received|revised|accepted|published)\b.{0,40}\b(?:19|20)\d\d\b|\bexercise (?:to|for) the reader",
    re.IGNORECASE,
)
_REPRINT = re.compile(  # says where the text comes from, not what it says
    r"\b(?:modified|revised|extended|updated|shortened|earlier|previous|preliminary|preprint) version of\b|"
    r"\bversion of this (?:manuscript|paper|article)\b|\bpreprint of\b|\bis based on a publication\b|"
    r"\b(?:document|manuscript|vignette) is (?:still )?(?:incomplete|based on)\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|do|does|did|can|could|will|would|may|might|must|should|shows?|showed|"
    r"uses?|used|finds?|found|makes?|made|gives?|gave|needs?|leads?|led|allows?|provides?|\w{3,}(?:ed|es|ize|ise))\b|"
    r"\bwe \w+|\bthey \w+",
    re.IGNORECASE,
)


def reads_alone(text: str) -> bool:
    """Whether a sentence is whole, is prose, and can be shown to a reader without what stands around it."""
    tokens = text.split()
    return (
        _SHORTEST <= len(text) <= _LONGEST
        and _FEWEST <= len(tokens) <= _MOST
        and bool(_ENDS.search(text) and _BEGINS.match(text) and _VERB.search(text))
        and not (_RUN_IN.search(text) or _FURNITURE.search(text) or _BROKEN.search(text))
        and all(text.count(a) == text.count(b) for a, b in ("()", "[]", "“”"))
        and _mostly_words(text, tokens)
    )


def _mostly_words(text: str, tokens: Sequence[str]) -> bool:
    """Whether a text is words and not the remains of a formula."""
    letters = sum(char.isalpha() for char in text)
    single = sum(1 for token in tokens if len(bare := token.strip(".,;:()")) == 1 and bare not in ("a", "A", "I"))
    return (
        letters >= 0.72 * len(text.replace(" ", ""))
        and single <= max(1, 0.08 * len(tokens))
        and len(_FORMULA.findall(text)) <= 1
    )


def shows_in_overview(text: str) -> bool:
    """Whether a sentence of the abstract is one: whole, and no address, copyright line, keywords or entry of a list."""
    if len(text) < _SHORTEST // 2 or text.count("(") != text.count(")") or not _WHOLE.search(text):
        return False
    return not _NO_PROSE.search(text) and not _FURNITURE.search(text) and bool(_VERB.search(text))


def awkwardness(text: str) -> float:
    """What a sentence loses for leaning on others: openings that refer back, figures, many citations, length."""
    lost = 0.0
    if _DANGLING.match(text) and not _MILD.match(text):
        lost += 1.2
    if _LEANING.match(text):
        lost += 0.5
    if re.search(r"\b(?:below|above|following|aforementioned)\b[^.]{0,12}\.?$|\bdescribed (?:below|above)\b", text):
        lost += 1.0
    if _REPRINT.search(text):
        lost += 1.6
    if _BACKWARD.search(text):
        lost += 0.8
    lost += 0.6 * len(_POINTS.findall(text))
    lost += 0.5 * max(0, len(_CITES.findall(text)) - 1)
    lost += 0.5 * len(_FORMULA.findall(text))
    if len(text) > 280:  # noqa: PLR2004 - where readers begin to tire
        lost += 0.5
    return lost


class Topic:
    """BM25 of sentences against the title and the abstract, scaled to at most one."""

    def __init__(self, sentences: Sequence[str], about: str) -> None:
        self._bags = [Counter(content_stems(words(sentence))) for sentence in sentences]
        self._mean = sum(sum(bag.values()) for bag in self._bags) / max(1, len(self._bags))
        seen = Counter(stem for bag in self._bags for stem in bag)
        count = len(self._bags)
        self._weights = {
            stem: math.log(1 + (count - seen[stem] + 0.5) / (seen[stem] + 0.5))
            for stem in set(content_stems(words(about)))
            if seen[stem]
        }
        self.scores = self._scaled()

    def _scaled(self) -> list[float]:
        raw = [self._score(bag) for bag in self._bags]
        top = max(raw, default=0.0) or 1.0
        return [score / top for score in raw]

    def _score(self, bag: Counter[str]) -> float:
        length = sum(bag.values())
        norm = 1.2 * (0.25 + 0.75 * length / (self._mean or 1.0))
        return sum(weight * bag[stem] * 2.2 / (bag[stem] + norm) for stem, weight in self._weights.items() if bag[stem])
