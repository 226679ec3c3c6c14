"""Where a sentence ends after one letter, and what becomes of the dots of a table of contents."""

from __future__ import annotations

from itertools import pairwise

import pytest
from fpdf import FPDF

from digest.extract import read_pdf
from digest.extract.sentences import sentence_ends


def sentences(text: str) -> list[str]:
    return [text[a:b].strip() for a, b in pairwise([0, *sentence_ends(text)])]


@pytest.mark.parametrize(
    "text",
    [
        "It is implemented in R. The package is free.",
        "The matrix has the covariance Σ. Thus it can be turned.",
        "It belongs to the group G. A graph of it is drawn.",
    ],
)
def test_a_sentence_may_end_with_one_letter(text: str) -> None:
    assert len(sentences(text)) == 2


@pytest.mark.parametrize(
    "text", ["We follow J. Smith and A. B. Jones here.", "So does W. A. Adams, as A. Theron said."]
)
def test_initials_end_no_sentence(text: str) -> None:
    assert sentences(text) == [text]


def test_the_dots_of_a_table_of_contents_are_no_sentences() -> None:
    made = FPDF(unit="pt", format=(612, 792))
    made.add_page()
    made.set_font("Times", size=10)
    for number, title in enumerate(("Introduction", "Methods", "Results", "Conclusion"), 1):
        made.text(72, 80 + 14 * number, f"{number} {title}{' .' * 60} {3 * number}")
    made.set_xy(72, 170)
    made.multi_cell(468, 12, "We ask how the ice of twelve lakes melts in spring, and how the wind bears upon it. " * 8)
    document = read_pdf(bytes(made.output()))
    said = [document.sentence_text(at) for at in range(len(document.sentences))]
    assert "." not in {text.strip() for text in said}
    assert len(said) < 16
    assert " . . " not in document.text
