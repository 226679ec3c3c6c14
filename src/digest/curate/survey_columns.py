"""The fields of a survey's table: what a paper says of each column that the user named, with the sentence that says it.

Without a model only a licence is known, from the metadata; nothing else is guessed from the text.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Mapping, Sequence

from digest.curate.ask import Tasks, ask
from digest.curate.survey_drafts import CellDraft, CellsDraft
from digest.curate.survey_papers import Study, sentences_of
from digest.editions import Cell, Column
from digest.errors import BadReplyError
from digest.llm.request import ChatModel
from digest.models import Passage, Status
from digest.summarize.drafts import Claim
from digest.summarize.locate import squash
from digest.summarize.reading import escaped, weight
from digest.summarize.wording import content_stems, words

log = logging.getLogger(__name__)

_MOST = 60  # sentences of one paper in a prompt
_TOKENS = 6_000
_LONGEST = 160  # characters of a field
_LICENCE = r"licen[cs]e|ライセンス|許諾"
_SOUGHT = (
    (_LICENCE, r"licen[cs]e|apache|\bMIT\b|\bCC[ -]BY\b|creative commons|open[- ]?(?:source|weight)"),
    (r"size|parameter|サイズ|規模|パラメータ", r"parameters?\b|\b\d+(?:\.\d+)?\s?[BMK]\b|billion|million"),
    (r"data|corpus|データ|コーパス", r"data ?sets?\b|\bcorp(?:us|ora)\b|benchmark|trained on|\bexamples\b|evaluat"),
    (r"code|repository|コード", r"github|gitlab|\bcode\b|repository|implementation"),
    (r"hardware|gpu|compute|cost|計算|費用", r"\bGPUs?\b|\bTPUs?\b|A100|H100|hours|days|cost"),
    (r"metric|score|accuracy|result|評価|精度|性能|結果", r"\d\s?%|\d\.\d|accuracy|score|BLEU|outperform"),
    (r"language|言語", r"languages?\b|English|Japanese|multilingual"),
    (r"limit|限界|制約|課題", r"limit|cannot|fail|only\b|future"),
)
"""What a column is about -> the words that sentences about it have."""


async def columns_of(
    names: Sequence[str], studies: Sequence[Study], llm: ChatModel, tasks: Tasks, language: str
) -> tuple[tuple[Column, ...], int]:
    """The columns that a user named, one call for each paper, and how many values failed the check."""
    every = await asyncio.gather(
        *(_cells(names, study, llm, tasks, language) for study in studies), return_exceptions=True
    )
    found: dict[str, Mapping[int, Passage]] = {}
    removed = 0
    for study, result in zip(studies, every, strict=True):
        if isinstance(result, BadReplyError):
            log.warning("no fields of %s: %s", study.paper.label, result.message)
            found[study.paper.id] = {}
        elif isinstance(result, BaseException):
            raise result
        else:
            found[study.paper.id] = result[0]
            removed += result[1]
    columns = (
        Column(name=name, cells=tuple(Cell(paper_id=key, passage=cells.get(number)) for key, cells in found.items()))
        for number, name in enumerate(names, 1)
    )
    return tuple(columns), removed


async def _cells(
    names: Sequence[str], study: Study, llm: ChatModel, tasks: Tasks, language: str
) -> tuple[Mapping[int, Passage], int]:
    material = sentences_of([study], {study.number: _telling(names, study)})
    offered = material.offered.get(study.number, frozenset())
    if not offered:
        return {}, 0
    draft = await ask(
        llm,
        tasks,
        "survey-cells",
        CellsDraft,
        language=language,
        title=escaped(study.paper.title),
        material=material.text,
        fields=[(number, escaped(name)) for number, name in enumerate(names, 1)],
    )
    cells: dict[int, Passage] = {}
    removed = 0
    for cell in draft.cells:
        if not 1 <= cell.field <= len(names) or cell.field in cells or not cell.stated or not cell.text:
            continue
        passage = _checked(cell, study, names[cell.field - 1], offered)
        if passage is None:
            removed += 1
        elif passage.status is Status.VERIFIED:
            cells[cell.field] = passage
    return cells, removed


def _checked(cell: CellDraft, study: Study, name: str, offered: frozenset[int]) -> Passage | None:
    """The value with its evidence; None where the cited sentences do not have it, word for word."""
    if study.checker is None or len(cell.text) > _LONGEST:
        return None
    claim = Claim(
        text=" ".join(cell.text.split()),
        sentences=[index for index in cell.sentences if index in offered],
        anchor=cell.anchor,
        derived=[],
    )
    passage = study.checker.check(claim, name)
    if passage.status is Status.NOT_STATED:
        return passage
    return passage if passage.status is Status.VERIFIED and _stands_in(passage, study) else None


def _stands_in(passage: Passage, study: Study) -> bool:
    """Whether the quotations have the words of a value: a short one meets by chance more easily than a statement.

    In the paper's language these are all words that carry meaning. In another they are those in Latin letters and the
    numbers, which were checked before; a value with neither cannot be compared with anything.
    """
    quotes = " ".join(evidence.quote for evidence in passage.evidence)
    if study.checker and study.checker.setting.same_prose:
        return set(content_stems(words(passage.text))) <= set(content_stems(words(quotes)))
    there = squash(quotes).text
    latin = re.findall(r"[A-Za-z][A-Za-z0-9.+-]+", passage.text)
    comparable = latin or any(char.isdigit() for char in passage.text)
    return bool(comparable) and all(squash(word).text in there for word in latin)


def _telling(names: Sequence[str], study: Study) -> list[int]:
    """The sentences that may hold the values: those that the note rests on, and those with words of the columns."""
    if study.document is None or study.checker is None:
        return []
    noted = sorted({i for p in study.statements for e in p.evidence for i in e.sentences})
    sought = [re.compile(_words_of(name), re.IGNORECASE) for name in names]
    document, source = study.document, study.checker.source
    citable = [i for i in range(len(document.sentences)) if source.citable(i)]
    hits = {i: sum(bool(one.search(document.sentence_text(i))) for one in sought) for i in citable}
    found = sorted((i for i in citable if hits[i]), key=lambda i: (-hits[i], i))
    chosen: list[int] = []
    room = _TOKENS  # a row of a table can be as long as a page
    for index in list(dict.fromkeys([*found[: _MOST // 2], *noted, *found[_MOST // 2 :]]))[:_MOST]:
        size = weight(document, [index])
        if size <= room:
            chosen.append(index)
            room -= size
    return sorted(chosen)


def _words_of(name: str) -> str:
    known = [sought for about, sought in _SOUGHT if re.search(about, name, re.IGNORECASE)]
    own = [rf"\b{re.escape(word)}" for word in re.findall(r"[A-Za-z]{3,}", name)]
    return "|".join([*known, *own]) or r"(?!)"


def known_columns(names: Sequence[str], studies: Sequence[Study]) -> tuple[Column, ...]:
    """The columns without a model: a licence is the paper's own, by its metadata, and has no evidence in the text."""
    return tuple(
        Column(
            name=name,
            cells=tuple(
                Cell(
                    paper_id=study.paper.id,
                    passage=_licence(study) if re.search(_LICENCE, name, re.IGNORECASE) else None,
                )
                for study in studies
            ),
        )
        for name in names
    )


def _licence(study: Study) -> Passage | None:
    return Passage(text=study.paper.licence, status=Status.EXTRACTED) if study.paper.licence else None
