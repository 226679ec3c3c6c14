"""One call to a language model about many papers: a prompt file, a typed reply, paid for once.

The model behind ``ChatModel`` validates the reply, asks for one repair and keeps the call in the ledger; here the
request is put together. The prompts have a table of their own, apart from those that notes are written with: a changed
roundup must not make any note outdated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from digest.llm.request import ChatModel, Message, Request
from digest.summarize.language import resolve
from digest.summarize.prompts import Prompt, parse_prompt, prompt_text

T = TypeVar("T", bound=BaseModel)

VARIABLES: Mapping[str, frozenset[str]] = {
    "curate": frozenset(),
    "roundup": frozenset({"title", "papers", "names", "settled", "least", "most"}),
    "roundup-opening": frozenset({"material", "example"}),
    "survey-prose": frozenset({"theme", "material", "example", "translated", "least", "most"}),
    "survey-cells": frozenset({"title", "material", "fields"}),
}
"""The prompts of this room and what each may use, besides ``language`` and ``code``, which all may."""

_EVERYWHERE = frozenset({"language", "code"})


@dataclass(frozen=True)
class Tasks:
    """The prompts about many papers, by name. ``curate`` holds the rules that stand before each of the others."""

    by_id: Mapping[str, Prompt]

    @classmethod
    def load(cls, folder: Path, override: Path | None = None) -> Tasks:
        """Read the prompts of a folder; files of the same name in ``override`` take their place.

        Raises:
            ConfigError: A prompt is missing or malformed, or uses a variable that its task does not have.
        """
        tasks = {}
        for name in VARIABLES:
            own = override / f"{name}.md" if override else None
            path = own if own and own.is_file() else folder / f"{name}.md"
            tasks[name] = parse_prompt(prompt_text(path), name, str(path), VARIABLES[name] | _EVERYWHERE)
        return cls(tasks)

    def __getitem__(self, name: str) -> Prompt:
        return self.by_id[name]


async def ask(
    model: ChatModel,
    tasks: Tasks,
    task: str,
    reply_type: type[T],
    *,
    language: str,
    sample: int = 0,
    **variables: object,
) -> T:
    """Ask the model for one reply. The same question is served from the ledger and costs nothing.

    Args:
        model: Whom to ask.
        tasks: The prompts.
        task: A name of ``VARIABLES``.
        reply_type: What the reply must be; a validator of it that fails is a reason for the one repair turn.
        language: The language of the reply, by name or code.
        sample: Counts up when the same is asked for anew.
        variables: What the prompt shows. Texts of papers and lists go through ``summarize.reading.escaped`` first.

    Raises:
        ModelError: The model does not answer, or not usably even when asked again.
        BudgetError: The call would exceed the budget; nothing was sent.
    """
    meant = resolve(language)
    words = {"language": meant.name, "code": meant.code}
    prompt = tasks[task]
    request = Request(
        task=task,
        messages=(
            Message(role="system", content=tasks["curate"].render(**words)),
            Message(role="user", content=prompt.render(**words, **variables)),
        ),
        schema_name=prompt.schema,
        max_output_tokens=prompt.max_output_tokens,
        sample=sample,
    )
    reply, _ = await model.ask(request, reply_type)
    return reply
