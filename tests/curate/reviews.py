"""Papers to review, their notes, and a model that reviews them by a script."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from digest.config import bundled
from digest.curate.ask import Tasks
from digest.document import Document
from digest.export.item import Item
from digest.llm.request import Request
from digest.models import Author, Collection, Entry, Paper, PaperRef
from digest.summarize.extractive import extract_note
from digest.summarize.options import Options
from tests.summarize.papers import PAGES, ScriptedModel, claim, document

TASKS = Tasks.load(bundled("prompts"))

BUOY_PAGES = (
    (
        "# Abstract",
        "We present BuoyNet, a retriever that is trained on 2.5 million labelled pairs of questions and passages.",
        "BuoyNet marks each passage with 12 learned buoys, which are compared with the question.",
        "On HarborQA it reaches 68.2% accuracy.",
    ),
    (
        "# 2 Method",
        "The encoder of BuoyNet has 330 million parameters and is released under the Apache 2.0 license.",
        "A query takes 52 ms on one GPU.",
        "# 3 Limitations",
        "BuoyNet cannot be used for languages that have no labelled pairs.",
        "In future work we plan to train BuoyNet on smaller collections.",
    ),
)
KEEL_PAGES = (
    (
        "# Abstract",
        "We study how large collections of documents are stored on cheap disks.",
        "Our layout reads 3 times fewer blocks than a sorted file.",
        "The measurements were made on 40 terabytes of web pages.",
    ),
)


def _paper(
    number: int, title: str, pages: Sequence[Sequence[str]], *, group: str | None = None, category: str = "cs.IR"
) -> tuple[Item, Document]:
    doc = replace(document(pages), title=title)
    doc = replace(doc, key=hashlib.sha256(doc.text.encode()).hexdigest())
    paper = Paper(
        id=f"2401.0000{number}",
        title=title,
        abstract=" ".join(pages[0][1:4]),
        authors=tuple(Author(name=name) for name in ("Ada Lovelace", "渡辺 花子", "Grace Hopper")),
        published=datetime(2024, 1, number, tzinfo=UTC),
        categories=(category,),
        licence="http://creativecommons.org/licenses/by/4.0/",
        url=f"https://arxiv.org/abs/2401.0000{number}v1",
        pdf_url=f"https://arxiv.org/pdf/2401.0000{number}v1",
    )
    note = extract_note(paper, doc, Options(), note_key=f"note-{number}")
    ref = PaperRef(kind="arxiv", id=paper.id)
    return Item(Entry(position=number, title=title, ref=ref, group=group), paper, note), doc


def world(*groups: str | None) -> tuple[list[Item], dict[str, Document]]:
    """Two retrievers that were compared with each other, a paper on storage, and a web page."""
    named = [*groups, None, None, None, None][:4]
    made = [
        _paper(1, "Lantern: Retrieval without Labels", PAGES, group=named[0]),
        _paper(2, "BuoyNet: Marks in the Water", BUOY_PAGES, group=named[1]),
        _paper(
            3,
            "Storing Large Collections of Documents on Very Cheap Disks",
            KEEL_PAGES,
            group=named[2],
            category="cs.DB",
        ),
    ]
    outside = Entry(position=4, title="Sora", url="https://a.example/sora", reason="not a paper", group=named[3])
    items = [item for item, _ in made] + [Item(outside, reason="not a paper")]
    return items, {item.paper.id: doc for item, doc in made if item.paper}


def collection(items: Sequence[Item]) -> Collection:
    entries = tuple(item.entry for item in items)
    return Collection(name="retrieval", kind="query", title="Retrieval", source="search: retrieval", entries=entries)


Documents = Mapping[str, Document]


def part(number: int, documents: Documents, text: str, words: str, **changes: object) -> dict[str, Any]:
    """A statement about the paper of that number, resting on its sentence that has these words."""
    return {"paper": number, "plain": "", **claim(documents[f"2401.0000{number}"], text, words, **changes)}


def sentence(*parts: dict[str, Any], link: str = "and") -> dict[str, Any]:
    return {"link": link, "parts": list(parts)}


def themes(request: Request) -> object:
    """Retrieval and storage, whatever else is listed."""
    shown = request.messages[-1].content
    numbers = {title: int(n) for n, title in re.findall(r"^\[(\d+)\] (.*)$", shown, re.MULTILINE)}
    about = [n for title, n in numbers.items() if title.startswith(("Lantern", "BuoyNet"))]
    rest = [n for n in numbers.values() if n not in about]
    return {"groups": [{"name": "Retrieval", "papers": about}, {"name": "Storage", "papers": rest}]}


def reviewer(
    prose: Mapping[str, Sequence[dict[str, Any]]],
    cells: Callable[[Request], object] | None = None,
    name: str = "scripted",
) -> ScriptedModel:
    """A model that writes this prose under each heading; ``""`` is the outlook."""

    def written(request: Request) -> object:
        heading = re.search(r'under the heading "([^"]*)"', request.messages[-1].content)
        return {"sentences": list(prose.get(heading[1] if heading else "", ()))}

    script: dict[str, Callable[[Request], object]] = {"roundup": themes, "survey-prose": written}
    if cells:
        script["survey-cells"] = cells
    return ScriptedModel(script, name=name)
