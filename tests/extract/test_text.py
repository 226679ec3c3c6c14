from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.errors import DamagedError
from digest.extract import read_pdf
from digest.extract.language import guess_language
from digest.extract.read import first_words
from digest.extract.sentences import sentence_ends

SAMPLE = Path(__file__).parents[2] / "examples" / "sample-paper.pdf"


def test_reading_twice_gives_the_same_document() -> None:
    assert read_pdf(SAMPLE.read_bytes()) == read_pdf(SAMPLE.read_bytes())


def test_sentences_and_pages_tile_the_text() -> None:
    document = read_pdf(SAMPLE.read_bytes())
    for spans in (document.sentences, document.pages):
        ends = [0, *(span.end for span in spans)]
        assert [span.start for span in spans] == ends[:-1]
        assert ends[-1] == len(document.text)


def test_sections_and_abstract_of_the_sample_paper_are_found() -> None:
    document = read_pdf(SAMPLE.read_bytes())
    assert document.title
    assert document.abstract
    assert {section.kind for section in document.sections} >= {"abstract", "body", "references"}


def test_a_title_that_is_set_like_the_text_is_the_first_paragraph() -> None:
    text = "Counting herons at dusk\n\nA. Heron\n\nAbstract\n\nWe count herons."
    assert first_words(text, "We count herons.") == "Counting herons at dusk"


def test_marks_of_drafts_may_stand_above_the_title() -> None:
    marks = "Draft version May 3, 2024\n\nTypeset using LaTeX style"
    assert (
        first_words(f"{marks}\n\nCounting herons at dusk\n\nABSTRACT\n\nWe count.", "We count.")
        == "Counting herons at dusk"
    )


@pytest.mark.parametrize("first", ["Draft version 3 of May", "We count the herons of a lake.", "Herons"])
def test_other_first_paragraphs_are_no_titles(first: str) -> None:
    assert first_words(f"{first}\n\nAbstract\n\nWe count herons.", "We count herons.") == ""


@given(st.text())
def test_sentence_ends_rise_to_the_end_of_the_text(text: str) -> None:
    ends = sentence_ends(text)
    assert ends == sorted(set(ends))
    assert ends[-1] == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "As Fig. 3 shows, it rose by 3.5 %.",
        "Smith et al. [4] say so.",
        "J. Doe wrote it.",
        "Das ist z. B. In Abb. 2 so.",
    ],
)
def test_abbreviations_and_decimals_do_not_end_a_sentence(text: str) -> None:
    assert len(sentence_ends(text)) == 1


def test_japanese_sentences_end_without_a_space() -> None:
    assert len(sentence_ends("結果を示す。精度は高い。")) == 2


def test_languages_are_told_by_script_and_common_words() -> None:
    assert guess_language("Die Ergebnisse sind nicht von der Wahl des Modells und der Daten abhängig.") == "de"
    assert guess_language("結果を示す。精度は高い。") == "ja"


def test_bytes_that_are_no_pdf_are_called_damaged() -> None:
    with pytest.raises(DamagedError):
        read_pdf(b"%PDF-1.7 nothing of the kind")
