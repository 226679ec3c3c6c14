"""A note written by a language model: questions, summary, answers, each statement checked, failures repaired once."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, cast, get_args

from rapidfuzz import fuzz

from digest.document import Document
from digest.errors import BadReplyError
from digest.llm.request import ChatModel
from digest.models import Answer, Note, NoteSection, Paper, Passage, Status
from digest.summarize.code import find_code
from digest.summarize.conversation import Conversation
from digest.summarize.diagram import draw
from digest.summarize.drafts import AnswerDraft, AnswersDraft, Claim, QuestionsDraft, RepairDraft, SummaryDraft
from digest.summarize.evidence import Checker
from digest.summarize.fixed import fixed
from digest.summarize.language import mixed_styles, resolve
from digest.summarize.options import Options
from digest.summarize.prompts import Prompts
from digest.summarize.reading import escaped, lines, readable
from digest.summarize.wording import content_stems, words

Role = Literal["introduction", "background", "method", "results", "discussion", "conclusion", "other"]

_GROUP = 4  # questions in one call: more make the answers worse
_ALIKE = 88.0  # two questions that resemble each other this much have one answer
_ABOUT_CODE = re.compile(
    r"\b(?:source )?code\b.*\b(?:available|released?|published|found|where)\b|github|コード.*公開", re.IGNORECASE
)
_LEAD = 4_000  # characters of the text that stand in for a missing abstract


@dataclass(frozen=True)
class Item:
    """A claim on its way into the note, with the question it answers and what its check came to."""

    claim: Claim
    passage: Passage
    question: str | None = None

    @property
    def failed(self) -> bool:
        """Whether a repair is needed."""
        return self.passage.status is Status.UNVERIFIED


async def write_note(
    paper: Paper, document: Document, model: ChatModel, prompts: Prompts, options: Options, *, note_key: str
) -> tuple[Note, tuple[str, ...]]:
    """The note that a model writes about a paper, and the ledger keys of the calls that it took.

    Raises:
        ModelError: The model does not answer, or not usably even when asked again; there is no note then.
        BudgetError: A call would exceed the budget; what was paid for so far is kept by the ledger.
    """
    talk = Conversation(paper, document, model, prompts, options)
    checker = Checker(paper, document, options.language)
    # The questions need the abstract only and the summary the paper only, so that they are asked for at once. Answers
    # wait for both: the paper is in the provider's cache for them when the summary has begun to come.
    asking = asyncio.create_task(_questions(talk, options.questions - 1))
    questions, (reading, warnings, summary) = await _all(asking, _read(talk, asking))
    groups = _groups(questions)
    said, *answered = await _all(
        _summarized(talk, checker, reading, summary), *(_answered(talk, checker, reading, group) for group in groups)
    )
    note = _assembled(talk, checker, summary, said, [item for group in answered for item in group])
    note = note.model_copy(update={"key": note_key, "warnings": (*warnings, *_warnings(document, note, questions))})
    return note, tuple(dict.fromkeys(talk.calls))


async def _all(*work: Awaitable[Any]) -> list[Any]:
    """The results of all; the first failure is raised only when all have ended, as each may have been paid for."""
    done = await asyncio.gather(*work, return_exceptions=True)
    for result in done:
        if isinstance(result, BaseException):
            raise result
    return done


async def _read(talk: Conversation, asking: Awaitable[list[str]]) -> tuple[str, tuple[str, ...], SummaryDraft]:
    """The paper as the model gets it, what readers should know about that, and its summary."""
    reading, warnings = await talk.choose_reading(asking)
    return reading, warnings, cast("SummaryDraft", await talk.ask("summary", reading))


async def _questions(talk: Conversation, count: int) -> list[str]:
    """Questions about the content, made from title and abstract only: the text must not choose its own questions."""
    if count < 1:
        return []
    abstract = talk.paper.abstract or talk.document.abstract
    if not abstract:
        abstract = lines(talk.document, readable(talk.document))[:_LEAD]
    draft = await talk.ask("questions", None, title=escaped(talk.paper.title), abstract=escaped(abstract), count=count)
    kept = distinct(cast("QuestionsDraft", draft).questions)[:count]
    if not kept:
        raise BadReplyError(f"{talk.model.name} made no usable question about {talk.paper.label}")
    return kept


def distinct(questions: Sequence[str]) -> list[str]:
    """The questions without numbering, without repeats, and without those that ask for the code."""
    kept: list[str] = []
    for raw in questions:
        question = " ".join(re.sub(r"^\s*(?:Q?\d+[.):、]|[-*•])\s*", "", raw).split())
        shortest = 5 if not question.isascii() else 12
        if len(question) < shortest or _ABOUT_CODE.search(question):
            continue
        if all(fuzz.ratio(question.casefold(), other.casefold()) < _ALIKE for other in kept):
            kept.append(question)
    return kept


def _groups(questions: Sequence[str]) -> list[Sequence[str]]:
    """The questions in groups of three to four, as even as they come."""
    count = -(-len(questions) // _GROUP)
    groups, at = [], 0
    for place in range(count):
        size = len(questions) // count + (place < len(questions) % count)
        groups.append(questions[at : at + size])
        at += size
    return groups


async def _summarized(talk: Conversation, checker: Checker, reading: str, summary: SummaryDraft) -> list[Item]:
    claims = [summary.gist, *summary.overview, *(c for section in summary.sections for c in section.claims)]
    items = []
    for claim in claims:
        items.append(Item(claim, checker.check(claim)))
        await asyncio.sleep(0)  # a check takes milliseconds: other papers' calls go out between two of them
    return await _repaired(talk, checker, reading, items)


async def _answered(talk: Conversation, checker: Checker, reading: str, questions: Sequence[str]) -> list[Item]:
    """The answers to a group of questions. What a reply leaves out is asked for again as long as some of it comes."""
    drafts: dict[str, AnswerDraft] = {}
    left = list(questions)
    while left:
        try:
            more = await _answers(talk, reading, left)
        except BadReplyError:
            if not drafts:
                raise
            break  # the answers that are there stand without the others
        if not more:
            break
        drafts |= more
        left = [question for question in left if question not in drafts]
    items = []
    for question in questions:
        if answer := drafts.get(question):
            items.append(Item(answer, checker.check(answer, question, stated=answer.stated), question))
            await asyncio.sleep(0)
    return await _repaired(talk, checker, reading, items)


async def _answers(talk: Conversation, reading: str, questions: Sequence[str]) -> dict[str, AnswerDraft]:
    """What one call answers of these questions."""
    # Numbered from 1 in each call: small models do so anyway.
    draft = cast("AnswersDraft", await talk.ask("answers", reading, questions=list(enumerate(questions, 1))))
    by_number = {answer.question: answer for answer in draft.answers}
    if len(draft.answers) == len(questions) and set(by_number) != set(range(1, len(questions) + 1)):
        by_number = dict(enumerate(draft.answers, 1))
    return {question: by_number[number] for number, question in enumerate(questions, 1) if number in by_number}


async def _repaired(talk: Conversation, checker: Checker, reading: str, items: list[Item]) -> list[Item]:
    """One more call for the statements that failed. What fails again stays, marked as not verified."""
    failed = [(number, item) for number, item in enumerate(items, 1) if item.failed]
    if not failed:
        return items
    claims = [
        {
            "number": number,
            "question": item.question,
            "text": item.claim.text,
            "sentences": ", ".join(map(str, item.claim.sentences)) or "none",
            "anchor": item.claim.anchor,
            "problems": "; ".join(item.passage.problems),
        }
        for number, item in failed
    ]
    try:
        draft = cast("RepairDraft", await talk.ask("repair", reading, claims=claims))
    except BadReplyError:
        return items  # the statements are there, and stay marked as not verified
    again = {claim.number: claim for claim in draft.claims}
    repaired = list(items)
    for number, item in failed:
        claim = again.get(number)
        if claim is not None and (claim.text or not claim.stated):
            passage = checker.check(claim, item.question, stated=claim.stated)
            repaired[number - 1] = replace(item, claim=claim, passage=passage)
    return repaired


def _assembled(
    talk: Conversation, checker: Checker, summary: SummaryDraft, said: Sequence[Item], answered: Sequence[Item]
) -> Note:
    """The note of the checked passages. Statements that their own writer took back are left out."""
    passages = [item.passage for item in said]
    gist, rest = passages[0], passages[1:]
    overview, rest = rest[: len(summary.overview)], rest[len(summary.overview) :]
    sections = []
    shown: set[tuple[str, ...]] = set()
    for section in summary.sections:
        own, rest = rest[: len(section.claims)], rest[len(section.claims) :]
        role = cast("Role", section.role if section.role in get_args(Role) else "other")
        if kept := _shown(own, shown):
            sections.append(NoteSection(title=_title(section.title), role=role, passages=kept))
    if gist.status is Status.NOT_STATED:
        gist = next((p for p in overview if p.status is Status.VERIFIED), checker.check(summary.gist))
    url, code = code_answer(checker, summary.code_url, talk.options.language, Status.VERIFIED)
    answers = [Answer(question=item.question or "", passage=item.passage) for item in answered]
    return Note(
        key="",
        paper_id=talk.paper.id,
        version=talk.paper.version,
        document_key=talk.document.key,
        language=talk.options.language,
        model=talk.model.name,
        prompts=talk.prompts.hash,
        sample=talk.options.sample,
        gist=gist,
        overview=_shown(overview, set()),
        sections=tuple(sections),
        answers=(*answers, code),
        code_url=url,
        diagram=draw(summary.nodes, summary.edges),
    )


def _shown(passages: Sequence[Passage], said: set[tuple[str, ...]]) -> tuple[Passage, ...]:
    """What is to be shown: nothing that its writer took back, and nothing twice. ``said`` grows."""
    shown = []
    for passage in passages:
        told = tuple(sorted({*content_stems(words(passage.text)), *re.findall(r"\d+", passage.text)}))
        if passage.status is not Status.NOT_STATED and (told not in said or not told):
            shown.append(passage)
            said.add(told)
    return tuple(shown)


def _title(title: str) -> str:
    return re.sub(r"^(?:\d+(?:\.\d+)*\.?|[IVX]+\.)\s+", "", " ".join(title.split()))


def code_answer(checker: Checker, claimed: str, language: str, status: Status) -> tuple[str | None, Answer]:
    """The last question of every note. A URL that the paper does not have is as good as none."""
    texts = fixed(language)
    for url in (claimed, find_code(checker.document)):
        found = checker.link(url, status) if url else None
        if found:
            return found[0], Answer(question=texts.code_question, kind="code", passage=found[1])
    passage = Passage(text=texts.no_code, status=Status.NOT_STATED)
    return None, Answer(question=texts.code_question, kind="code", passage=passage)


def _warnings(document: Document, note: Note, questions: Sequence[str]) -> tuple[str, ...]:
    found = []
    if any(hidden.instruction for hidden in document.hidden):
        found.append("The paper has hidden text that gives orders to machines; it was kept from the model.")
    if unanswered := len(questions) - sum(answer.kind == "content" for answer in note.answers):
        found.append(f"The model left {unanswered} of its questions without any answer; they are not shown.")
    if resolve(note.language).code == "ja" and mixed_styles("\n".join(p.text for p in note.passages)):
        found.append("The Japanese mixes the polite and the plain style.")
    return tuple(found)
