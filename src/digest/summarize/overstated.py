"""Claims of rank that a writer likes to add: "state of the art", "the first", "statistically significant".

They are no opposite of anything, and a sentence that has all other words of the statement still does not say them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

# What is said, in English or Japanese, and the English words of which one must stand in the cited sentences.
_CLAIMS = tuple(
    (re.compile(said, re.IGNORECASE), re.compile(rf"\b(?:{given})", re.IGNORECASE))
    for said, given in (
        (
            r"\bstate[- ]of[- ]the[- ]art\b|\bSOTA\b|最先端|最高性能|世界最高",
            (
                r"state[-\s]+of[-\s]+the[-\s]+art|sota\b|best|better|outperform|surpass|exceed|superior|record|beat|top|"
                r"lead|advanc|cutting|modern|recent|current|latest|strong|high|new|competitive|prior|previous|existing"
            ),
        ),
        (
            (
                r"\b(?:is|are|was|were|as) the (?:very )?first\b(?= (?:to|work|paper|study|method|model|authors)\b)"
                r"|\bfor the first time\b|世界初|(?:史上|世界で)初|初めて"
            ),
            (
                r"first|novel|pioneer|never|unlike|no\b|not\b|new|earl|previously|so far|initial|original|only|yet|"
                r"until|unprecedented|unexplored|introduc|hitherto|innovat|begin|began|start|inaugur"
            ),
        ),
        (
            r"\bstatistically significant|\bsignificant at\b|統計的に有意|有意(?:な|に)",
            r"(?:in)?signific|p\s?[<=>]|p-values?|confidence|tests?\b|reject",
        ),
    )
)


def overstated(text: str, cited: Sequence[str], *, paper: str) -> str | None:
    """Say which claim of rank the cited sentences do not make in any words, or None."""
    if paper != "en":
        return None
    for said, given in _CLAIMS:
        if (match := said.search(text)) and not any(given.search(span) for span in cited):
            return f'the cited sentences do not say "{match[0]}"'
    return None
