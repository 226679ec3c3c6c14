"""Where TeX breaks English words, and whether a document is broken there."""

from __future__ import annotations

from collections import Counter

import pytest

from digest.extract.compounds import is_one_word
from digest.extract.tex_breaks import broken_by_tex, may_break


@pytest.mark.parametrize(
    "word", ["hy-phenation", "hyphen-ation", "con-sider", "important-ly", "ta-ble", "ref-ormation"]
)
def test_tex_breaks_words_at_its_patterns_and_exceptions(word: str) -> None:
    assert may_break(*word.split("-"))


@pytest.mark.parametrize("word", ["spin-orbit", "low-rank", "ground-truth", "two-stage", "pro-jects"])
def test_tex_breaks_no_word_elsewhere(word: str) -> None:
    assert not may_break(*word.split("-"))


def test_a_hyphen_where_tex_breaks_no_word_was_written() -> None:
    nothing: Counter[str] = Counter()
    assert not is_one_word("spin", "orbit", nothing, whole=False, tex=True)
    assert is_one_word("spin", "orbit", nothing, whole=False)
    assert is_one_word("impor", "tant", nothing, whole=False, tex=True)
    assert is_one_word("spin", "orbit", Counter({"spinorbit": 1}), whole=False, tex=True)


def test_documents_that_break_words_elsewhere_were_not_set_by_tex_in_english() -> None:
    english = Counter({"the": 9, "considered": 2, "important": 1, "photograph": 1, "knowledge": 1})
    assert broken_by_tex([("con", "sidered"), ("impor", "tant")], english)
    assert not broken_by_tex([("photog", "raph"), ("know", "ledge"), ("kn", "owledge")], english)
    assert not broken_by_tex([("con", "sidered")], Counter({"the": 2, "der": 9}))
