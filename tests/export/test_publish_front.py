"""Front matter of each dialect: what its builder takes for Markdown or HTML carries no markup of a paper's."""

from __future__ import annotations

import pytest
import yaml  # type: ignore[import-untyped]

from digest.export.dialects import DIALECTS
from digest.export.esc import esc
from digest.export.page import Page

EVIL = '<script>alert(1)</script> *b* & "x" --'


def front(dialect: str, **fields: object) -> dict[str, object]:
    known = {"slug": "a-page-of-ours", "title": EVIL, "date": None, "language": "en", "summary": EVIL, "tags": (EVIL,)}
    page = Page(**(known | fields))  # type: ignore[arg-type]
    text = DIALECTS[dialect].page(page, "body")
    read: dict[str, object] = yaml.safe_load(text.split("---\n")[1])
    return read


def test_what_pandoc_reads_as_markdown_is_escaped() -> None:
    read = front("quarto")
    assert (read["title"], read["description"], read["categories"]) == (esc(EVIL), esc(EVIL), [esc(EVIL)])


def test_the_summary_that_hugo_reads_as_markdown_is_escaped_and_its_title_is_not() -> None:
    read = front("hugo")
    assert (read["title"], read["summary"]) == (EVIL, esc(EVIL))


def test_the_title_and_tags_that_material_puts_into_its_html_are_escaped() -> None:
    read = front("mkdocs")
    assert read["title"] == '&lt;script&gt;alert(1)&lt;/script&gt; *b* &amp; "x" --'
    assert read["tags"] == [read["title"]]


@pytest.mark.parametrize("dialect", ["gfm", "jekyll", "qiita", "obsidian", "astro"])
def test_builders_that_take_a_title_as_text_get_it_as_it_is(dialect: str) -> None:
    assert front(dialect)["title"] == EVIL


def test_a_topic_that_zenn_would_refuse_for_its_length_is_left_out() -> None:
    assert front("zenn", tags=("arXiv", "Computation and Language", "Robotics"))["topics"] == ["arxiv", "robotics"]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_tag_is_no_path_and_no_longer_than_a_file_name(dialect: str) -> None:
    read = front(dialect, tags=("x" * 300, "../../etc", "..", "a/../b", "R&D"))
    tags = read.get("tags", read.get("categories", read.get("topics")))
    assert isinstance(tags, list)
    assert all(len(tag) <= 60 and ".." not in tag and not tag.startswith("/") for tag in tags)
    assert tags
