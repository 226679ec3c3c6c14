"""Statements of hardly any words, and papers that say the same twice."""

from __future__ import annotations

from digest.models import Status
from digest.summarize.drafts import Claim
from digest.summarize.evidence import Checker
from tests.summarize.checking import check
from tests.summarize.papers import document, index_of, paper


def test_a_statement_of_hardly_any_words_must_have_those_of_its_sentence() -> None:
    assert check("They should not be used by them.", "limited to English").status is Status.UNVERIFIED


def test_of_two_sentences_that_say_the_same_the_cited_one_bears_the_statement() -> None:
    before = "The pier1 class wants this command to stand before the summary of the harbour."
    after = "The pier2 class wants this command to stand after the summary of the harbour."
    doc = document((("# Abstract", "Boats need harbours of many kinds and sizes."), ("# 1 Method", before, after)))
    said = "The pier2 class wants this command to stand before the summary of this harbour."
    checker = Checker(paper(), doc, "en")
    wrong = Claim(text=said, sentences=[index_of(doc, "after the summary")], anchor=said, derived=[])
    assert checker.check(wrong).status is Status.UNVERIFIED


def test_three_words_that_stand_together_elsewhere_are_not_said_by_a_sentence_that_has_two() -> None:
    there = "For each of the harbours a summary of the index is provided in the end."
    here = "The main purpose is to provide infrastructure for working with indexed boats."
    doc = document(
        (
            ("# Abstract", "Boats need piers of many kinds and sizes."),
            ("# 1 Method", here, "Tides turn.", "Rain falls.", there),
        )
    )
    checker = Checker(paper(), doc, "en")
    wrong = Claim(
        text="A summary of the index is provided.", sentences=[index_of(doc, here)], anchor=here[4:40], derived=[]
    )
    assert checker.check(wrong).status is Status.UNVERIFIED
    right = Claim(
        text=wrong.text, sentences=[index_of(doc, there)], anchor="a summary of the index is provided", derived=[]
    )
    assert checker.check(right).status is Status.VERIFIED
