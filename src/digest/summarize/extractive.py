"""A note made of the paper's own sentences, without any language model.

The overview is the abstract and what the conclusion adds; fixed questions are answered by the sentences that may answer
them, or by nothing where none is good enough: better silent than beside the point.
"""

from __future__ import annotations

from collections.abc import Sequence

from digest.document import Document
from digest.models import Answer, Note, NoteSection, Paper, Passage, Status
from digest.summarize.abstract import MOST_SHOWN
from digest.summarize.asked import ORDER, SURVEY_ORDER
from digest.summarize.candidates import flat
from digest.summarize.cues import NO_ANSWER, SURVEY, Question
from digest.summarize.evidence import Checker
from digest.summarize.language import resolve
from digest.summarize.options import Options
from digest.summarize.ranking import shows_in_overview
from digest.summarize.salient import Reader
from digest.summarize.write import code_answer

RULES = "extractive-1"


def extract_note(paper: Paper, document: Document, options: Options, *, note_key: str) -> Note:
    """A note made of sentences of the paper, with the page of each; every passage is marked as extracted."""
    checker = Checker(paper, document, options.language)
    reader = Reader(paper, document, checker)
    gist = reader.gist()
    abstract = [i for i in reader.abstract if shows_in_overview(flat(document.sentence_text(i)))][:MOST_SHOWN]
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
