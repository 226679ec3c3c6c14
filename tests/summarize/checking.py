"""Claims about the paper of the tests, checked in English and in Japanese."""

from __future__ import annotations

from typing import Any

from digest.models import Passage
from digest.summarize.drafts import Claim
from digest.summarize.evidence import Checker
from tests.summarize.papers import document, index_of, paper

DOC = document()
CHECKER = Checker(paper(), DOC, "en")
JAPANESE = Checker(paper(), DOC, "ja")


def check(text: str, words: str, checker: Checker = CHECKER, question: str | None = None, **changes: Any) -> Passage:  # noqa: ANN401 - any field of a claim
    fields: dict[str, Any] = {"text": text, "anchor": words, "derived": []}
    fields |= {"sentences": changes.get("sentences") or [index_of(DOC, words)]}
    return checker.check(Claim(**(fields | changes)), question)
