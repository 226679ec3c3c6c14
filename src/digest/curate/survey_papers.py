"""A paper as a survey knows it: its name, its checked statements, and the sentences that a model may cite."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from digest.curate.listed import Listed
from digest.curate.survey_names import coined, short_names, surnames
from digest.document import Document
from digest.models import Note, Paper, Passage, Status
from digest.summarize.asked_outcome import FUTURE, LIMITATIONS, RESULTS
from digest.summarize.evidence import Checker
from digest.summarize.language import resolve
from digest.summarize.reading import escaped, line, tokens
from digest.summarize.salient import Reader

_GOOD = (Status.VERIFIED, Status.EXTRACTED)
_SURNAME = 4  # letters; shorter ones are words
_ORDINARY = re.compile(r"[A-Z]?[a-z]+")
_LEAST, _MOST = 1, 16  # statements of one paper in one prompt


@dataclass(frozen=True)
class Study:
    """One paper of a survey. ``number`` names it in prompts; ``aliases`` are all names by which a text can mean it."""

    number: int
    position: int
    paper: Paper
    name: str
    aliases: tuple[str, ...]
    note: Note
    document: Document | None
    language: str

    @cached_property
    def checker(self) -> Checker | None:
        """Checks claims about this paper; there is none where the text that the note was made from is not at hand."""
        return Checker(self.paper, self.document, self.language) if self.document else None

    @cached_property
    def original(self) -> Checker | None:
        """Checks claims in the paper's own language, where that is not the survey's."""
        if self.document is None or resolve(self.document.language).code == resolve(self.language).code:
            return None
        return Checker(self.paper, self.document, self.document.language)

    @cached_property
    def is_coined(self) -> bool:
        """Whether the paper itself uses the name, so that it can stand in a statement that is checked."""
        return self.name in coined(self.paper, self.document)

    @cached_property
    def statements(self) -> tuple[Passage, ...]:
        """What the note says with evidence, its gist first, each text once."""
        note = self.note
        told = (note.gist, *note.overview, *(a.passage for a in note.answers if a.kind == "content"))
        rest = (passage for section in note.sections for passage in section.passages)
        good = [p for p in (*told, *rest) if p.status in _GOOD and p.evidence and p.text]
        return tuple({p.text: p for p in good}.values())

    @cached_property
    def gist(self) -> Passage | None:
        """What the paper does, in one statement."""
        return self.statements[0] if self.statements else None

    @cached_property
    def highlights(self) -> tuple[Passage, ...]:
        """What to tell besides the gist, the most telling first: the results, then the rest in its order."""
        results = [a.passage for a in self.note.answers if a.question == RESULTS.wording(self.language)]
        rest = [passage for passage in self.statements if passage not in results]
        return tuple(p for p in (*results, *rest) if p.status in _GOOD and p.evidence and p != self.gist)

    @cached_property
    def ahead(self) -> tuple[int, ...]:
        """The sentences that name limits and future work, as far as any plainly do."""
        if not (self.document and self.checker):
            return ()
        asked = {answer.question: answer.passage for answer in self.note.answers}
        known = [asked.get(question.wording(self.language)) for question in (FUTURE, LIMITATIONS)]
        if any(known):  # a note made without a model has looked for them already
            return tuple(dict.fromkeys(i for p in known if p for e in p.evidence for i in e.sentences))
        reader = Reader(self.paper, self.document, self.checker)
        return tuple(dict.fromkeys([*reader.answer(FUTURE, ()), *reader.answer(LIMITATIONS, ())]))


def studies_of(
    items: Sequence[Listed], documents: Mapping[str, Document], language: str, names: Mapping[str, str]
) -> list[Study]:
    """The papers that have a note, each once, numbered from 1 in the order of the list."""
    studies: dict[str, Study] = {}
    for item in items:
        if item.paper is None or item.note is None or item.paper.id in studies:
            continue
        document = documents.get(item.paper.id)
        if document and document.key != item.note.document_key:
            document = None  # its sentences have other numbers than those in the note
        name = names[item.paper.id]
        studies[item.paper.id] = Study(
            number=len(studies) + 1,
            position=item.entry.position,
            paper=item.paper,
            name=name,
            aliases=_aliases(item.paper, document, name),
            note=item.note,
            document=document,
            language=language,
        )
    return list(studies.values())


def _aliases(paper: Paper, document: Document | None, name: str) -> tuple[str, ...]:
    """The names by which a text can mean a paper; one that is called by its authors, by the first alone too."""
    own = coined(paper, document)
    first = [] if name in own else [surname for surname in surnames(paper)[:1] if len(surname) >= _SURNAME]
    return tuple(dict.fromkeys([name, *own, *first, paper.title]))


def names_of(items: Sequence[Listed], documents: Mapping[str, Document]) -> dict[str, str]:
    """A short name for each paper of a list, by its id."""
    papers = {item.paper.id: item.paper for item in items if item.paper}
    listed = {item.paper.id: item.entry.title for item in items if item.paper}
    return short_names(list(papers.values()), documents, listed)


def speaks_of(text: str, aliases: Iterable[str]) -> re.Match[str] | None:
    """Where a text has one of the names, as a word of its own; Japanese letters may touch it.

    A name that could be an ordinary word, such as Lantern, must have its capital; others are known however written.
    """
    wanted = sorted((alias for alias in aliases if alias), key=len, reverse=True)
    if not wanted:
        return None
    forms = (re.escape(a) if _ORDINARY.fullmatch(a) else f"(?i:{re.escape(a)})" for a in wanted)
    return re.search(rf"(?<![A-Za-z0-9])(?:{'|'.join(forms)})(?![A-Za-z0-9])", text)


def calls(text: str, name: str) -> bool:
    """Whether a text calls a paper by its name, which is no part of a longer one there."""
    return bool(re.search(rf"(?<![A-Za-z0-9])(?<![A-Za-z0-9]-){re.escape(name)}(?!-?[A-Za-z0-9])", text))


@dataclass(frozen=True)
class Material:
    """What a prompt shows of some papers, and which sentences of each may be cited."""

    text: str
    offered: Mapping[int, frozenset[int]]


def statements_of(studies: Sequence[Study], budget: int) -> Material:
    """The papers' checked statements with the sentences they rest on, as many of each paper as fit the tokens."""
    for most in range(_MOST, _LEAST - 1, -1):
        chosen = {study.number: study.statements[:most] for study in studies}
        material = _shown(studies, chosen)
        if tokens(material.text) <= budget:
            break
    return material


def _shown(studies: Sequence[Study], chosen: Mapping[int, Sequence[Passage]]) -> Material:
    blocks, offered = [], {}
    for study in studies:
        passages = chosen[study.number]
        cited = sorted({i for p in passages for e in p.evidence for i in e.sentences}) if study.document else []
        told = [f"- {escaped(p.text)} {_ids(p)}" for p in passages]
        blocks.append("\n".join([f"Paper {study.number}: {escaped(study.name)}", *told, *_lines(study, cited)]))
        offered[study.number] = frozenset(cited)
    return Material("\n\n".join(blocks), offered)


def sentences_of(studies: Sequence[Study], wanted: Mapping[int, Sequence[int]]) -> Material:
    """Sentences of papers, by the papers' numbers."""
    able = [study for study in studies if study.document and wanted.get(study.number)]
    blocks = [
        "\n".join([f"Paper {study.number}: {escaped(study.name)}", *_lines(study, sorted(wanted[study.number]))])
        for study in able
    ]
    return Material("\n\n".join(blocks), {study.number: frozenset(wanted[study.number]) for study in able})


def _lines(study: Study, indexes: Iterable[int]) -> list[str]:
    return [line(study.document, index) for index in indexes] if study.document else []


def _ids(passage: Passage) -> str:
    return "".join(f"[{index}]" for evidence in passage.evidence for index in evidence.sentences)
