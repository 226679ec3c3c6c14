"""The opening of a roundup: two or three sentences of a model, each part checked against the paper it speaks of."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence

from digest.curate.ask import Tasks, ask
from digest.curate.listed import Listed
from digest.curate.survey_drafts import ProseDraft
from digest.curate.survey_papers import names_of, statements_of, studies_of
from digest.curate.survey_prose import Checked, checked
from digest.document import Document
from digest.errors import BadReplyError
from digest.llm.request import ChatModel
from digest.summarize.drafts import in_language

log = logging.getLogger(__name__)

_SENTENCES = 3
_FEWEST = 3  # papers: a page of fewer is its own opening
_PAPERS = 24  # a model is shown the first of a long list
_TOKENS = 8_000  # of papers


async def opening(
    items: Sequence[Listed],
    documents: Mapping[str, Document],
    *,
    llm: ChatModel,
    prompts: Tasks,
    language: str,
    context_tokens: int,
) -> Checked:
    """What the papers are about, by examples; nothing where the model writes nothing that holds.

    Args:
        items: The entries of the page.
        documents: The text of each paper, by the paper's id; only of these can anything be said.
        llm: Who writes.
        prompts: What is asked.
        language: The language of the page.
        context_tokens: What the model can take in and give out in one call.

    Raises:
        ModelError: The model does not answer.
        BudgetError: The call would exceed the budget.
    """
    everyone = studies_of(items, documents, language, names_of(items, documents))
    studies = [study for study in everyone if study.statements and study.document][:_PAPERS]
    if len(studies) < _FEWEST:
        return Checked((), 0)
    material = statements_of(studies, min(_TOKENS, context_tokens // 2))
    try:
        draft = await ask(
            llm,
            prompts,
            "roundup-opening",
            in_language(ProseDraft, language),
            language=language,
            material=material.text,
            example=studies[0].number,
        )
    except BadReplyError as error:
        log.warning("no opening: %s", error.message)
        return Checked((), 0)
    found = checked(draft, studies, material.offered, everyone, language)
    return Checked(found.claims[:_SENTENCES], found.removed)
