"""The weekly issue: which lists to do, the notes that are missing, and the Markdown of each list.

There is no job table: what is left to do is read from the store, so that a run that was killed goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path

from digest import errors
from digest.errors import WithdrawnError
from digest.export.item import LEFT_OUT, Item
from digest.export.note import EXTRACTIVE
from digest.export.weekly import issue_name, render_weekly
from digest.models import Bundle, Collection, Entry, PaperRef
from digest.pipeline import Listener, Outcome, Tools, Wish, summarize
from digest.sources import dair, huggingface, queries, registry
from digest.sources.weeks import Period, last_full_week, parse_period, week_of, weeks_between
from digest.store import Store
from digest.store.lasting import is_final
from digest.store.rows import CollectionLine, Failure

DAIR = "dair"
HUGGING_FACE = "hf"
NO_REF = "The list gives nothing that can be read."
OVER_LIMIT = "Left for a later run: the number of papers was limited."
SETTLING = timedelta(days=6)
"""How long after a week papers that were submitted in it may still appear: arXiv announces those of a weekend on the
next Monday evening, and holds some back for longer. Until then every run asks again."""

_A_WEEK = 9
"""Days: dair.ai's weeks have 6 to 8."""

OnOutcome = Callable[[Outcome], None]


@dataclass(frozen=True)
class Plan:
    """Which lists a run is asked for. ``source`` is ``dair``, ``hf`` or a query of arXiv's API.

    ``since`` means every list whose last day is this one or later. ``language`` is that of the issues.
    """

    source: str = DAIR
    week: str | None = None
    since: date | None = None
    max_weeks: int = 4
    language: str = "en"


async def lists(plan: Plan, tools: Tools, today: date) -> list[Collection]:
    """The lists to do, oldest first, at most ``max_weeks``.

    Without a week or a first day these are all lists since the newest one known, those known ones that are not done,
    and the newest known one; in a new data folder, the newest list alone. What the newest list is: dair.ai's latest;
    for Hugging Face and queries, the latest ISO week that is over, so that every day of a week from Monday to Sunday
    means the same list.

    Raises:
        DigestError: The source cannot be read, or has no list for the week asked for.
    """
    if plan.source == DAIR:
        return await _dair(plan, tools)
    if plan.source != HUGGING_FACE and not queries.handles(plan.source):
        raise errors.UsageError(
            f"--list {plan.source} is neither dair nor hf nor a query of arXiv's API",
            hint='A query names a field, as in "cat:cs.CL AND abs:retrieval"; the week is named with --week.',
        )
    known = _known_weeks(plan.source, tools.store)
    found = [await _week(plan.source, week, known.get(week), tools) for week in windows(plan, known, today)]
    if plan.week or plan.since:
        return found
    asked = {collection.start for collection in found}
    earlier = [stored for line in known.values() if (stored := tools.store.collection(line.name))]
    behind = [one for one in missed(earlier, tools.store, plan.language) if one.start not in asked]
    return sorted([*behind, *found], key=lambda one: one.start or today)[-plan.max_weeks :]


def windows(plan: Plan, known: Iterable[Period], today: date) -> tuple[Period, ...]:
    """The ISO weeks whose lists are to be looked at, oldest first; the week of ``today`` only when asked for.

    Args:
        plan: What is asked for.
        known: The weeks that earlier runs met.
        today: The day of the run, UTC.
    """
    if plan.week:
        return (week_of(parse_period(plan.week).middle),)
    if plan.since:
        return weeks_between(plan.since, max(plan.since, today))[-plan.max_weeks :]
    last = last_full_week(today)
    newest = max(known, default=last)
    return weeks_between(min(newest, last).start, last.start)[-plan.max_weeks :]


def _known_weeks(source: str, store: Store) -> dict[Period, CollectionLine]:
    """The lists of whole ISO weeks of a source that earlier runs met, oldest first."""
    mine = [
        line
        for line in store.collections()
        if (line.source.startswith(huggingface.PREFIX) if source == HUGGING_FACE else line.source == source)
    ]
    found = {Period(line.start, line.end): line for line in mine if line.start and line.end}
    return {period: line for period, line in found.items() if period == week_of(period.start)}


async def _week(source: str, week: Period, line: CollectionLine | None, tools: Tools) -> Collection:
    """The list of a week: as it is kept once it has settled, because votes go on for ever; before that, asked for."""
    settling = timedelta() if source == HUGGING_FACE else SETTLING
    stored = tools.store.collection(line.name) if line and line.updated_at.date() > week.end + settling else None
    if stored:
        return stored
    if source == HUGGING_FACE:
        return await registry.collect(tools.fetcher, f"{huggingface.PREFIX}{week.week}")
    return await registry.collect(tools.fetcher, source, since=week.start, until=week.end)


async def _dair(plan: Plan, tools: Tools) -> list[Collection]:
    if plan.week:
        return [await registry.collect(tools.fetcher, f"{dair.PREFIX}{plan.week}")]
    known = _known(tools.store)
    newest = known[-1].end if known else None
    first = plan.since or (newest + timedelta(days=1) if newest else None)
    if first is None:
        return [await registry.collect(tools.fetcher, f"{dair.PREFIX}latest")]
    weeks = await dair.weeks_since(tools.fetcher, first)
    fresh = [dair.to_collection((week,), f"{dair.PREFIX}{week.period}") for week in weeks]
    if plan.since:
        return fresh[-plan.max_weeks :]
    behind = missed(known[:-1], tools.store, plan.language)
    return [*behind, *known[-1:], *fresh][-plan.max_weeks :]


def _known(store: Store) -> list[Collection]:
    """dair.ai's lists of one week each that earlier runs met, oldest first."""
    lines = (line for line in store.collections() if line.source.startswith(dair.PREFIX))
    names = [one.name for one in lines if one.start and one.end and Period(one.start, one.end).days <= _A_WEEK]
    return [collection for name in names if (collection := store.collection(name))]


def missed(known: Sequence[Collection], store: Store, language: str) -> list[Collection]:
    """Lists that lack an issue or notes, since the first one that has an issue in the language, oldest first."""
    written = {Path(path).name for path in store.exports()}
    first = min((one.start for one in known if one.start and issue_file(one, language) in written), default=None)
    if first is None:
        return []
    since = [one for one in known if one.entries and one.start and one.start >= first]
    final = _final_failures(store).keys()

    def filled(one: Collection) -> bool:
        waiting = (entry.ref for entry in one.entries if entry.ref and entry.ref.label not in final)
        return all(_settled(ref, store, language) for ref in waiting)

    return [one for one in since if issue_file(one, language) not in written or not filled(one)]


def _settled(ref: PaperRef, store: Store, language: str) -> bool:
    """Whether a paper has a note in the language, or was withdrawn."""
    paper = store.paper(stored_id(ref), ref.version)
    if paper is None:
        return False
    return paper.withdrawn or store.latest_note(paper.id, language, version=ref.version) is not None


def stored_id(ref: PaperRef) -> str:
    """The id under which the store keeps the paper of an arXiv id or a URL."""
    return f"url:{ref.id}" if ref.kind == "url" else ref.id


async def fill(
    refs: Iterable[PaperRef], tools: Tools, wish: Wish, on_stage: Listener, on_outcome: OnOutcome
) -> dict[PaperRef, Outcome]:
    """Make the notes that are missing; notes that are there are only looked up."""
    outcomes: dict[PaperRef, Outcome] = {}
    async for outcome in summarize(list(dict.fromkeys(refs)), tools, wish, on_stage):
        outcomes[outcome.ref] = outcome
        on_outcome(outcome)
    return outcomes


def kept(refs: Iterable[PaperRef], tools: Tools, language: str, *, model: str | None = None) -> dict[PaperRef, Outcome]:
    """The papers that have a note already, with it. It stays until somebody asks for another: ``digest refresh``.

    A later version of the paper, other prompts or another model of the settings are no reason to pay again or to change
    an issue that is out. A paper that was withdrawn since is not kept, nor is a note that no model wrote once there is
    one. ``model`` is the one that the user named for this run: only its notes will do then.
    """
    found: dict[PaperRef, Outcome] = {}
    for ref in refs:
        latest = tools.store.paper(stored_id(ref), ref.version)
        if latest is None or latest.withdrawn:
            continue
        notes = tools.store.notes_for(latest.id, language=language, version=ref.version)
        written = [note for note in notes if note.model != EXTRACTIVE and model in (None, note.model)]
        fitting = written or ([] if tools.model else notes)
        if fitting and (paper := tools.store.paper(latest.id, fitting[0].version)):
            found[ref] = Outcome(ref, paper, fitting[0], reused=True)
    return found


def given_up(refs: Iterable[PaperRef], store: Store) -> dict[PaperRef, Outcome]:
    """The papers that are not tried again by themselves, with the failure that was final; ``store.lasting`` decides."""
    found: dict[PaperRef, Outcome] = {}
    final = _final_failures(store)
    for ref in refs:
        if failure := final.get(ref.label):
            kind = getattr(errors, failure.kind)
            paper = store.paper(stored_id(ref), ref.version)
            found[ref] = Outcome(ref, paper, error=kind(failure.error.splitlines()[0]), reused=True)
    return found


def _final_failures(store: Store) -> dict[str, Failure]:
    """The failures that are final, by the label of what failed."""
    program = version("digest")
    found: dict[str, Failure] = {}
    for failure in store.failures():
        latest = store.paper(failure.paper_id) if failure.paper_id else None
        if is_final(failure, latest=latest.version if latest else None, program=program):
            found[failure.ref] = failure
    return found


def failed(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """The papers that may succeed another time. A withdrawn paper is no failure: nothing mends it."""
    return [o for o in outcomes if o.error and not isinstance(o.error, WithdrawnError)]


def issue_file(collection: Collection, language: str) -> str:
    """The name of the issue's file: ``2024-W05.md``, ``2024-W05.ja.md``."""
    return f"{issue_name(collection)}{'' if language == 'en' else f'.{language}'}.md"


def issue(
    collection: Collection,
    outcomes: Mapping[PaperRef, Outcome],
    store: Store,
    *,
    language: str,
    templates: Path | None = None,
) -> Bundle:
    """The issue of one list as a Markdown file. Entries without a note stand in their place with the reason.

    Raises:
        UsageError: The user's template cannot be used.
    """
    items = [_item(entry, outcomes, collection, store) for entry in collection.entries]
    bundle = render_weekly(collection, items, language=language, templates=templates)
    (content,) = bundle.files.values()
    return Bundle(files={issue_file(collection, language): content})


def _item(entry: Entry, outcomes: Mapping[PaperRef, Outcome], collection: Collection, store: Store) -> Item:
    if entry.ref is None:
        return Item(entry, reason=entry.reason or NO_REF)
    outcome = outcomes.get(entry.ref)
    repeat = _earlier(entry.ref, collection, store)
    if outcome is None:
        paper = store.paper(stored_id(entry.ref), entry.ref.version)
        return Item(entry, paper, reason=OVER_LIMIT, repeat_of=repeat, kind=LEFT_OUT)
    paper = outcome.paper if outcome.paper and (outcome.note or outcome.paper.source == "arxiv") else None
    error = outcome.error
    kind = type(error).__name__ if error else None
    return Item(entry, paper, outcome.note, error.message if error else None, repeat, kind)


def _earlier(ref: PaperRef, collection: Collection, store: Store) -> str | None:
    """The title of the first issue before this one that had the paper, in whatever version."""
    if collection.start is None:
        return None
    for line in store.collections_with(ref.id):
        if line.kind == collection.kind and line.start and line.start < collection.start:
            return line.title
    return None
