from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.export.dialects import DIALECTS
from digest.export.frontmatter import front_matter
from digest.export.page import Page, slug_of
from tests.export.samples import HOSTILE


@given(st.text(max_size=80) | st.sampled_from(HOSTILE))
def test_a_string_stays_one_line_and_cannot_end_the_block(title: str) -> None:
    lines = front_matter({"title": title, "draft": False}).split("\n")
    assert (lines[0], lines[2:]) == ("---", ["draft: false", "---", ""])
    assert lines[1].splitlines() == [lines[1]]
    assert isinstance(json.loads(lines[1].removeprefix("title: ")), str)


def test_dates_lists_and_nothing_are_written_plainly() -> None:
    text = front_matter({"date": date(2024, 2, 4), "tags": ("a", "日本"), "id": None})
    assert text == '---\ndate: 2024-02-04\ntags: ["a", "日本"]\nid: null\n---\n'


def test_a_key_that_is_no_word_is_refused() -> None:
    with pytest.raises(ValueError, match="a: b"):
        front_matter({"a: b": "x"})


def test_zenn_gets_no_more_than_it_takes() -> None:
    page = Page(
        "weekly-2024-w05", "題" * 100, None, "ja", "", ("Computation and Language", "c++", "a", "b", "c", "d", "e")
    )
    fields = DIALECTS["zenn"].front(page)
    topics = fields["topics"]
    assert isinstance(topics, tuple)
    assert len(topics) == 5
    assert all(topic.isalnum() and len(topic) <= 18 for topic in topics)
    assert len(str(fields["title"])) == 70


@given(st.lists(st.text(max_size=40), max_size=3), st.sampled_from(["en", "ja", "zh-Hant"]))
def test_file_names_are_within_the_narrowest_limits(parts: list[str], language: str) -> None:
    slug = slug_of(parts, language)
    assert 12 <= len(slug) <= 50
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
