"""What is to be published: a collection, papers, a search or everything, with what the store has of each entry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from digest.errors import NotFoundError, WithdrawnError
from digest.export.item import Item
from digest.models import Collection, Entry, Note, PaperRef
from digest.store import Store

NO_NOTE = "There is no note of it in this language yet."
NO_REF = "The list gives nothing that can be read."


@dataclass(frozen=True)
class Selection:
    """What is to be published: a collection, and what is known of each of its entries, in their order."""

    collection: Collection
    items: tuple[Item, ...]

    @property
    def noted(self) -> tuple[Item, ...]:
        """The items that have a note."""
        return tuple(item for item in self.items if item.note and item.paper)

    @property
    def missing(self) -> tuple[str, ...]:
        """The papers that could have a note and have none, as a person would write them: not those withdrawn."""
        refs = [item.entry.ref for item in self.items if not item.note and item.kind != WithdrawnError.__name__]
        return tuple(dict.fromkeys(ref.label for ref in refs if ref))


def of_collection(name: str, store: Store, language: str) -> Selection:
    """A collection with its notes in one language. Entries without one stay, with the reason.

    Raises:
        NotFoundError: There is no collection of that name, or none of its papers has a note.
    """
    collection = store.collection(name)
    if collection is None:
        raise NotFoundError(f"there is no collection {name!r}", hint="`digest collections` lists them.")
    items = tuple(_item(entry, collection, store, language) for entry in collection.entries)
    return _with_notes(Selection(collection, items), language)


def of_papers(papers: Sequence[tuple[str, int | None]], store: Store, language: str) -> Selection:
    """Papers by the ids under which the store keeps them, each with the version asked for.

    Raises:
        NotFoundError: Some have no note in the language; every one of them is named.
    """
    notes = [
        (store.latest_note(paper_id, language, version=version), paper_id, version) for paper_id, version in papers
    ]
    if missing := [f"{paper_id}v{version}" if version else paper_id for note, paper_id, version in notes if not note]:
        raise _no_note(missing, language)
    return _gathered("papers", "", "digest export", [note for note, _, _ in notes if note], store)


def of_search(words: str, store: Store, language: str, *, limit: int = 200) -> Selection:
    """The papers whose notes in one language contain all the words, best first.

    Raises:
        NotFoundError: There is none.
    """
    hits = [hit for hit in store.search(words, limit=limit) if hit.language == language]
    notes = [note for hit in hits if (note := store.note(hit.note_key))]
    if not notes:
        raise NotFoundError(
            f"{words!r} is no collection and no paper, and no note in {language!r} contains it",
            hint="`digest collections` and `digest list` show what there is.",
        )
    return _gathered(words, words, f"search: {words}", notes, store)


def of_everything(store: Store, language: str) -> Selection:
    """All papers that have a note in a language, by their ids.

    Raises:
        NotFoundError: There is none.
    """
    ids = sorted({line.paper_id for line in store.list_notes(language=language)})
    notes = [note for paper_id in ids if (note := store.latest_note(paper_id, language))]
    if not notes:
        raise NotFoundError(
            f"there are no notes in {language!r} yet", hint="Make one with: digest summarize 1706.03762"
        )
    return _gathered("all", "", "digest export", notes, store)


def newest_weekly(store: Store) -> str:
    """The name of the weekly list whose period ends last.

    Raises:
        NotFoundError: There is none.
    """
    lines = [line for line in store.collections() if line.kind == "weekly" and line.end]
    if not lines:
        raise NotFoundError("there is no weekly list yet", hint="Make one with: digest weekly")
    return max(lines, key=lambda line: (line.end or line.updated_at.date(), line.name)).name


def _gathered(name: str, title: str, source: str, notes: Iterable[Note], store: Store) -> Selection:
    items: list[Item] = []
    for note in notes:
        if paper := store.paper(note.paper_id, note.version):
            ref = PaperRef(kind="arxiv", id=paper.id) if paper.source == "arxiv" else None
            entry = Entry(position=len(items) + 1, title=paper.title, ref=ref, url=paper.url)
            items.append(Item(entry, paper, note))
    entries = tuple(item.entry for item in items)
    collection = Collection(name=name, kind="manual", title=title, source=source, entries=entries)
    return Selection(collection, tuple(items))


def _item(entry: Entry, collection: Collection, store: Store, language: str) -> Item:
    if entry.ref is None:
        return Item(entry, reason=entry.reason or NO_REF)
    paper_id = f"url:{entry.ref.id}" if entry.ref.kind == "url" else entry.ref.id
    note = store.latest_note(paper_id, language, version=entry.ref.version)
    paper = store.paper(paper_id, note.version if note else entry.ref.version)
    repeat = _earlier(entry.ref, collection, store)
    if note and paper:
        return Item(entry, paper, note, repeat_of=repeat)
    failure = store.failure(entry.ref.label)
    if failure:
        return Item(entry, paper, reason=failure.error.splitlines()[0], repeat_of=repeat, kind=failure.kind)
    return Item(entry, paper, reason=NO_NOTE, repeat_of=repeat)


def _earlier(ref: PaperRef, collection: Collection, store: Store) -> str | None:
    """The title of the first list of the same kind before this one that had the paper."""
    start = collection.start
    if start is None:
        return None
    earlier = (line for line in store.collections_with(ref.id) if line.kind == collection.kind)
    return next((line.title for line in earlier if line.start and line.start < start), None)


def _with_notes(selection: Selection, language: str) -> Selection:
    if not selection.noted:
        raise _no_note(selection.missing, language, of=f"any paper in {selection.collection.name}")
    return selection


def _no_note(missing: Sequence[str], language: str, of: str | None = None) -> NotFoundError:
    return NotFoundError(
        f"there is no note in {language!r} of {of or ', '.join(missing)}",
        hint=f"Make it with: {making(missing, language)}" if missing else None,
    )


def making(missing: Sequence[str], language: str) -> str:
    """The command that makes the notes that are missing."""
    return f"digest summarize {' '.join(missing)}{'' if language == 'en' else f' --lang {language}'}"
