from __future__ import annotations

import random
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from digest.export.esc import esc, link
from tests.export.samples import HOSTILE

RENDERER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def shown(tokens: list[Token]) -> tuple[str, set[str]]:
    """The text that a reader sees, and the kinds of elements that are not text."""
    inline = [child for token in tokens if token.type == "inline" for child in token.children or ()]
    kinds = {token.type for token in tokens} - {"paragraph_open", "paragraph_close", "inline"}
    return "".join(t.content for t in inline), kinds | {t.type for t in inline} - {"text", "text_special"}


DROPPED = frozenset("\u200b\ufffe\uffff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def meant(text: str) -> str:
    kept = (c for c in text if c.isspace() or (unicodedata.category(c) not in ("Cc", "Cs") and c not in DROPPED))
    return " ".join("".join(kept).split())


def assert_literal(text: str) -> None:
    said = esc(text)
    if not said:
        return
    assert shown(RENDERER.parse(said)) == (meant(text), set())


@given(st.text(alphabet=st.sampled_from("ab1 .-+*_`|~#:<>&[](){}$@^=\\!?%/\"',;「」重要\n"), max_size=40))
def test_a_text_is_shown_as_it_is_and_makes_no_element(text: str) -> None:
    assert_literal(text)


@given(st.text(max_size=30))
def test_any_unicode_text_is_shown_as_it_is(text: str) -> None:
    assert_literal(text)


def test_a_thousand_mixtures_of_hostile_strings_are_shown_as_they_are() -> None:
    dice = random.Random(7)
    for _ in range(1000):
        assert_literal(" ".join(dice.choices(HOSTILE, k=3)))


PLACES = {
    "heading": ("## {}", "heading"),
    "list": ("- {}", "list"),
    "numbered list": ("1.  {}", "list"),
    "table cell": ("| a | b |\n| --- | --- |\n| {} | x |", "table"),
    "bold": ("&#8203;**{}**&#8203;", "strong"),
    "link": ("[{}](https://a.example/)", "link"),
    "quotation": ("> “{}”", "blockquote"),
}


@pytest.mark.parametrize("place", PLACES)
def test_hostile_strings_are_shown_as_they_are_in_every_place_of_a_page(place: str) -> None:
    frame, kind = PLACES[place]
    dice = random.Random(11)
    empty = shown(RENDERER.parse(frame.format("q")))[1]
    assert any(kind in name or kind == "list" for name in empty)
    for _ in range(200):
        text = " ".join(dice.choices(HOSTILE, k=3))
        said, kinds = shown(RENDERER.parse(frame.format(esc(text))))
        around = shown(RENDERER.parse(frame.format("q")))[0].split("q")
        assert (said, kinds) == (around[0] + meant(text) + around[1], empty), text


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "http://a b", ""])
def test_a_link_to_anything_but_the_web_is_only_its_text(url: str) -> None:
    assert shown(RENDERER.parse(link("here", url))) == ("here", set())


@pytest.mark.parametrize("url", ["https://a.example/x)y", "https://a.example/{{x}}", "https://a.example/a_b~c?d=[e]"])
def test_a_link_cannot_be_closed_early(url: str) -> None:
    assert shown(RENDERER.parse(link("here", url))) == ("here", {"link_open", "link_close"})
    assert "{{" not in link("here", url)


@pytest.mark.parametrize("text", ["1788. x", "iv) x", "mdcclxxxviii) x", "MDCCLXXXVIII. x"])
def test_a_number_in_front_of_a_text_begins_no_list_not_even_a_roman_one_in_quarto(text: str) -> None:
    number, mark = re.match(r"(\w+)([.)])", text).groups()  # type: ignore[union-attr] # all have one
    assert esc(text) == f"{number}&#{ord(mark)}; x"
