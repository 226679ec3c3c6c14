"""A collection of several papers, their groups and figures: for the shapes that show many papers on one page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from digest.editions import Edition, Group, Picture, ShortName
from digest.export.frontmatter import one_line
from digest.export.item import Item
from digest.models import Author, Collection, Entry, Note, PaperRef, Passage, Status
from tests.export.samples import HOSTILE, evidence, note, paper

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef"
    "0000000049454e44ae426082"
)
CC_BY = "http://creativecommons.org/licenses/by/4.0/"
WORDS = {
    "en": ("Retrieval and long context", "Models | $n$ {{ x }}", "Other"),
    "ja": ("検索拡張生成と長い文脈", "モデル | $n$ {{ x }}", "その他"),
}


def _noted(number: int, title: str, language: str, *, listed: str | None = None, group: str | None = None) -> Item:
    of = paper(number, title=title)
    ref = PaperRef(kind="arxiv", id=of.id)
    return Item(Entry(position=number, title=listed or title, ref=ref, group=group), of, note(of, language))


def extracted(language: str) -> Note:
    """A note that was made without a model."""
    quote = evidence("We release OLMo, an open language model, with its data and code.", 1)
    of = paper(2)
    made = note(of, language)
    passage = Passage(text=quote.quote, status=Status.EXTRACTED, evidence=(quote,))
    return made.model_copy(update={"model": "extractive", "gist": passage, "overview": (passage,), "warnings": ()})


def items(language: str = "en") -> list[Item]:
    """A verified note, an extracted one, an entry that is no paper, a paper that failed, and one that says nothing."""
    first = _noted(1, "Lantern: Retrieval without labels", language, group="Search")
    authors = (Author(name="Ada Lovelace", affiliations=("Analytical Society",)), Author(name="渡辺 花子"))
    first = Item(first.entry, first.paper and first.paper.model_copy(update={"authors": authors}), first.note)
    second = _noted(2, "OLMo: Accelerating the Science of Language Models", language, group="Models")
    sora = Entry(
        position=3,
        title="Sora: a <think> video | model",
        url="https://openai.example/sora_1",
        group="Models",
        comment="It paints* {{ videos }} in a minute; see [here](https://a.example).",
        reason="a code repository, not a paper",
    )
    damaged = Entry(position=4, title="Damaged", ref=PaperRef(kind="arxiv", id="2401.00004"), group="Models")
    bare = Entry(position=5, title="A list of $x$ and nothing else", group="Search", reason="the row has no link")
    broken = paper(4, title="Corrective Retrieval Augmented Generation", abstract="We correct. It *works*. " * 30)
    return [
        first,
        Item(second.entry, second.paper, extracted(language)),
        Item(sora, reason=sora.reason),
        Item(damaged, broken, reason="the PDF is damaged", kind="DamagedError"),
        Item(bare, reason=bare.reason),
    ]


def collection(of: Sequence[Item]) -> Collection:
    return Collection(
        name="dair:2024-W05",
        kind="weekly",
        title="Top papers",
        start=date(2024, 1, 29),
        end=date(2024, 2, 4),
        source="list:https://a.example/papers_2024.md",
        entries=tuple(item.entry for item in of),
        warnings=("the list was cut short after 5 papers",),
    )


def edition(language: str = "en", model: str = "test-model") -> Edition:
    names = WORDS[language]
    return Edition(
        kind="roundup",
        collection="dair:2024-W05",
        language=language,
        model=model,
        title="Top papers",
        names=(ShortName(paper_id="https://openai.example/sora_1", name="Sora & co"),),
        groups=tuple(Group(name=name, positions=at) for name, at in zip(names, ((1, 4), (2, 3), (5,)), strict=True)),
    )


def pictures() -> list[Picture]:
    """The first paper's may be shown; the second's may not."""
    return [
        Picture(
            paper_id="2401.00001",
            label="Figure 1",
            caption="Figure 1: What *Lantern* does | in $n$ steps.",
            page=2,
            file="2401-00001-figure-1-p2.png",
            png=PNG,
            licence=CC_BY,
            url="https://arxiv.org/abs/2401.00001v2",
            credit="Ada Lovelace, 渡辺 花子",
        ),
        Picture(
            paper_id="2401.00002",
            label="Figure 3",
            caption="Figure 3: The data.",
            page=3,
            file="2401-00002-figure-3-p3.png",
            reason="the paper's licence is not known",
        ),
    ]


def hostile() -> tuple[list[Item], Edition]:
    """Every hostile text as a title, a comment, a name and the name of a group."""
    listed = [
        Item(Entry(position=n, title=text, url=f"https://a.example/{n}", comment=text, group=text))
        for n, text in enumerate((*HOSTILE, "\u200b"), 1)
    ]
    groups = tuple(Group(name=one_line(text) or "None", positions=(n,)) for n, text in enumerate((*HOSTILE, ""), 1))
    return listed, Edition(kind="roundup", collection="x", language="en", model="m", groups=groups)
