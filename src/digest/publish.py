"""What ``digest export`` does: notes from the store become pages, with the figures that may be shown.

Nothing is fetched: documents and files are those that were stored when the notes were made. Only a curated shape asks
the language model, and what it answered is kept in the ledger, so that the next export of the same notes is free.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from digest.curate.ask import Tasks
from digest.curate.edits import Edits, keep_edits, read_edits
from digest.curate.groups import group
from digest.curate.survey import survey
from digest.document import Document, Figure
from digest.editions import Picture
from digest.errors import ExtractError, NotFoundError, StoreError, WithdrawnError
from digest.export.citations import bibtex, csl_json
from digest.export.data import jsonl
from digest.export.feed import atom
from digest.export.item import Item
from digest.export.key_figures import key_figures, section_naming
from digest.export.paper import render_paper
from digest.export.pictures import picture_of, withheld
from digest.export.reading_list import render_reading_list
from digest.export.roundup import render_roundup
from digest.export.style import Style
from digest.export.survey import render_survey
from digest.export.weekly import render_weekly
from digest.extract.crops import crop_figures
from digest.models import Bundle, Collection, Entry, Note, PaperRef
from digest.pipeline import Tools
from digest.store import Store

PageShape = Literal["weekly", "paper", "roundup", "survey", "reading-list"]
"""What becomes pages of a site."""
DataShape = Literal["bibtex", "csl-json", "jsonl", "atom"]
"""What becomes one file for other programs."""

FIGURES_OF_A_PAPER = 4
DPI = 150.0
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


@dataclass(frozen=True)
class Wishes:
    """What a curated shape is made with.

    ``groups`` are the names that a roundup's groups shall have, and ``edits`` the TOML file that keeps who is in which;
    ``columns`` are those of a survey's table. ``tasks`` are the prompts, ``context_tokens`` what the model can take.
    """

    tasks: Tasks
    groups: tuple[str, ...] | None = None
    edits: Path | None = None
    columns: tuple[str, ...] = ()
    context_tokens: int = 100_000


# --- what is to be published ------------------------------------------------------------------------------------------


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


# --- what becomes of it -----------------------------------------------------------------------------------------------


async def publish(shape: PageShape, chosen: Selection, tools: Tools, style: Style, wishes: Wishes) -> Bundle:
    """The pages of a shape, with the pictures that belong to them.

    Raises:
        UsageError: The dialect, the user's template or the file of groups cannot be used.
        ModelError: The language model does not answer, or not usably.
        BudgetError: The next call would exceed the budget.
        StoreError: The file of groups cannot be written.
    """
    collection, items = chosen.collection, chosen.items
    if shape == "weekly":
        return render_weekly(
            collection, items, language=style.language, dialect=style.dialect, templates=style.templates
        )
    if shape == "paper":
        return await _papers(chosen.noted, tools, style)
    if shape == "reading-list":
        return render_reading_list(collection, items, None, style=style)
    if shape == "survey":
        return await _survey(chosen, tools, style, wishes)
    return await _roundup(chosen, tools, style, wishes)


async def _papers(items: Sequence[Item], tools: Tools, style: Style) -> Bundle:
    """One page for each paper; their files have names of their own."""
    files: dict[str, bytes] = {}
    for item in items:
        pictures = await pictures_of(item, tools, style, most=FIGURES_OF_A_PAPER)
        files |= render_paper(item, style=style, pictures=pictures).files
    return Bundle(files=files)


def _documents(chosen: Selection, tools: Tools) -> dict[str, Document]:
    """The text of each paper that has a note, by the paper's id."""
    found = {
        item.paper.id: tools.store.document(item.note.document_key) for item in chosen.items if item.paper and item.note
    }
    return {paper_id: document for paper_id, document in found.items() if document}


async def _survey(chosen: Selection, tools: Tools, style: Style, wishes: Wishes) -> Bundle:
    edition = await survey(
        chosen.collection,
        chosen.items,
        _documents(chosen, tools),
        columns=wishes.columns,
        llm=tools.model,
        prompts=wishes.tasks,
        language=style.language,
        context_tokens=wishes.context_tokens,
    )
    return render_survey(chosen.collection, chosen.items, edition, style=style)


async def _roundup(chosen: Selection, tools: Tools, style: Style, wishes: Wishes) -> Bundle:
    """The groups as the user's file has them; papers that are new to it are added to it."""
    edition = await group(
        chosen.collection,
        chosen.items,
        names=wishes.groups,
        llm=tools.model,
        prompts=wishes.tasks,
        language=style.language,
        edits=read_edits(wishes.edits) if wishes.edits else Edits(),
        documents=_documents(chosen, tools),
        context_tokens=wishes.context_tokens,
    )
    if wishes.edits:
        try:
            keep_edits(wishes.edits, edition, chosen.items)
        except OSError as error:
            raise StoreError(f"{wishes.edits} cannot be written: {error.strerror}") from error
    pictures = [picture for item in chosen.noted for picture in await pictures_of(item, tools, style, most=1)]
    return render_roundup(chosen.collection, chosen.items, edition, style=style, pictures=pictures)


async def pictures_of(item: Item, tools: Tools, style: Style, *, most: int) -> list[Picture]:
    """The figures of a paper that a reader needs most, cut out of its stored file where they may be shown."""
    if style.figures == "never" or not (item.note and item.paper):
        return []
    document = tools.store.document(item.note.document_key)
    figures = [figure for figure in key_figures(document, most) if figure.box] if document else []
    if not (document and figures):
        return []
    crops: list[bytes | None] = [None] * len(figures)
    if withheld(item.paper.licence, style.figures) is None and tools.blobs.has(document.sha256):
        crops = await _cropped(document, figures, tools)
    return [
        picture_of(item.paper, figure, png, figures=style.figures, section=section_naming(document, figure))
        for figure, png in zip(figures, crops, strict=True)
    ]


async def _cropped(document: Document, figures: Sequence[Figure], tools: Tools) -> list[bytes | None]:
    """The pictures of figures that have a box; none at all when the file cannot be drawn any more."""
    wanted = replace(document, figures=tuple(figures))
    try:
        crops = await tools.pool.run(crop_figures, tools.blobs.get(document.sha256), wanted, DPI)
    except ExtractError:
        return [None] * len(figures)
    return [png for _, png in crops]


def data(shape: DataShape, chosen: Selection, *, language: str, feed_url: str | None = None) -> str:
    """One file for other programs: citations of all papers that are known, or everything about the notes."""
    papers = [item.paper for item in chosen.items if item.paper]
    if shape == "bibtex":
        return bibtex(papers)
    if shape == "csl-json":
        return csl_json(papers)
    if shape == "jsonl":
        return jsonl(chosen.items)
    return atom(chosen.items, title=chosen.collection.title or "digest", feed_url=feed_url, language=language)
