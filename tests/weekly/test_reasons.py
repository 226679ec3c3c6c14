"""What a reader is told about entries without a note."""

from __future__ import annotations

import re

import pytest

from digest import errors
from digest.export.item import Item
from digest.export.reasons import FAILURES, reason_of, said
from digest.models import Entry, Paper
from digest.sources.paper_links import target_of
from digest.weekly import NO_REF, OVER_LIMIT

ENTRY = Entry(position=1, title="x")


def below(kind: type[errors.DigestError]) -> set[str]:
    return {kind.__name__}.union(*(below(child) for child in kind.__subclasses__()))


def test_every_failure_of_a_paper_has_its_words_in_both_languages() -> None:
    kinds = below(errors.FetchError) | below(errors.ExtractError) | below(errors.ModelError) | {"BudgetError"}
    assert {kind for kind in kinds if kind in vars(errors)} == set(FAILURES)
    assert all(re.search("[ぁ-ん]", japanese) for _, japanese in FAILURES.values())


def test_a_failure_is_told_without_the_addresses_and_tools_of_its_message() -> None:
    item = Item(ENTRY, reason="http://127.0.0.1:9/x answered 500 (PdfReadError)", kind="DamagedError")
    assert reason_of(item, "en") == "Its PDF is damaged and cannot be read."
    assert reason_of(item, "ja") == "PDFが壊れていて読めない。"


def test_a_withdrawal_brings_the_authors_own_words() -> None:
    paper = Paper(id="2401.00001", title="x", comment="An error in Lemma 2", withdrawn=True)
    told = reason_of(Item(ENTRY, paper, reason="…", kind="WithdrawnError"), "ja")
    assert told == "著者により取り下げられた論文である。「An error in Lemma 2」"


@pytest.mark.parametrize(
    "text",
    [
        target_of("https://x.com/a/status/1").reason,
        target_of("https://github.com/a/b").reason,
        target_of("https://huggingface.co/datasets/a").reason,
        target_of("https://arxiv.org/abs/2499.1").reason,
        target_of("https://arxiv.org/list/cs.CL/new").reason,
        target_of("ftp://example.org/x").reason,
        "the row has no link",
        "the row links only a post on X",
        NO_REF,
        OVER_LIMIT,
        "the feed stands still: its newest mailing is of 2024-01-30, 4 mailings ago",
        "3 items of the feed name no arXiv paper and were left out",
        "the list was cut short after 5000 papers",
    ],
)
def test_what_lists_say_is_said_in_japanese(text: str) -> None:
    assert text
    assert said(text, "en") == text
    translated = said(text, "ja")
    assert "英語" not in translated
    assert re.search("[ぁ-んァ-ヶ]", translated)


def test_what_has_no_translation_is_shown_in_english_and_said_to_be() -> None:
    assert reason_of(Item(ENTRY, reason="something new", kind="NewError"), "ja-JP") == "（英語）something new"
    assert reason_of(Item(ENTRY), "ja") is None
