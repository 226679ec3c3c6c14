"""Where the authors published their code, told from the links of the paper and the words around them."""

from __future__ import annotations

import re

from digest.document import Document, Link, SentenceKind

_HOSTS = re.compile(
    r"^https?://(?:www\.)?(?:github\.com/[^/\s]+/[^/\s]+|gitlab\.[\w.]+/[^/\s]+/[^/\s]+|bitbucket\.org/[^/\s]+/[^/\s]+|"
    r"codeberg\.org/[^/\s]+/[^/\s]+|git\.[\w.-]+/|[\w-]+\.github\.io/|github\.com/[^/\s]+/?$|"
    r"(?:www\.)?zenodo\.org/|anonymous\.4open\.science/|code\.google\.com/|sourceforge\.net/projects/)",
    re.IGNORECASE,
)
_THING = (
    r"(?:code|codes|implementations?|software|source|sources|models?|scripts?|repository|framework|"
    r"toolkit|library|package)"
)
_OWN = re.compile(
    rf"\b{_THING}\b[^.]{{0,120}}\b(?:available|released?|published|found|open-?sourced|public|"
    rf"accessible|hosted|provided)\b"
    rf"|\b(?:release|publish|open-?source|provide|make|share)d?\b[^.]{{0,80}}\b{_THING}\b"
    rf"|\b(?:our|reference)\s+(?:\w+\s+){{0,2}}{_THING}\b|^\W*(?:source )?code\s*(?:\(.{{0,30}}\))?\s*[:：]"
    r"|(?:コード|実装|ソース)[^。]{0,40}(?:公開|入手|利用可能)",
    re.IGNORECASE | re.DOTALL,
)
_OTHERS = re.compile(
    r"\bwe (?:use|used|adopt|employ|follow|build on|rely on|compare)\b"
    r"|\b(?:taken|obtained|downloaded|borrowed|adapted) from\b"
    r"|\b(?:their|its) (?:code|implementation)\b|\bbased on the (?:code|implementation)\b|\bdataset is available\b",
    re.IGNORECASE,
)


def _around(document: Document, index: int) -> str:
    near = range(max(0, index - 1), min(len(document.sentences), index + 2))
    kinds = (SentenceKind.REFERENCE, SentenceKind.HEADING)
    return " ".join(document.sentence_text(i) for i in near if document.sentences[i].kind not in kinds)


def _score(document: Document, link: Link) -> int:
    if link.kind not in ("code", "project") and not _HOSTS.match(link.url):
        return 0
    if link.sentence is None or not 0 <= link.sentence < len(document.sentences):
        return 0
    if document.sentences[link.sentence].kind is SentenceKind.REFERENCE:
        return 0
    own = document.sentence_text(link.sentence)
    score = 0
    if _OWN.search(own):
        score = 3
    elif _OWN.search(_around(document, link.sentence)):
        score = 2
    return 0 if score and _OTHERS.search(own) and not re.search(r"\bour\b", own, re.IGNORECASE) else score


def find_code(document: Document) -> str | None:
    """The link that the paper gives for its own code, or None when no link is plainly that."""
    scored = [(_score(document, link), -place, link.url) for place, link in enumerate(document.links)]
    best = max(scored, default=(0, 0, ""))
    return best[2] if best[0] else None
