"""The prose of a survey: checked sentences with their papers' names linked, and the pages of their evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from digest.editions import Claim, Support
from digest.export.collection_page import Words
from digest.export.esc import esc
from digest.export.in_text import before_stop, places_of
from digest.export.labels import Labels
from digest.export.note import flowing
from digest.export.survey_references import References

_OWN_VOICE = re.compile(r"\b(?:[Ww]e|[Oo]ur|us|I)\b")


@dataclass(frozen=True)
class Prose:
    """How the sentences of a survey are shown; ``extractive`` when no model wrote them."""

    references: References
    labels: Labels
    words: Words
    extractive: bool

    def shown(self, claims: Sequence[Claim]) -> str:
        """Sentences one after the other; those taken over from papers and notes, which do not flow, by paper."""
        if not self.extractive:
            return flowing(self._sentence(claim) for claim in claims)
        lines = []
        for ids, together in groupby(claims, lambda claim: [support.paper_id for support in claim.supports]):
            lead = self.labels.listing.join(
                f"{self.references.name(key)}\u00a0{self.references.number(key)}" for key in ids
            )
            told = flowing(self._told(claim) for claim in together)
            lines.append(f"- {lead}{self.labels.colon}{told}")
        return "\n".join(lines)

    def _told(self, claim: Claim) -> str:
        """A sentence that stands behind its paper's name, with its pages."""
        places = [
            p
            for support in claim.supports
            for p in places_of(support.evidence, self.references.papers[support.paper_id], self.labels)
        ]
        text = self.labels.quoted.format(claim.text) if _is_quoted(claim) else claim.text
        return before_stop(esc(text), self.labels.aside.format(self.labels.listing.join(places)))

    def _sentence(self, claim: Claim) -> str:
        """The sentence with its papers' names linked, then the papers' numbers and the pages of the evidence."""
        named = [s for s in claim.supports if _named(self.references.names[s.paper_id], claim.text)]
        # A model may take a sentence over as it is; one that does not speak of its paper by name is a quotation.
        quoted = _is_quoted(claim) and (named != list(claim.supports) or _OWN_VOICE.search(claim.text) is not None)
        named = [] if quoted else named
        text = self.labels.quoted.format(claim.text) if quoted else claim.text
        # Before a sentence about several papers a name would claim all of it.
        alone = claim.supports if len(claim.supports) == 1 else ()
        lead = "".join(self.references.name(support.paper_id) for support in alone if support not in named)
        marks = self.words.separator.join(self._mark(support) for support in claim.supports)
        end = self.labels.aside.format(marks) if marks else ""
        return (f"{lead}{self.labels.colon}" if lead else "") + before_stop(self._linked(text, named), end)

    def _linked(self, text: str, supports: Sequence[Support]) -> str:
        """The text escaped, the first occurrence of each paper's name being a link."""
        spans: list[tuple[int, int, str]] = []
        for support in sorted(supports, key=lambda s: -len(self.references.names[s.paper_id])):
            found = _named(self.references.names[support.paper_id], text)
            if found and all(found.end() <= start or found.start() >= end for start, end, _ in spans):
                spans.append((found.start(), found.end(), support.paper_id))
        shown, at = "", 0
        for start, end, paper_id in sorted(spans):
            shown += _piece(text[at:start]) + self.references.name(paper_id)
            at = end
        return shown + _piece(text[at:])

    def _mark(self, support: Support) -> str:
        """``[3], p. 4``: where the evidence stands."""
        paper = self.references.papers[support.paper_id]
        return self.words.within.join(
            [self.references.number(paper.id), *places_of(support.evidence, paper, self.labels)]
        )


def _named(name: str, text: str) -> re.Match[str] | None:
    """Where a text has a name as a word of its own, no part of a longer one; Japanese letters may touch it."""
    return re.search(rf"(?<![A-Za-z0-9])(?<![A-Za-z0-9]-){re.escape(name)}(?!-?[A-Za-z0-9])", text)


def _is_quoted(claim: Claim) -> bool:
    """Whether the sentence is the paper's own."""
    quotes = " ".join(" ".join(e.quote.split()) for support in claim.supports for e in support.evidence)
    return bool(claim.supports) and " ".join(claim.text.split()) in quotes


def _piece(text: str) -> str:
    """A part of a sentence, escaped, with the spaces at its ends."""
    if not text.strip():
        return " " if text else ""
    return (" " if text[0].isspace() else "") + esc(text) + (" " if text[-1].isspace() else "")
