"""What ``digest export`` does: a selection of notes becomes pages, with the figures that may be shown.

Nothing is fetched: documents and files are those that were stored when the notes were made. Only a curated shape asks
the language model, and what it answered is kept in the ledger, so that the next export of the same notes is free.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from digest.curate.ask import Tasks
from digest.curate.edits import Edits, keep_edits, read_edits
from digest.curate.groups import group
from digest.curate.survey import survey
from digest.document import Document, Figure
from digest.editions import Picture
from digest.errors import ExtractError, StoreError
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
from digest.models import Bundle
from digest.pipeline import Tools
from digest.selection import Selection

PageShape = Literal["weekly", "paper", "roundup", "survey", "reading-list"]
"""What becomes pages of a site."""
DataShape = Literal["bibtex", "csl-json", "jsonl", "atom"]
"""What becomes one file for other programs."""

FIGURES_OF_A_PAPER = 4
DPI = 150.0


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
