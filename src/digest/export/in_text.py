"""In-text citations: the pages of a sentence's evidence, and where in the sentence they stand."""

from __future__ import annotations

from collections.abc import Iterable

from digest.export.labels import Labels
from digest.export.note import place_of
from digest.models import Evidence, Paper


def places_of(evidence: Iterable[Evidence], paper: Paper, labels: Labels) -> list[str]:
    """The pages of some evidence, each once."""
    return list(dict.fromkeys(place_of(one, paper, labels) for one in evidence))


def before_stop(sentence: str, mark: str) -> str:
    """The mark inside the sentence, before its full stop."""
    if mark and sentence.endswith((".", "。")):
        return sentence[:-1] + mark + sentence[-1]
    return sentence + mark
