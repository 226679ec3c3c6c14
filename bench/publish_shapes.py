"""All five shapes in both languages, made of papers whose every text is hostile."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import pairwise

from bench.publish_hostile import STRINGS
from PIL import Image
from tests.export.samples import evidence

from digest.document import Figure
from digest.editions import Cell, Claim, Column, Edition, Group, ShortName, Support
from digest.export.item import Item
from digest.export.paper import render_paper
from digest.export.pictures import picture_of
from digest.export.reading_list import render_reading_list
from digest.export.roundup import render_roundup
from digest.export.style import Style
from digest.export.survey import render_survey
from digest.export.weekly import render_weekly
from digest.models import (
    Answer,
    Author,
    Bundle,
    Collection,
    Diagram,
    Edge,
    Entry,
    Node,
    Note,
    NoteSection,
    Paper,
    PaperRef,
    Passage,
    Status,
)

SHAPES = ("weekly", "paper", "roundup", "survey", "reading-list")
LANGUAGES = ("en", "ja")
LICENCES = ("http://creativecommons.org/licenses/by/4.0/", "http://arxiv.org/licenses/nonexclusive-distrib/1.0/", None)
WORDS = {
    "en": ("the", "model", "reads", "long", "documents", "and", "finds", "what", "was", "asked"),
    "ja": ("モデルは", "長い文書を", "読み、", "「問い」への", "答えを", "より短い時間で", "見つける。"),
}
Say = Callable[[], str]


class Sayings:
    """Sentences with hostile strings in them, the same for the same seed."""

    def __init__(self, language: str, seed: int) -> None:
        self.language = language
        self.dice = random.Random(f"{language}{seed}")

    def __call__(self) -> str:
        """A sentence of ordinary words and two hostile strings."""
        words = [*self.dice.sample(WORDS[self.language], 5), *self.dice.choices(STRINGS, k=2)]
        self.dice.shuffle(words)
        return " ".join(words)


def png() -> bytes:
    """A picture."""
    out = io.BytesIO()
    Image.new("RGB", (240, 120), "#cde").save(out, "PNG")
    return out.getvalue()


def _passage(say: Say, status: Status = Status.VERIFIED) -> Passage:
    problems = (say(),) if status is Status.UNVERIFIED else ()
    found = () if status is Status.NOT_STATED else (evidence(say(), 3),)
    return Passage(text=say(), status=status, evidence=found, problems=problems)


def _paper(number: int, say: Say) -> Paper:
    arxiv = f"2401.{number:05}"
    return Paper(
        id=arxiv,
        version=2,
        title=say(),
        authors=tuple(Author(name=say(), affiliations=(say(),)) for _ in range(3)),
        abstract=say(),
        published=datetime(2024, 1, number, 12, tzinfo=UTC),
        updated=datetime(2024, 2, number, 12, tzinfo=UTC),
        categories=("cs.CL", "cs.LG"),
        comment=say(),
        journal_ref=say(),
        licence=LICENCES[number % len(LICENCES)],
        url=f"https://arxiv.org/abs/{arxiv}v2",
        pdf_url=f"https://arxiv.org/pdf/{arxiv}v2",
    )


def _note(paper: Paper, language: str, say: Say) -> Note:
    nodes = tuple(Node(id=f"{say()}{n}", label=say()) for n in range(4))
    return Note(
        key=f"note-{paper.id}",
        paper_id=paper.id,
        version=2,
        document_key="document",
        language=language,
        model=say(),
        prompts="prompts-1",
        gist=_passage(say),
        overview=(_passage(say), _passage(say), _passage(say, Status.UNVERIFIED)),
        sections=tuple(
            NoteSection(title=say(), role=role, passages=(_passage(say), _passage(say)))
            for role in ("introduction", "method", "results")
        ),
        answers=(
            *(Answer(question=say(), passage=_passage(say, status)) for status in (Status.VERIFIED, Status.UNVERIFIED)),
            Answer(question=say(), passage=_passage(say, Status.NOT_STATED)),
        ),
        diagram=Diagram(
            nodes=nodes,
            edges=tuple(Edge(source=a.id, target=b.id, label=say()) for a, b in pairwise(nodes)),
        ),
        warnings=(say(),),
    )


def _items(language: str, say: Say) -> list[Item]:
    items = []
    for number in range(1, 6):
        paper = _paper(number, say)
        ref = PaperRef(kind="arxiv", id=paper.id)
        group, comment = ("a", "b")[number % 2] + say(), say()
        entry = Entry(position=number, title=say(), ref=ref, url=paper.url, group=group, comment=comment, votes=number)
        items.append(Item(entry, paper, _note(paper, language, say), repeat_of=say() if number == 1 else None))
    outside = Entry(position=6, title=say(), url="https://a.example/x_y?z=1", reason=say(), group=say())
    damaged = Entry(position=7, title=say(), ref=PaperRef(kind="arxiv", id="2401.00007"))
    return [*items, Item(outside, reason=outside.reason), Item(damaged, _paper(7, say), reason=say())]


def _edition(kind: str, items: list[Item], language: str, say: Say) -> Edition:
    papers = [item.paper for item in items if item.paper and item.note]

    def claim() -> Claim:
        return Claim(text=say(), supports=(Support(paper_id=papers[0].id, evidence=(evidence(say(), 2),)),))

    return Edition.model_validate(
        {
            "kind": kind,
            "collection": "hostile",
            "language": language,
            "model": say(),
            "title": say(),
            "names": tuple(ShortName(paper_id=paper.id, name=f"{say()} {n}") for n, paper in enumerate(papers)),
            "introduction": (claim(), Claim(text=say())),
            "groups": (
                Group(name=say(), positions=(1, 3), prose=(claim(), claim())),
                Group(name=say(), positions=(2, 4, 5), prose=(claim(),)),
                Group(name=say(), positions=(6, 7)),
            ),
            "columns": tuple(
                Column(name=say(), cells=tuple(Cell(paper_id=p.id, passage=_passage(say)) for p in papers[:4]))
                for _ in range(3)
            ),
            "outlook": (claim(), claim()),
        }
    )


def bundle(shape: str, dialect: str, language: str, seed: int = 5) -> Bundle:
    """The pages of a shape in a dialect and a language."""
    say = Sayings(language, seed)
    items = _items(language, say)
    collection = Collection(
        name="hostile",
        kind="weekly",
        title=say(),
        start=date(2024, 1, 29),
        end=date(2024, 2, 4),
        source=say(),
        entries=tuple(item.entry for item in items),
        warnings=(say(),),
    )
    style = Style(language=language, dialect=dialect)
    pictures = [
        picture_of(paper, Figure(kind="figure", label=f"Figure {n}", caption=say(), page=n, box=(0, 0, 9, 9)), png())
        for item in items
        if (paper := item.paper)
        for n in (1, 2)
    ]
    if shape == "weekly":
        return render_weekly(collection, items, language=language, dialect=dialect)
    if shape == "paper":
        files: dict[str, bytes] = {}
        for item in items[:3]:
            mine = [picture for picture in pictures if item.paper and picture.paper_id == item.paper.id]
            files |= render_paper(item, style=style, pictures=mine).files
        return Bundle(files=files)
    if shape == "roundup":
        return render_roundup(collection, items, _edition(shape, items, language, say), style=style, pictures=pictures)
    if shape == "survey":
        return render_survey(collection, items, _edition(shape, items, language, say), style=style)
    return render_reading_list(collection, items, _edition(shape, items, language, say), style=style)
