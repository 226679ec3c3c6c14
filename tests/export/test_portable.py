"""Pages of every shape keep to the Markdown that all site builders show alike, whatever papers and replies hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest
from bench.publish_shapes import LANGUAGES, SHAPES, bundle
from markdown_it import MarkdownIt
from markdown_it.token import Token

from digest.export.dialects import DIALECTS

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
OURS = re.compile(
    r"\{\{< /?details.*>\}\}|:::(?:details .*|.*\{\.callout-note .*\})?|</?(?:details|summary).*>|> \[!note\]-.*"
)
"""Lines by which a dialect folds a part."""

OPENERS = ("bullet_list_open", "ordered_list_open", "table_open", "fence", "hr", "heading_open", "blockquote_open")


def body(text: str) -> str:
    return re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)


@cache
def pages(shape: str, dialect: str) -> tuple[str, ...]:
    files = [bundle(shape, dialect, language, seed).files for seed, language in enumerate(LANGUAGES)]
    return tuple(body(text.decode()) for one in files for name, text in one.items() if name.endswith((".md", ".qmd")))


def inline(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield from token.children or ()


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("shape", SHAPES)
def test_a_page_keeps_to_what_all_builders_show_alike(shape: str, dialect: str) -> None:
    seen = 0
    for text in pages(shape, dialect):
        lines = text.split("\n")
        tokens = READER.parse(text)
        seen += len(tokens)
        for token in tokens:
            if token.type == "html_block":
                assert all(OURS.fullmatch(line) for line in token.content.split("\n") if line), token.content
            if token.type in OPENERS and token.map and token.level == 0 and token.map[0]:
                before = lines[token.map[0] - 1]
                assert not before.strip() or OURS.fullmatch(before), (token.type, before, lines[token.map[0]])
            if token.type == "hr":
                assert lines[token.map[0]] == "***" if token.map else False
        used = {token.type for token in inline(tokens)}
        assert used <= {
            "text", "text_special", "entity", "softbreak", "hardbreak", "strong_open", "strong_close",
            "link_open", "link_close", "image",
        }  # fmt: skip
        for token in inline(tokens):
            assert token.markup != "__"
            if token.type == "link_open":
                assert re.match(r"https?://|#[\w-]", str(token.attrs["href"]))
            if token.type == "image":
                assert re.fullmatch(r"[\w./-]+", str(token.attrs["src"]))
    assert seen > 100


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("shape", SHAPES)
def test_nothing_on_a_page_is_a_template_to_its_builder(shape: str, dialect: str) -> None:
    for text in pages(shape, dialect):
        for line in text.split("\n"):
            if not OURS.fullmatch(line):
                assert not re.search(r"\{\{|\{%", line), line
