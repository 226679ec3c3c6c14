"""A note made of the paper's own sentences, without any language model.

The overview is the abstract and what the conclusion adds; fixed questions are answered by the sentences that may answer
them, or by nothing where none is good enough: better silent than beside the point.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

from digest.document import Document, Section, SentenceKind
from digest.models import Answer, Note, NoteSection, Paper, Passage, Status
from digest.summarize.asked import ORDER, SURVEY_ORDER
from digest.summarize.asked_work import CONTRIBUTIONS
from digest.summarize.cues import NO_ANSWER, OTHERS, OWN_VOICE, ROADMAP, SURVEY, Question, role_of
from digest.summarize.evidence import Checker
from digest.summarize.language import resolve
from digest.summarize.locate import squash
from digest.summarize.options import Options
from digest.summarize.ranking import Topic, awkwardness, reads_alone, shows_in_overview
from digest.summarize.write import Role, code_answer

RULES = "extractive-1"

_NAMED = re.compile(
    r"\b(?:propose|introduce|present|develop|called|named|call|dubbed|release|describe)s?\b[^.;]{0,60}?"
    r"\b(?-i:([A-Z][\w-]*[A-Za-z0-9](?: \d+\w*)?))\b"
)
_KNOWN = re.compile(
    r"(?:recent(?:ly)?|existing|many|most|traditional|current|in recent years|over the past)\b", re.IGNORECASE
)
_HEADING = re.compile(r"(?:(?:\d+(?:\.\d+)*\.?|[IVX]+\.|[A-Z]\.)\s+)?(?=[A-Z]\w{3}|[A-Z]\w* [A-Z])")
_FOOTNOTE = re.compile(
    (
        r"equal(?:ly)? contribut|listing order|^\W*[∗†‡*§]|work (?:was )?(?:done|performed) (?:while|"
        r"during)|correspond(?:ing|ence)\b"
    ),
    re.IGNORECASE,
)
_SAME = 80.0  # how alike a sentence and a part of the source's abstract are
_OFTEN, _NAME_WORDS, _NAMED_HIT = 4, 3, 3.0
_ALIKE = 70.0  # two sentences that say the same
_BESIDE = 0.8  # how much worse than the best a further sentence may be
_OVERVIEW = 8
_FIRST_PAGES = 4  # where an abstract can stand, title pages and lists of contents included
_WHOLE = 3  # sentences on its first page that make an abstract
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


@dataclass(frozen=True)
class Candidate:
    """A sentence that can be shown, with the part of the paper it stands in and how close it is to the topic."""

    index: int
    text: str
    role: str
    topic: float
    title: str


@dataclass(frozen=True)
class Reader:
    """Looks for sentences of one paper."""

    paper: Paper
    document: Document
    checker: Checker

    @cached_property
    def abstract(self) -> list[int]:
        """The sentences of the abstract, as the document has them."""
        inside = [s for s in self.document.sections if s.kind == "abstract" and s.page <= _FIRST_PAGES][:1]
        found = [
            i
            for i, s in enumerate(self.document.sentences)
            if s.kind is SentenceKind.TEXT and any(a.start <= s.start < a.end for a in inside)
        ]
        found = self._without_footnotes(found)
        if found:
            page = self.document.page_at(self.document.sentences[found[0]].start)
            here = [i for i in found if self.document.sentences[i].start < page.end]
            return here if len(here) >= _WHOLE else found[:_OVERVIEW]
        located = self.checker.source.find(self.paper.abstract or self.document.abstract, (0,))
        return [i for i in located.sentences if self.checker.source.citable(i)] if located else self._opening()

    def _without_footnotes(self, found: list[int]) -> list[int]:
        """The abstract up to the footnotes of its page, checked against the abstract that the source gives."""
        for place, index in enumerate(found):
            if place and _FOOTNOTE.search(self.document.sentence_text(index)):
                found = found[:place]
                break
        if self.paper.source != "arxiv" or not self.paper.abstract:
            return found
        known = squash(self.paper.abstract).text
        same = [i for i in found if fuzz.partial_ratio(squash(self.document.sentence_text(i)).text, known) >= _SAME]
        return same if len(same) >= _WHOLE else found

    def _opening(self) -> list[int]:
        """The first paragraphs stand in for an abstract that could not be found."""
        texts = [i for i, s in enumerate(self.document.sentences) if s.kind is SentenceKind.TEXT]
        return [i for i in texts[:60] if reads_alone(_flat(self.document.sentence_text(i)))][:5]

    @cached_property
    def names(self) -> re.Pattern[str] | None:
        """What the authors call their own thing: the name before the title's colon, or what they say they introduce."""
        opening = f"{self.paper.abstract or self.document.abstract} {' '.join(c.text for c in self.candidates[:60])}"
        found = [match[1] for match in _NAMED.finditer(opening)]
        head, colon, _ = (self.paper.title or self.document.title).partition(":")
        if colon and len(head.split()) <= _NAME_WORDS:
            found.append(head)
        often = [name for name in dict.fromkeys(found) if self.document.text.count(name) >= _OFTEN]
        return re.compile(rf"\b(?:{'|'.join(map(re.escape, often))})\b") if often else None

    @cached_property
    def candidates(self) -> list[Candidate]:
        """Every sentence of the body that reads alone."""
        spans = [
            (s.start, s.end) for s in self.document.sections if s.kind in ("references", "appendix", "acknowledgements")
        ]
        kept = [
            (i, text)
            for i, s in enumerate(self.document.sentences)
            if s.kind is SentenceKind.TEXT
            and not any(a <= s.start < b for a, b in spans)
            and reads_alone(text := _flat(self.document.sentence_text(i)))
        ]
        about = f"{self.paper.title} {self.paper.title} {self.paper.abstract or self.document.abstract}"
        scores = Topic([text for _, text in kept], about).scores
        return [
            Candidate(i, text, self._role(i), score, self._title(i))
            for (i, text), score in zip(kept, scores, strict=True)
        ]

    def _holding(self, index: int) -> list[Section]:
        start = self.document.sentences[index].start
        return sorted((s for s in self.document.sections if s.start <= start < s.end), key=lambda s: -s.level)

    def _title(self, index: int) -> str:
        holding = self._holding(index)
        return holding[-1].title if holding else ""

    def _role(self, index: int) -> str:
        """The part of the paper a sentence belongs to: as its heading says, else as its place suggests."""
        if index in self.abstract:
            return "abstract"
        for section in self._holding(index):
            if role := role_of(section.title):
                return role
        if self.document.sections:
            return "body"
        place = self.document.sentences[index].start / max(1, len(self.document.text))
        return "introduction" if place < 0.15 else "conclusion" if place > 0.85 else "body"  # noqa: PLR2004 - first and last parts

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
        texts = [(i, _flat(self.document.sentence_text(i))) for i in self.abstract]
        whole = [(i, text) for i, text in texts if reads_alone(text)]
        whole = whole or [(i, text) for i, text in texts if shows_in_overview(text)]
        if not whole:
            ranked = sorted(self.candidates, key=lambda c: self._score(c, CONTRIBUTIONS) + c.topic, reverse=True)
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
        said = [_flat(self.document.sentence_text(i)) for i in taken]
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


def _flat(text: str) -> str:
    return " ".join(text.split())


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


def _gist_cues(text: str) -> float:
    return sum(weight for weight, pattern in _GIST if re.search(pattern, text, re.IGNORECASE))


def extract_note(paper: Paper, document: Document, options: Options, *, note_key: str) -> Note:
    """A note made of sentences of the paper, with the page of each; every passage is marked as extracted."""
    checker = Checker(paper, document, options.language)
    reader = Reader(paper, document, checker)
    gist = reader.gist()
    abstract = [i for i in reader.abstract if shows_in_overview(_flat(document.sentence_text(i)))][:_OVERVIEW]
    overview = [*abstract, *reader.conclusion(abstract)] or ([gist] if gist is not None else [])
    survey = bool(SURVEY.search(paper.title or document.title) or SURVEY.search(" ".join(paper.abstract.split()[:80])))
    questions = (SURVEY_ORDER if survey else ORDER)[: max(0, options.questions - 1)]
    answers = [_answered(reader, question, overview, options.language) for question in questions]
    url, code = code_answer(checker, "", options.language, Status.EXTRACTED)
    return Note(
        key=note_key,
        paper_id=paper.id,
        version=paper.version,
        document_key=document.key,
        language=options.language,
        model="extractive",
        prompts=RULES,
        sample=options.sample,
        gist=checker.extracted([gist]) if gist is not None else _silent(options.language),
        overview=tuple(checker.extracted([i]) for i in overview),
        sections=tuple(
            NoteSection(title=title, role=role, passages=tuple(checker.extracted([i]) for i in indexes))
            for title, role, indexes in reader.sections(gist)
        ),
        answers=(*answers, code),
        code_url=url,
    )


def _answered(reader: Reader, question: Question, overview: Sequence[int], language: str) -> Answer:
    found = reader.answer(question, overview)
    passage = reader.checker.extracted(found) if found else _silent(language)
    return Answer(question=question.wording(language), passage=passage)


def _silent(language: str) -> Passage:
    text = NO_ANSWER.get(resolve(language).code, NO_ANSWER["en"])
    return Passage(text=text, status=Status.NOT_STATED)
