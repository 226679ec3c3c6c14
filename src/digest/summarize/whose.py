"""Whose work a statement tells of: what others proposed is not to be told as the authors' own."""

from __future__ import annotations

import re
from collections.abc import Sequence

_MAKING = (
    r"propos\w*|introduc\w*|deriv(?:e|es|ed|ing)|develop(?:s|ed|ing)?|invent\w*|design(?:s|ed)?|prov(?:e|es|ed|en)|"
    r"present(?:s|ed)?|suggest(?:s|ed)?|establish\w*|discover\w*|devis\w*|coin(?:s|ed)?|pioneer\w*|show(?:s|ed|n)?|"
    r"confirm\w*|demonstrat\w*|conjectur\w*|formulat\w*|found|report(?:s|ed)?|publish\w*"
)
_OWN_CLAIM = re.compile(
    r"\b(?:we|the (?:present )?authors?|(?:this|the|the present) (?:paper|work|study|article))\b(?: of th\w+ \w+)?"
    rf"(?:\W+\w+){{0,4}}?\W+(?:{_MAKING}|first)\b"
    rf"|\b(?:{_MAKING}) (?:here|in this (?:paper|work|study|article)|by (?:the authors|us))\b",
    re.IGNORECASE,
)
_OWN_CLAIM_JAPANESE = re.compile(
    r"(?:著者(?:ら|たち)?|本(?:研究|論文|稿)|この(?:研究|論文)|我々|私たち)[はがでにもの][^。]{0,60}"
    r"(?:提案|導入|導出|開発|考案|設計|証明|提示|発見|確立|定式化|初めて)"
)
_OWN_VOICE = re.compile(
    r"\b(?:we|our|ours|us|here|I|my)\b|\b(?:this|the present|the current|present|in the) "
    r"(?:paper|work|study|article|manuscript|vignette|report|thesis|chapter|section|survey|review)\b",
    re.IGNORECASE,
)
_NAME = r"[A-Z\u00c0-\u00de][\w'’\u00c0-\u017f-]+"
_PEOPLE = rf"{_NAME}(?:(?:,? and |, | & | et al\.?,? ?){_NAME}){{0,5}}(?:,? et al\.?| and (?:colleagues|co-?workers))?"
_YEAR = r"\(?(?:1[6-9]|20)\d\d[a-z]?(?:, [^()]{1,20})?\)?|\[[\d, –-]+\]"
_THEIR_WORK = re.compile(
    rf"{_PEOPLE}\s*(?:{_YEAR})[,\s]+(?:\w+\s+){{0,2}}?(?:{_MAKING})\b"
    rf"|\bet al\.?\s*(?:{_YEAR})?,?\s+(?:\w+\s+){{0,2}}?(?:{_MAKING})\b"
    r"|\b(?:[Pp]rior|[Pp]revious|[Ee]arlier|[Rr]elated|[Ee]xisting) (?:works?|stud(?:y|ies)|research|literature)\b"
    rf"|\([^()]*(?:1[6-9]|20)\d\d[a-z]?\)(?:, which| that| which|, who)?\s+(?:\w+\s+){{0,1}}?(?:{_MAKING})\b"
    rf"|{_PEOPLE}\s*(?:{_YEAR})\s+(?:was|were|is|are) (?:among )?the first\b"
    rf"|\b(?:{_MAKING})(?:\s\w+){{0,3}}?\s(?:by|in|of)\s(?:{_PEOPLE}\s*,?\s*(?:{_YEAR})|\[[\d, –-]+\])"
    rf"|\b(?:{_MAKING})\s\((?:{_PEOPLE}),?\s(?:{_YEAR})\)"
)


_THING = r"(?:approach|method|model|system|framework|algorithm|technique)"
_OWN_THING = re.compile(rf"\b(?:our|the (?:proposed|presented)|the authors['’]) (?:own )?{_THING}", re.IGNORECASE)
_THEIR_THING = re.compile(
    r"^\W*(?:these|such|those|past|previous|existing|prior|earlier|traditional|conventional|most|many|other|current) "
    rf"(?:\w+ )?{_THING}",
    re.IGNORECASE,
)


def not_their_own(text: str, cited: Sequence[str], *, answer: str, paper: str) -> str | None:
    """Say that a statement gives the authors the work of others, or None.

    Only where the cited sentences name the others and never speak of the authors: who is told of, is plain then.
    """
    if paper != "en" or answer not in ("en", "ja"):
        return None
    if any(_OWN_VOICE.search(span) for span in cited):
        return None
    flat = [" ".join(span.split()) for span in cited]
    claims = (_OWN_CLAIM if answer == "en" else _OWN_CLAIM_JAPANESE).search(text)
    works = claims and any(_THEIR_WORK.search(span) for span in flat) and not _THEIR_WORK.search(text)
    things = _OWN_THING.search(text) and flat and all(_THEIR_THING.search(span) for span in flat)
    if not (works or things):
        return None
    return "the statement gives the authors what the cited sentences say of others"
