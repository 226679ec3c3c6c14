"""A survey: the papers of a list by theme, prose between them, a table, an outlook.

A model writes from the checked statements of the notes, and every part of what it writes is checked again, against the
paper that it speaks of. Without a model the page is made of the notes' own statements, grouped as the list groups them
or by arXiv's categories.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from digest.curate.ask import Tasks, ask
from digest.curate.edits import LEFT_OVER
from digest.curate.groups import EXTRACTIVE, group
from digest.curate.listed import Listed
from digest.curate.survey_columns import columns_of, known_columns
from digest.curate.survey_drafts import ProseDraft
from digest.curate.survey_papers import (
    Material,
    Study,
    names_of,
    sentences_of,
    speaks_of,
    statements_of,
    studies_of,
)
from digest.curate.survey_prose import Checked, checked
from digest.document import Document
from digest.editions import Cell, Claim, Column, Edition, Group, ShortName, Support
from digest.errors import BadReplyError
from digest.llm.request import ChatModel
from digest.models import Collection, Passage, Status
from digest.summarize.drafts import in_language
from digest.summarize.language import resolve
from digest.summarize.reading import escaped
from digest.taxonomy import canonical, category_name

log = logging.getLogger(__name__)

_DOES = {"en": "What it does", "ja": "内容"}
_AT_ONCE = 12  # papers in one call: with more, a model writes about some of them only
_TOKENS = 12_000  # of papers in one call
_FEW, _IN_A_SMALL_THEME = 5, 2  # papers of a small theme, and the statements of each there without a model
_AHEAD = 40  # papers whose limits and plans one call is shown
_OUTLOOK = 12  # papers in an outlook without a model


async def survey(
    collection: Collection,
    items: Sequence[Listed],
    documents: Mapping[str, Document],
    *,
    columns: Sequence[str],
    llm: ChatModel | None,
    prompts: Tasks,
    language: str,
    context_tokens: int = 100_000,
) -> Edition:
    """Review the papers of a collection that have notes.

    Args:
        collection: What is reviewed.
        items: Its entries.
        documents: The text of each paper, by the paper's id; about a paper without one a model cannot claim anything.
        columns: What the user wants to see of every paper in a table, besides what it does.
        llm: Who writes; None for a survey made of the notes' statements.
        prompts: What is asked.
        language: The language of the page, by name or code.
        context_tokens: What the model can take in and give out in one call.

    Raises:
        ModelError: The model does not answer. A reply that cannot be used costs only what was asked for.
        BudgetError: A call would exceed the budget; what was paid for so far is kept by the ledger.
    """
    names = names_of(items, documents)
    studies = studies_of(items, documents, language, names)
    by_position = {study.position: study for study in studies}
    themes = await _themes(
        collection, items, studies, llm=llm, prompts=prompts, language=language, context_tokens=context_tokens
    )
    inside = [[by_position[at] for at in theme.positions if at in by_position] for theme in themes]
    if llm is None:
        prose = [Checked(_noted(papers), 0) for papers in inside]
        outlook = Checked(_left_open(studies), 0)
        asked, failed = known_columns(columns, studies), 0
    else:
        writer = _Writer(llm, prompts, language, tuple(studies), min(_TOKENS, context_tokens // 2))
        wanted = [writer.theme(theme.name, papers) for theme, papers in zip(themes, inside, strict=True)]
        *prose, outlook = await _together([*wanted, writer.outlook()])
        asked, failed = await columns_of(columns, studies, llm, prompts, language) if columns else ((), 0)
    return Edition(
        kind="survey",
        collection=collection.name,
        language=language,
        model=llm.name if llm else EXTRACTIVE,
        title=collection.title,
        names=tuple(ShortName(paper_id=key, name=name) for key, name in names.items()),
        groups=tuple(
            theme.model_copy(update={"prose": told.claims}) for theme, told in zip(themes, prose, strict=True)
        ),
        columns=(_does(studies, language), *asked),
        outlook=outlook.claims,
        removed=failed + outlook.removed + sum(told.removed for told in prose),
    )


async def _together(wanted: Sequence[Coroutine[None, None, Checked]]) -> list[Checked]:
    """All at once; when one fails, the others are still paid for once and kept by the ledger."""
    done = await asyncio.gather(*wanted, return_exceptions=True)
    for result in done:
        if isinstance(result, BaseException):
            raise result
    return [result for result in done if isinstance(result, Checked)]


# --- themes -----------------------------------------------------------------------------------------------------------


async def _themes(
    collection: Collection,
    items: Sequence[Listed],
    studies: Sequence[Study],
    *,
    llm: ChatModel | None,
    prompts: Tasks,
    language: str,
    context_tokens: int,
) -> list[Group]:
    """As a model groups the papers; else the groups of the list, and where it has none, arXiv's categories."""
    grouped = partial(
        group, collection, items, names=None, prompts=prompts, language=language, context_tokens=context_tokens
    )
    if llm is not None:
        try:
            edition = await grouped(llm=llm)
            return [_harmless(theme, studies, language) for theme in edition.groups]
        except BadReplyError as error:
            log.warning("no themes of %s: %s", collection.name, error.message)
    if any(item.entry.group for item in items):
        return _as_listed(items, _other(language))
    return list((await grouped(llm=None)).groups)


def _as_listed(items: Sequence[Listed], other: str) -> list[Group]:
    """The groups of the list in its order; a paper that is listed twice stays where it stands first."""
    positions: dict[str, list[int]] = {}
    seen: set[str] = set()
    for item in items:
        key = item.paper.id if item.paper else f"entry:{item.entry.position}"
        if key not in seen:
            seen.add(key)
            positions.setdefault(item.entry.group or other, []).append(item.entry.position)
    last = {other: positions.pop(other)} if other in positions else {}
    return [Group(name=name, positions=tuple(found)) for name, found in {**positions, **last}.items()]


def _harmless(theme: Group, studies: Sequence[Study], language: str) -> Group:
    """A heading has no evidence: one that names a paper or a percentage gives way to the papers' category."""
    if "%" not in theme.name and not any(speaks_of(theme.name, study.aliases) for study in studies):
        return theme
    inside = [study.paper for study in studies if study.position in theme.positions]
    names = Counter(category_name(canonical(paper.categories[0])) for paper in inside if paper.categories)
    return theme.model_copy(update={"name": names.most_common(1)[0][0] if names else _other(language)})


def _other(language: str) -> str:
    return LEFT_OVER.get(resolve(language).code, LEFT_OVER["en"])


# --- what a model writes ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Writer:
    """Asks for prose about some papers and checks it."""

    llm: ChatModel
    prompts: Tasks
    language: str
    everyone: tuple[Study, ...]
    tokens: int

    async def theme(self, name: str, studies: Sequence[Study]) -> Checked:
        """The prose of a theme; the notes' own statements where the model wrote nothing that holds."""
        known = [study for study in studies if study.statements and study.document]
        claims: tuple[Claim, ...] = ()
        removed = 0
        for at in range(0, len(known), _AT_ONCE):
            part = known[at : at + _AT_ONCE]
            told = await self._asked(name, part, statements_of(part, self.tokens))
            claims += told.claims
            removed += told.removed
        return Checked(claims or _noted(studies), removed)

    async def outlook(self) -> Checked:
        """What the papers leave open."""
        wanted = {study.number: study.ahead for study in self.everyone[:_AHEAD]}
        studies = [study for study in self.everyone if wanted.get(study.number)]
        if not studies:
            return Checked((), 0)
        return await self._asked("", studies, sentences_of(studies, wanted))

    async def _asked(self, theme: str, studies: Sequence[Study], material: Material) -> Checked:
        count = len(studies)
        try:
            draft = await ask(
                self.llm,
                self.prompts,
                "survey-prose",
                in_language(ProseDraft, self.language),
                language=self.language,
                theme=escaped(theme),
                material=material.text,
                example=studies[0].number,
                translated=any(study.original for study in studies),
                least=max(1, count // 2 if not theme else count),
                most=count + 2 if not theme else 2 * count + 1,
            )
        except BadReplyError as error:
            log.warning("no prose on %s: %s", theme or "the outlook", error.message)
            return Checked((), 0)
        return checked(draft, studies, material.offered, self.everyone, self.language)


# --- what the notes say -----------------------------------------------------------------------------------------------


def _noted(studies: Sequence[Study]) -> tuple[Claim, ...]:
    """Statements of the notes as they are. The gist stands in the table; here is what else the notes say."""
    most = _IN_A_SMALL_THEME if len(studies) <= _FEW else 1
    return tuple(
        _as_told(study, passage)
        for study in studies
        for passage in study.highlights[: 1 if study.note.model == EXTRACTIVE else most]
    )


def _as_told(study: Study, passage: Passage) -> Claim:
    """A statement of a note. Of an extract only the first run of sentences: what stands apart is no one quotation."""
    if passage.status is not Status.EXTRACTED:
        return Claim(text=passage.text, supports=(Support(paper_id=study.paper.id, evidence=passage.evidence),))
    first = passage.evidence[:1]
    text = " ".join(" ".join(evidence.quote.split()) for evidence in first)
    return Claim(text=text, supports=(Support(paper_id=study.paper.id, evidence=first),))


def _left_open(studies: Sequence[Study]) -> tuple[Claim, ...]:
    """A sentence of each paper that says what is left to do, where one plainly does."""
    found = [(study, study.checker.extracted(study.ahead[:1])) for study in studies if study.checker and study.ahead]
    return tuple(_as_told(study, passage) for study, passage in found[:_OUTLOOK])


def _does(studies: Sequence[Study], language: str) -> Column:
    cells = tuple(Cell(paper_id=study.paper.id, passage=study.gist) for study in studies)
    return Column(name=_DOES.get(resolve(language).code, _DOES["en"]), cells=cells)
