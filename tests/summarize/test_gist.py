"""What a note without a model may begin with, and what is no sentence of its own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digest.document import Document
from digest.summarize.extractive import extract_note
from digest.summarize.options import Options
from digest.summarize.ranking import awkwardness, reads_alone
from tests.summarize.papers import document, paper

NEWS = "We present Lantern, a retriever that scores passages with sparse lanterns of attention."


def gist_of(doc: Document) -> str:
    note = extract_note(paper(abstract="", title=""), doc, Options(), note_key="k")
    return note.gist.text


@pytest.mark.parametrize(
    "text",
    [
        "Keywords: harbours, retrieval models, model based clustering, latent class regression.",
        "Submitted to the journal on January 2, 2013, final version accepted on December 13, 2014.",
        "We leave this open as an exercise to the reader of the second part.",
    ],
)
def test_furniture_is_no_sentence_of_the_paper(text: str) -> None:
    assert not reads_alone(text)


@pytest.mark.parametrize(
    "text",
    [
        "This introduction is a (slightly) modified version of Keeper (2020), published in the Journal of Harbours.",
        "In contrast, an approach to estimation is available in the package for time series of the tide.",
        "The document is still incomplete and does not cover all methods for the harbour.",
    ],
)
def test_where_a_text_comes_from_does_not_say_what_it_says(text: str) -> None:
    assert awkwardness(text) > awkwardness(NEWS) + 1


def test_a_table_of_contents_does_not_hide_the_opening() -> None:
    dots = [". " for _ in range(80)]
    doc = document(((*dots, NEWS, "Labels of that kind are expensive and are not available for most languages."),))
    assert gist_of(replace(doc, abstract="", title="")) == NEWS
