"""The calls about one paper: the same beginning for all of them, so that a provider's cache can serve it."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar, cast

from digest.document import Document
from digest.errors import BadReplyError
from digest.llm.request import ChatModel, Message, Request
from digest.models import Paper
from digest.summarize.drafts import SCHEMAS, Draft, SelectionDraft, in_language
from digest.summarize.language import resolve
from digest.summarize.options import Options
from digest.summarize.prompts import Prompts
from digest.summarize.reading import (
    escaped,
    lines,
    parts,
    readable,
    tokens,
    weight,
    within,
    without_appendices,
)

DraftType = TypeVar("DraftType", bound=Draft)

_OVERHEAD = 2_000  # tokens of the rules, the task and the questions
_AWAITED = frozenset({"questions", "selection", "summary"})  # what the other calls about a paper wait for
_LEAST_SHARE = 3  # at least a third of a small context is for the paper


@dataclass
class Conversation:
    """Asks a model about one paper and keeps the ledger keys of the calls, in order, in ``calls``."""

    paper: Paper
    document: Document
    model: ChatModel
    prompts: Prompts
    options: Options
    calls: list[str] = field(default_factory=list)

    @cached_property
    def _words(self) -> dict[str, str]:
        language = resolve(self.options.language)
        return {"language": language.name, "code": language.code}

    @cached_property
    def system(self) -> str:
        """The rules, the same in every call of a language."""
        return self.prompts["system"].render(**self._words)

    @property
    def budget(self) -> int:
        """The tokens that the paper may take in one call."""
        most = max(self.prompts[task].max_output_tokens for task in ("summary", "answers", "repair"))
        context = self.options.context_tokens
        return max(context // _LEAST_SHARE, context - _OVERHEAD - most)

    def reading(self, indexes: Sequence[int]) -> str:
        """The paper as it stands in the prompt."""
        return self.prompts["paper"].render(title=escaped(self.paper.title), lines=lines(self.document, indexes))

    async def ask(self, task: str, reading: str | None, **variables: object) -> Draft:
        """One call: the rules, the paper if it is needed, then the task."""
        prompt = self.prompts[task]
        tail = prompt.render(**self._words, **variables)
        request = Request(
            task=task,
            messages=(
                Message(role="system", content=self.system),
                Message(role="user", content=f"{reading}\n\n{tail}" if reading else tail),
            ),
            schema_name=prompt.schema,
            max_output_tokens=prompt.max_output_tokens,
            prefix_key=hashlib.sha256(f"{self.system}\n{reading}".encode()).hexdigest()[:32] if reading else None,
            paper_id=self.paper.label,
            sample=self.options.sample,
            first=task in _AWAITED,
        )
        draft, reply = await self.model.ask(request, in_language(SCHEMAS[prompt.schema], self.options.language))
        self.calls.append(reply.call_key)
        return draft

    async def choose_reading(self, questions: Awaitable[Sequence[str]]) -> tuple[str, tuple[str, ...]]:
        """The paper's text for the prompt and what a reader should know about how it was shortened.

        The bibliography never goes along. A paper over the budget loses its appendices; one that is still too long is
        read part by part, and only the sentences that the model chooses there are kept, under their own numbers; only
        then are the questions waited for.
        """
        indexes = readable(self.document)
        if weight(self.document, indexes) <= self.budget:
            return self.reading(indexes), ()
        indexes = without_appendices(self.document, indexes)
        if weight(self.document, indexes) <= self.budget:
            return self.reading(indexes), ("The paper is long: its appendices were not read.",)
        kept = await self._select(indexes, await questions)
        return self.reading(kept), (
            f"The paper is long: the note rests on {len(kept)} of its {len(indexes)} sentences, chosen part by part.",
        )

    async def _select(self, indexes: Sequence[int], questions: Sequence[str]) -> list[int]:
        pieces = parts(self.document, indexes, self.budget)
        share = self.budget / len(pieces) * 0.9
        chosen: list[int] = []
        for piece in pieces:
            text = self.reading(piece.indexes)
            limit = max(3, round(len(piece.indexes) * share / max(1, tokens(text))))
            draft = cast("SelectionDraft", await self.ask("selection", text, questions=questions, limit=limit))
            known = set(piece.indexes)
            chosen += [i for i in dict.fromkeys(draft.sentences) if i in known][: 2 * limit]
        if not chosen:
            raise BadReplyError(
                f"{self.model.name} chose no sentence of {self.paper.label}, which is too long to read at once"
            )
        return within(self.document, sorted(chosen), self.budget)
