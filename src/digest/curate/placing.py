"""Which group a paper goes into: by a model's answer, by arXiv's categories, or by the words of the groups' names.

Whatever a model answers, no paper is in two groups: papers that it invents are dropped, those that it names twice stay
where they were named first, those that it forgets are asked for once more.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict

from digest.curate.ask import Tasks, ask
from digest.curate.listed import Listed, title_of
from digest.errors import BadReplyError
from digest.llm.request import ChatModel
from digest.models import Status
from digest.summarize.reading import escaped, tokens
from digest.summarize.wording import content_stems, words
from digest.taxonomy import canonical, category_name

_NO_TOPIC = frozenset({"other", "others", "miscellaneous", "misc", "その他", "そのほか"})

_GIST = 300  # characters
_NAME = 80
_AT_ONCE = 120  # papers in one call: with more, models lose some
_OVERHEAD = 1_500  # tokens of the rules and the task
_PAPERS_A_GROUP = 4
_MOST_GROUPS = 12

Papers = Mapping[str, Listed]
"""The entries by their keys (``listed.key_of``), in the order of the list."""


class GroupDraft(BaseModel):
    """A group as a model names it, with the numbers of its papers."""

    model_config = ConfigDict(extra="ignore")
    name: str
    papers: list[int]


class GroupsDraft(BaseModel):
    """What a model answers."""

    model_config = ConfigDict(extra="ignore")
    groups: list[GroupDraft]


@dataclass
class Plan:
    """The groups so far, and which paper is in which.

    ``names`` maps a folded name to the name as it is shown, in order; ``settled`` says that there are to be no others.
    """

    settled: bool
    names: dict[str, str] = field(default_factory=dict)
    placed: dict[str, str] = field(default_factory=dict)

    def know(self, name: str) -> str:
        """The group of this name, made where there is none."""
        shown = " ".join(name.split())
        return self.names.setdefault(folded(shown), shown)

    def spelled(self, name: str) -> str:
        """The name as the group is called that it means; itself where there is no such group."""
        return self.names.get(folded(name), name)

    def meant(self, name: str, *, settled: bool, titles: frozenset[str]) -> str | None:
        """The group that a model means; a new one only where the names are not settled, and never a paper's title."""
        flat = escaped(name)
        plain = re.sub(r"^(?:\d+[.):]|[-*•#]+)\s*", "", flat).strip(" *\"'“”「」")
        for candidate in (flat, plain):
            if known := self.names.get(folded(candidate)):
                return known
        if settled or not re.search(r"\w", plain) or len(plain) > _NAME or folded(plain) in _NO_TOPIC | titles:
            return None
        return self.know(plain)


def folded(name: str) -> str:
    """A name without the differences that nobody means: case, width, white space."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


# --- with a model -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sorter:
    """A model that sorts the papers of the page ``title``."""

    title: str
    model: ChatModel
    tasks: Tasks
    language: str
    context_tokens: int

    async def place(self, papers: Papers, plan: Plan) -> None:
        """Put each paper into a group of the plan; those that the model left out are asked for once more."""
        for batch in self._batches(papers):
            await self._ask(batch, plan, settled=plan.settled)
            left = {key: item for key, item in batch.items() if key not in plan.placed}
            if left and plan.names:
                try:
                    await self._ask(left, plan, settled=True)
                except BadReplyError:
                    continue  # the groups of the rest are good

    async def _ask(self, batch: Papers, plan: Plan, *, settled: bool) -> None:
        most = max(2, min(_MOST_GROUPS, -(-len(batch) // _PAPERS_A_GROUP) + 2))
        draft = await ask(
            self.model,
            self.tasks,
            "roundup",
            GroupsDraft,
            language=self.language,
            title=escaped(self.title),
            papers=[{"number": n, **_shown(item)} for n, item in enumerate(batch.values(), 1)],
            names=[escaped(name) for name in plan.names.values()],
            settled=settled,
            least=max(1, most // 2),
            most=most,
        )
        keys = dict(enumerate(batch, 1))
        titles = frozenset(folded(escaped(title_of(item))) for item in batch.values())
        for drafted in draft.groups:
            named = dict.fromkeys(keys[number] for number in drafted.papers if number in keys)
            new = [key for key in named if key not in plan.placed]
            if new and (name := plan.meant(drafted.name, settled=settled, titles=titles)):
                plan.placed |= dict.fromkeys(new, name)

    def _batches(self, papers: Papers) -> Iterator[dict[str, Listed]]:
        """The papers in as few parts as fit into a call."""
        budget = self.context_tokens - self.tasks["roundup"].max_output_tokens - _OVERHEAD
        batch: dict[str, Listed] = {}
        spent = 0
        for key, item in papers.items():
            size = tokens(" ".join(_shown(item).values())) + 8
            if batch and (len(batch) >= _AT_ONCE or spent + size > budget):
                yield batch
                batch, spent = {}, 0
            batch[key] = item
            spent += size
        if batch:
            yield batch


def _shown(item: Listed) -> dict[str, str]:
    """What a model sees of a paper: its title, and what it is about in a line or two."""
    about = item.entry.comment or ""
    if item.paper and item.paper.abstract:
        about = item.paper.abstract
    if item.note and item.note.gist.status in (Status.VERIFIED, Status.EXTRACTED):
        about = item.note.gist.text
    flat = escaped(about)
    return {"title": escaped(title_of(item)), "gist": flat if len(flat) <= _GIST else flat[: _GIST - 1].rstrip() + "…"}


# --- without one ------------------------------------------------------------------------------------------------------


def by_category(papers: Papers) -> dict[str, str]:
    """The first of arXiv's categories of each paper, by its full name; what is not on arXiv has none."""
    return {key: names[0] for key, item in papers.items() if (names := _categories(item))}


def by_words(papers: Papers, plan: Plan) -> dict[str, str]:
    """The group whose name is a category of the paper, else the one with the most of its words in title and gist."""
    stems = {name: frozenset(content_stems(words(name))) for name in plan.names.values()}
    placed = {}
    for key, item in papers.items():
        named = next((plan.names[folded(name)] for name in _categories(item) if folded(name) in plan.names), None)
        here = frozenset(content_stems(words(" ".join(_shown(item).values()))))
        shares = {name: len(own & here) / len(own) for name, own in stems.items() if own}
        best = max(shares, key=lambda name: shares[name], default=None)
        if chosen := named or (best if best and shares[best] else None):
            placed[key] = chosen
    return placed


def _categories(item: Listed) -> list[str]:
    return [category_name(canonical(code)) for code in (item.paper.categories if item.paper else ())]
