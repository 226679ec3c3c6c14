"""What the authors of a paper call their own thing: a model, a method, a data set."""

from __future__ import annotations

import re
from collections.abc import Sequence

from digest.document import Document
from digest.models import Paper
from digest.summarize.candidates import Candidate

_NAMED = re.compile(
    r"\b(?:propose|introduce|present|develop|called|named|call|dubbed|release|describe)s?\b[^.;]{0,60}?"
    r"\b(?-i:([A-Z][\w-]*[A-Za-z0-9](?: \d+\w*)?))\b"
)
_OFTEN, _NAME_WORDS = 4, 3


def own_names(paper: Paper, document: Document, candidates: Sequence[Candidate]) -> re.Pattern[str] | None:
    """A pattern of the names: the name before the title's colon, or what they say they introduce."""
    opening = f"{paper.abstract or document.abstract} {' '.join(c.text for c in candidates[:60])}"
    found = [match[1] for match in _NAMED.finditer(opening)]
    head, colon, _ = (paper.title or document.title).partition(":")
    if colon and len(head.split()) <= _NAME_WORDS:
        found.append(head)
    often = [name for name in dict.fromkeys(found) if document.text.count(name) >= _OFTEN]
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, often))})\b") if often else None
