from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digest.curate.survey_names import short_names
from digest.models import Author, Paper
from tests.summarize.papers import document


def paper(title: str, *authors: str, number: int = 1, abstract: str = "", year: int = 2024) -> Paper:
    return Paper(
        id=f"2401.{number:05}",
        title=title,
        authors=tuple(Author(name=name) for name in authors),
        abstract=abstract,
        published=datetime(year, 1, 1, tzinfo=UTC),
    )


def name(one: Paper, text: str = "") -> str:
    documents = {one.id: document([[text]])} if text else {}
    return short_names([one], documents)[one.id]


LONG = "A Method for the Retrieval of Passages in Long Documents"


@pytest.mark.parametrize(
    ("title", "authors", "expected"),
    [
        ("OLMo: Accelerating the Science of Language Models", ("Dirk G",), "OLMo"),
        ("Mistral 7B", ("Albert Q. Jiang",), "Mistral 7B"),
        ("Attention Is All You Need", ("Ashish Vaswani",), "Attention Is All You Need"),
        (LONG, ("Ada Lovelace", "Grace Hopper", "渡辺 花子"), "Lovelace et al."),
        (LONG, ("Ada Lovelace", "Grace Hopper"), "Lovelace and Hopper"),
        (LONG, ("渡辺 花子",), "渡辺"),
        (LONG, (), "A Method for the Retrieval of Passages …"),
    ],
)
def test_a_paper_is_called_by_its_title_or_by_its_authors(title: str, authors: tuple[str, ...], expected: str) -> None:
    assert name(paper(title, *authors)) == expected


def test_a_coined_name_must_be_used_in_the_paper() -> None:
    one = paper(LONG, "Ada Lovelace", abstract="We propose LanternNet, a retriever.")
    assert name(one, "LanternNet is fast. LanternNet is small. LanternNet is good.") == "LanternNet"
    assert name(one, "LanternNet is mentioned once.") == "Lovelace"


def test_what_the_authors_only_test_on_is_not_their_name() -> None:
    one = paper(LONG, "Ada Lovelace", abstract="We introduce a method and test it on ImageNet. We use GPT-4 for it.")
    assert name(one, "ImageNet ImageNet ImageNet GPT-4 GPT-4 GPT-4") == "Lovelace"


def test_a_list_can_give_the_name() -> None:
    one = paper(LONG, "Ada Lovelace")
    assert short_names([one], {}, {one.id: "Corrective RAG"})[one.id] == "Corrective RAG"
    assert short_names([one], {}, {one.id: LONG})[one.id] == "Lovelace"


def test_no_two_papers_share_a_name() -> None:
    papers = [
        paper("OLMo: Accelerating the Science", "Dirk G", number=1),
        paper("OLMO: Another one of that name", "Grace Hopper", number=2),
        paper(LONG, "Grace Hopper", number=3),
        paper(LONG, "Grace Hopper", number=4, year=2025),
        paper(LONG, "Grace Hopper", number=5, year=2025),
        paper(LONG, number=6),
        paper(LONG, number=7),
    ]
    names = short_names(papers, {})
    assert list(names.values())[:4] == ["OLMo", "Hopper", "Hopper (2024)", "Hopper (2025)"]
    assert len({one.casefold() for one in names.values()}) == len(papers)
