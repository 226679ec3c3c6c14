"""Statements in a writer's own words: synonyms, dates, ranges and numbers that tell what is spoken of."""

from __future__ import annotations

import pytest

from digest.models import Status
from digest.summarize.drafts import Claim
from digest.summarize.evidence import Checker
from tests.summarize.papers import document, paper

REST = (
    "The weather of the north is cold in winter and mild in summer.",
    "Ice covers the lakes from November until the end of March in most years.",
    "We thank all who have rowed the boats.",
)


def status(text: str, sentence: str, language: str = "en") -> Status:
    """What the check says of a statement about one sentence of a paper."""
    doc = document([[sentence, *REST]])
    claim = Claim(text=text, sentences=[0], anchor=sentence.rstrip("."), derived=[])
    return Checker(paper(title="Lakes of the north", abstract=""), doc, language).check(claim).status


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "On Iceberg its score rises from 15.6% to 71.0%.",
            "For instance, its score on Iceberg increases from 15.6% to 71.0%, and with voting it improves further.",
        ),
        (
            "It beats the older system by 9 to 19 percentage points in retrieval accuracy.",
            "Our retriever outperforms the older system greatly by 9%-19% absolute in terms of retrieval accuracy.",
        ),
        (
            "The dump of December 20, 2018 is the source of the documents.",
            "We use the dump from Dec. 20, 2018 as the source documents for answering questions.",
        ),
        (
            "The model is trained with large-scale reinforcement and without supervised examples.",
            "A model trained via large-scale reinforcement without supervised examples shows remarkable reasoning.",
        ),
    ],
)
def test_a_true_statement_in_other_words_is_verified(text: str, sentence: str) -> None:
    assert status(text, sentence) is Status.VERIFIED


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "On Iceberg its score falls from 15.6% to 71.0%.",
            "For instance, its score on Iceberg increases from 15.6% to 71.0%, and with voting it improves further.",
        ),
        (
            "It beats the older system by 9 to 29 percentage points in retrieval accuracy.",
            "Our retriever outperforms the older system greatly by 9%-19% absolute in terms of retrieval accuracy.",
        ),
        (
            "The dump of November 20, 2018 is the source of the documents.",
            "We use the dump from Dec. 20, 2018 as the source documents for answering questions.",
        ),
        (
            "The model is trained with supervised examples and without large-scale reinforcement.",
            "A model trained via large-scale reinforcement without supervised examples shows remarkable reasoning.",
        ),
        ("It reads 1 page.", "It reads 288 pages and not only the 100 pages of others."),
    ],
)
def test_a_false_statement_in_other_words_is_not(text: str, sentence: str) -> None:
    assert status(text, sentence) is Status.UNVERIFIED


def test_a_month_by_its_number_is_the_month_by_its_name_and_no_other() -> None:
    sentence = "We use the dump from Dec. 20, 2018 as the source documents for answering questions."
    assert status("2018年12月20日のダンプを文書の出典とする。", sentence, "ja") is Status.VERIFIED
    assert status("2018年11月20日のダンプを文書の出典とする。", sentence, "ja") is Status.UNVERIFIED
