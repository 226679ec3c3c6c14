"""Which sentences of a paper answer a question, tell its gist, add to its abstract, and stand for its sections."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

from digest.document import Document
from digest.models import Paper
from digest.summarize.abstract import abstract_of
from digest.summarize.asked_work import CONTRIBUTIONS
from digest.summarize.candidates import Candidate, candidates_of, flat
from digest.summarize.cues import OTHERS, OWN_VOICE, ROADMAP, Question, role_of
from digest.summarize.evidence import Checker
from digest.summarize.own_names import own_names
from digest.summarize.ranking import Topic, awkwardness, reads_alone, shows_in_overview
from digest.summarize.write import Role

_KNOWN = re.compile(
    r"(?:recent(?:ly)?|existing|many|most|traditional|current|in recent years|over the past)\b", re.IGNORECASE
)
_HEADING = re.compile(r"(?:(?:\d+(?:\.\d+)*\.?|[IVX]+\.|[A-Z]\.)\s+)?(?=[A-Z]\w{3}|[A-Z]\w* [A-Z])")
_NAMED_HIT = 3.0
_ALIKE = 70.0  # two sentences that say the same
_BESIDE = 0.8  # how much worse than the best a further sentence may be
_SECTIONS = 8
_NOTE_ROLES: dict[str, Role] = {
    "introduction": "introduction",
    "background": "background",
    "method": "method",
    "data": "method",
    "results": "results",
    "discussion": "discussion",
    "limitations": "discussion",
    "conclusion": "conclusion",
}
_GIST = (
    (
        1.2,
        (
            r"\b(?:we|this (?:paper|work|article|study)) (?:\w+ )?(?:propose|introduce|present|show|"
            r"develop|describe|report|find|study|investigate|survey|review|demonstrate|prove|examine|"
            r"explore|analy[sz]e|give|use)"
        ),
    ),
    (0.8, r"\b(?:here,? we|in this (?:paper|work|article|study)|this (?:survey|review|report))\b"),
)


@dataclass(frozen=True)
class Reader:
    """Looks for sentences of one paper."""

    paper: Paper
    document: Document
    checker: Checker

    @cached_property
    def abstract(self) -> list[int]:
        """The sentences of the abstract, as the document has them."""
        return abstract_of(self.paper, self.document, self.checker.source)

    @cached_property
    def candidates(self) -> list[Candidate]:
        """Every sentence of the body that reads alone."""
        return candidates_of(self.paper, self.document, self.abstract)

    @cached_property
    def names(self) -> re.Pattern[str] | None:
        """What the authors call their own thing."""
        return own_names(self.paper, self.document, self.candidates)

    def answer(self, question: Question, taken: Sequence[int]) -> list[int]:
        """The sentences that may answer a question, best first; none when none is plain enough."""
        scored = sorted(
            ((self._score(c, question) - (0.5 if c.index in taken else 0.0), -c.index, c) for c in self.candidates),
            reverse=True,
        )
        chosen: list[Candidate] = []
        for score, _, candidate in scored:
            best = scored[0][0]
            if score < question.threshold or score < best - _BESIDE or len(chosen) == question.most:
                break
            if all(fuzz.token_set_ratio(candidate.text, other.text) < _ALIKE for other in chosen):
                chosen.append(candidate)
        return [candidate.index for candidate in chosen]

    def _ours(self, text: str) -> bool:
        """Whether the authors speak of themselves or of their own thing."""
        return bool(OWN_VOICE.search(text)) or bool(self.names and self.names.search(text))

    def _score(self, candidate: Candidate, question: Question) -> float:
        text = candidate.text
        if question.needs and not question.needs.search(text):
            return 0.0
        if ROADMAP.search(text) or (question.bars and question.bars.search(text)):
            return 0.0
        hits = sorted((weight for weight, cue in question.cues if cue.search(text)), reverse=True)
        if question.named and self.names and question.named.search(self.names.sub("NAME", text)):
            hits = sorted([*hits, _NAMED_HIT], reverse=True)
        if not hits:
            return 0.0
        ours = self._ours(text)
        score = hits[0] + 0.6 * sum(hits[1:]) + 1.4 * candidate.topic
        score += question.roles.get(candidate.role, question.elsewhere)
        score += 0.5 if ours else -question.strangers if candidate.role != "limitations" else 0.0
        score -= 1.6 if OTHERS.search(text) and not ours else 0.0
        return score - awkwardness(text)

    def gist(self) -> int | None:
        """The sentence of the abstract that says most of what was done."""
        texts = [(i, flat(self.document.sentence_text(i))) for i in self.abstract]
        whole = [(i, text) for i, text in texts if reads_alone(text)]
        whole = whole or [(i, text) for i, text in texts if shows_in_overview(text)]
        if not whole:
            telling = [c for c in self.candidates if self._score(c, CONTRIBUTIONS) > 0 or _gist_cues(c.text) > 0]
            ranked = sorted(telling, key=lambda c: -(self._score(c, CONTRIBUTIONS) + c.topic - awkwardness(c.text)))
            return ranked[0].index if ranked else None
        scores = Topic([text for _, text in whole], f"{self.paper.title} {self.document.title}").scores
        best = max(
            range(len(whole)),
            key=lambda k: 1.6 * scores[k] + self._own_news(whole[k][1]) - 0.5 * awkwardness(whole[k][1]) - 0.05 * k,
        )
        return whole[best][0]

    def _own_news(self, text: str) -> float:
        """How much a sentence sounds like the authors' own news, and not like what everybody knew."""
        named = 0.8 if self.names and self.names.search(text) else 0.0
        return _gist_cues(text) + named - (0.8 if _KNOWN.match(text) else 0.0)

    def conclusion(self, taken: Sequence[int]) -> list[int]:
        """What the conclusion adds to the abstract: its one or two sentences nearest to the topic."""
        said = [flat(self.document.sentence_text(i)) for i in taken]
        own = [
            (c.topic - 0.5 * awkwardness(c.text) + _gist_cues(c.text), c)
            for c in self.candidates
            if c.role == "conclusion" and self._ours(c.text) and not ROADMAP.search(c.text)
        ]
        chosen: list[Candidate] = []
        for score, candidate in sorted(own, key=lambda pair: -pair[0]):
            alike = max(
                (fuzz.token_set_ratio(candidate.text, t) for t in (*said, *(o.text for o in chosen))), default=0
            )
            if score > 0.6 and alike < _ALIKE and len(chosen) < 2:  # noqa: PLR2004 - the abstract is the overview, this adds to it
                chosen.append(candidate)
        return sorted(candidate.index for candidate in chosen)

    def sections(self, gist: int | None) -> list[tuple[str, Role, list[int]]]:
        """The main sections in the paper's order, each by its one or two sentences nearest to the topic."""
        grouped: dict[str, list[Candidate]] = {}
        for candidate in self.candidates:
            if candidate.role != "abstract" and candidate.title and candidate.index != gist:
                grouped.setdefault(candidate.title, []).append(candidate)
        found = []
        for title, inside in grouped.items():
            ranked = sorted(
                inside,
                key=lambda c: -(c.topic - 0.35 * awkwardness(c.text) + (0.15 if OWN_VOICE.search(c.text) else 0)),
            )
            picked = [c for c in ranked if not ROADMAP.search(c.text)][:2]
            if len(inside) > 1 and picked and _HEADING.match(title):
                role = _NOTE_ROLES.get(role_of(title) or "", "other")
                found.append((_HEADING.sub("", title, count=1), role, sorted(c.index for c in picked)))
        return found[:_SECTIONS]


def _gist_cues(text: str) -> float:
    return sum(weight for weight, pattern in _GIST if re.search(pattern, text, re.IGNORECASE))
