"""The papers of a roundup in groups, each paper in exactly one: as the user edited them, the rest by ``placing``."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping, Sequence

from digest.curate.ask import Tasks
from digest.curate.edits import LEFT_OVER, Edits
from digest.curate.listed import Listed, key_of, title_of
from digest.curate.opening import opening
from digest.curate.placing import Papers, Plan, Sorter, by_category, by_words, folded
from digest.curate.survey_prose import Checked
from digest.document import Document
from digest.editions import Edition, Group, ShortName, short_name
from digest.llm.request import ChatModel
from digest.models import Collection
from digest.summarize.language import resolve

log = logging.getLogger(__name__)

EXTRACTIVE = "extractive"


async def group(
    collection: Collection,
    items: Sequence[Listed],
    *,
    names: Sequence[str] | None,
    llm: ChatModel | None,
    prompts: Tasks,
    language: str,
    edits: Edits | None = None,
    documents: Mapping[str, Document] | None = None,
    context_tokens: int = 100_000,
) -> Edition:
    """Put every paper of a collection into exactly one group; a paper that is listed twice is taken once.

    Args:
        collection: What the page is about.
        items: Its entries.
        names: The groups that the user wants, in order; None to have them found.
        llm: Who sorts; None to sort by arXiv's categories, or by the words of ``names``.
        prompts: What is asked.
        language: The language of the names, and of the page.
        edits: What the user has settled by hand. A model is asked only for papers that are not in there.
        documents: The text of papers, by the paper's id; with it and a model the page has an opening of checked prose.
        context_tokens: What the model can take in and give out in one call.

    Raises:
        ModelError: The model does not answer, or not usably even when asked again.
        BudgetError: A call would exceed the budget.
    """
    edits = edits or Edits()
    other = LEFT_OVER.get(resolve(language).code, LEFT_OVER["en"])
    papers = _once(items)
    fresh = {key: item for key, item in papers.items() if key not in edits.papers}
    wanted = [name for name in names or () if name.strip()]
    plan = Plan(settled=bool(wanted))
    # A group that a hand made is there to choose from, be it empty; what is left over is not, unless it was listed.
    for name in (*edits.groups, *(name for name in edits.papers.values() if name != other), *wanted):
        plan.know(name)
    if llm is None:
        plan.placed |= by_words(fresh, plan) if plan.settled else by_category(fresh)
    else:
        title = collection.title or collection.name
        await Sorter(title, llm, prompts, language, context_tokens).place(fresh, plan)
        if fresh and not plan.names:
            log.warning("%s made no groups that can be used; arXiv's categories stand in their place", llm.name)
            plan.placed |= by_category(fresh)
    said = Checked((), 0)
    if llm and documents:
        shown = list(papers.values())
        said = await opening(
            shown, documents, llm=llm, prompts=prompts, language=language, context_tokens=context_tokens
        )
    placed = {key: plan.spelled(edits.papers.get(key) or plan.placed.get(key) or other) for key in papers}
    return Edition(
        kind="roundup",
        collection=collection.name,
        language=language,
        model=llm.name if llm else EXTRACTIVE,
        title=collection.title,
        names=_short_names(papers, edits.titles),
        introduction=said.claims,
        groups=_groups(papers, placed, list(plan.names.values()), other),
        removed=said.removed,
    )


def _once(items: Sequence[Listed]) -> dict[str, Listed]:
    """The entries by their keys, in the order of the list; of several with one key that which knows most."""
    found: dict[str, Listed] = {}
    for item in sorted(items, key=lambda item: item.entry.position):
        key = key_of(item)
        first = found.get(key)
        if first is None or (bool(item.note), bool(item.paper)) > (bool(first.note), bool(first.paper)):
            found[key] = item
    return found


def _groups(papers: Papers, placed: Mapping[str, str], order: Sequence[str], other: str) -> tuple[Group, ...]:
    """The groups that have papers: those known in their order, then others, the largest first; the left over last."""
    positions: dict[str, list[int]] = {}
    for key, item in papers.items():
        positions.setdefault(placed[key], []).append(item.entry.position)
    places = {name: at for at, name in enumerate(order)}

    def place(name: str) -> tuple[int, bool, int, str]:
        return places.get(name, len(places)), name == other, 0 if name in places else -len(positions[name]), name

    return tuple(Group(name=name, positions=tuple(sorted(positions[name]))) for name in sorted(positions, key=place))


def _short_names(papers: Papers, given: Mapping[str, str]) -> tuple[ShortName, ...]:
    """What each paper is called: as the user says, else by its title; two that would share a name keep their titles.

    Entries without metadata are named by their address, or by their title in the list.
    """
    made = {
        key: given.get(key) or short_name(title_of(item), item.entry.title) or title_of(item)
        for key, item in papers.items()
    }
    counts = Counter(folded(name) for name in made.values())
    names = []
    for key, item in papers.items():
        own = made[key] if key in given or counts[folded(made[key])] == 1 else title_of(item)
        paper_id = item.paper.id if item.paper else item.entry.url or item.entry.title
        names.append(ShortName(paper_id=paper_id, name=own))
    return tuple(names)
