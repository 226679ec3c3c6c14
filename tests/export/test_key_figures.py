from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from digest.document import Document, Figure, Page, Section, Sentence, SentenceKind
from digest.export.key_figures import key_figures, mention_of, section_naming, without_number
from digest.extract import read_pdf


def document(sentences: list[str], figures: list[Figure], *, body: int | None = None) -> Document:
    """A document of one sentence a page; the references begin at the sentence with the number ``body``."""
    text = "".join(f"{sentence} " for sentence in sentences)
    starts = [sum(len(s) + 1 for s in sentences[:n]) for n in range(len(sentences) + 1)]
    spans = list(itertools.pairwise(starts))
    references = (
        ()
        if body is None
        else (Section(title="R", level=1, start=starts[body], end=len(text), page=1, kind="references"),)
    )
    return Document(
        key="k",
        sha256="0" * 64,
        extractor="sample",
        reader="pdfium",
        text=text,
        pages=tuple(Page(number=n, start=a, end=b) for n, (a, b) in enumerate(spans, 1)),
        sentences=tuple(Sentence(start=a, end=b) for a, b in spans),
        sections=references,
        figures=tuple(figures),
    )


def figure(label: str, page: int = 1, *, found: bool = True) -> Figure:
    return Figure(
        kind="table" if label.startswith("T") else "figure",
        label=label,
        caption="C",
        page=page,
        box=(0, 0, 9, 9) if found else None,
    )


def labels(chosen: list[Figure]) -> list[str]:
    return [f.label for f in chosen]


@pytest.mark.parametrize(
    ("text", "label", "meant"),
    [
        ("see Figure 3 for this", "Figure 3", True),
        ("(Fig. 3a)", "Figure 3", True),
        ("Figs. 2 and 3 show", "Figure 3", True),
        ("Figure 30", "Figure 3", False),
        ("Figure 3.1", "Figure 3", False),
        ("as Figure 3.", "Figure 3", True),
        ("Table 3", "Figure 3", False),
        ("Tab. 3", "Table 3", True),
        ("図3に示す", "Figure 3", True),
        ("Table IV", "Table IV", True),
        ("anything", "", False),
    ],
)
def test_texts_name_figures_in_many_ways(text: str, label: str, *, meant: bool) -> None:
    assert bool(mention_of(label).search(text)) is meant


def test_the_first_figure_and_those_named_most_are_chosen_in_the_order_of_the_paper() -> None:
    figures = [figure(f"Figure {number}") for number in range(1, 8)]
    text = ["Figure 7 is here.", "See Figure 7.", "Figure 5 too.", "Figure 6 too, and Figure 5.", "Fig. 6.", "Fig. 6."]
    assert labels(key_figures(document(text, figures))) == ["Figure 1", "Figure 5", "Figure 6", "Figure 7"]


def test_one_table_at_most_and_only_where_there_is_room() -> None:
    few = [figure("Figure 1"), figure("Table 1"), figure("Table 2")]
    assert labels(key_figures(document(["Table 2 and Figure 1."], few))) == ["Figure 1", "Table 2"]
    many = [*(figure(f"Figure {n}") for n in range(1, 5)), figure("Table 1")]
    assert labels(key_figures(document(["Table 1, Table 1."], many))) == [f"Figure {n}" for n in range(1, 5)]


def test_figures_after_the_body_or_without_a_place_are_left_out() -> None:
    figures = [figure("Figure 1", 1), figure("Figure 2", 1, found=False), figure("Figure 3", 3)]
    assert labels(key_figures(document(["One.", "Two.", "[1] A reference."], figures, body=2))) == ["Figure 1"]


def test_a_label_that_occurs_twice_is_chosen_once() -> None:
    assert labels(key_figures(document(["One."], [figure("Figure 1"), figure("Figure 1")]))) == ["Figure 1"]


def test_a_paper_without_figures_has_none() -> None:
    assert key_figures(document(["One."], [])) == []


@pytest.mark.parametrize(
    ("heading", "bare"),
    [
        ("3 Model Architecture", "Model Architecture"),
        ("3. Experiment", "Experiment"),
        ("IV. RESULTS", "RESULTS"),
        ("I. INTRODUCTION", "INTRODUCTION"),
        ("A.1 Proofs", "Proofs"),
        ("Introduction", "Introduction"),
        ("A study of C", "A study of C"),
        ("2024", "2024"),
    ],
)
def test_headings_are_compared_without_their_numbers(heading: str, bare: str) -> None:
    assert without_number(heading) == bare


def test_the_key_figures_of_a_real_paper_are_those_of_its_body(shared_data: Path) -> None:
    real = read_pdf((shared_data / "papers" / "1706.03762.pdf").read_bytes())
    assert labels(key_figures(real)) == ["Figure 1", "Figure 2", "Table 3"]
    assert all(f.caption for f in key_figures(real))
    assert [section_naming(real, f) for f in key_figures(real)] == ["Model Architecture"] * 2 + ["Results"]
    assert SentenceKind.CAPTION in {s.kind for s in real.sentences}, "captions do not count as mentions"
