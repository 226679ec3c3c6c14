"""Links and text out of Markdown as people write it."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.sources.markdown_links import find_links, plain


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("[Paper](https://a.org/x)", [("Paper", "https://a.org/x")]),
        ("[A](https://a.org), [B](https://b.org)", [("A", "https://a.org"), ("B", "https://b.org")]),
        ("[A](https://a.org)[B](https://b.org)", [("A", "https://a.org"), ("B", "https://b.org")]),
        ("[Cell](https://c.com/S0092-8674(25)01312-1)", [("Cell", "https://c.com/S0092-8674(25)01312-1")]),
        ("[A](https://a.org/x(1), [B](https://b.org)", [("A", "https://a.org/x(1"), ("B", "https://b.org")]),
        ("[A](https://a.org)), [B](https://b.org)", [("A", "https://a.org"), ("B", "https://b.org")]),
        ("[Tweet]()", [("Tweet", "")]),
        ("[Tweet)](https://x.com/1)", [("Tweet)", "https://x.com/1")]),
        ('[A](<https://a.org> "the title")', [("A", "https://a.org")]),
        ("**[The *bold* Title](https://a.org):** note", [("The bold Title", "https://a.org")]),
        ("[a [b] c](https://a.org)", [("a [b] c", "https://a.org")]),
        ("[A](https://a.org/?x=1&amp;y=2)", [("A", "https://a.org/?x=1&y=2")]),
        ("see https://a.org/x. Then", [("https://a.org/x", "https://a.org/x")]),
        ("(https://a.org/x_(y))", [("https://a.org/x_(y)", "https://a.org/x_(y)")]),
        ("<https://a.org/x>", [("https://a.org/x", "https://a.org/x")]),
        ("![picture](https://a.org/x.png)", []),
        (r"\[not](https://a.org)", [("https://a.org", "https://a.org")]),
        ("[ ] a task [x] done (really)", []),
    ],
)
def test_links_are_found_as_a_reader_sees_them(text: str, links: list[tuple[str, str]]) -> None:
    assert [(link.label, link.url) for link in find_links(text)] == links


@given(st.text(alphabet="[]()<>\\|*_ abhtps:/.\n", max_size=200))
def test_any_text_yields_links_that_lie_apart_and_in_order(text: str) -> None:
    links = find_links(text)
    assert all(0 <= link.start < link.end <= len(text) for link in links)
    assert all(a.end <= b.start for a, b in itertools.pairwise(links))
    plain(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("****Large Concept Models****", "Large Concept Models"),
        ("all you need\\* (\\*also)", "all you need* (*also)"),
        ("a [label](https://a.org) and `code` &amp; more<br>next", "a label and code & more next"),
        ("snake_case and _emphasis_", "snake_case and emphasis"),
        ("3 < 5 and <b>bold</b>", "3 < 5 and bold"),
    ],
)
def test_text_loses_its_marks_and_keeps_its_words(text: str, shown: str) -> None:
    assert plain(text) == shown
