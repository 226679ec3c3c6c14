from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from digest.export.feed import atom
from digest.export.item import Item
from digest.models import Author, Entry, Passage, Status
from tests.export.golden import same_as_golden
from tests.export.samples import HOSTILE, items, note, paper

A = "{http://www.w3.org/2005/Atom}"


def feed(*of: Item, feed_url: str | None = "https://a.example/feed.xml", language: str = "en") -> Element:
    root: Element = fromstring(atom(of, title="Notes", feed_url=feed_url, language=language).encode())
    return root


def item(number: int = 1, language: str = "en", **fields: object) -> Item:
    one = paper(number, **fields)
    return Item(Entry(position=number, title=one.title), one, note(one, language))


def texts(root: Element, path: str) -> list[str]:
    return [found.text or "" for found in root.findall("/".join(A + step for step in path.split("/")))]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_feed_is_as_it_was(language: str) -> None:
    made = atom(items(language), title="Notes", feed_url="https://a.example/feed.xml", language=language)
    assert same_as_golden(f"feed.{language}.atom", made)


def test_every_entry_has_what_the_standard_asks_for() -> None:
    root = feed(item(1), item(2), item(3, published=None, updated=None, url=None))
    for part in [root, *root.findall(f"{A}entry")]:
        for name in ("id", "title", "updated"):
            [found] = part.findall(A + name)
            assert found.text
    for entry in root.findall(f"{A}entry"):
        assert texts(entry, "author/name") == ["Ada Lovelace", "渡辺 花子"]


def test_an_entry_keeps_its_id_and_dates_when_the_paper_gets_a_version_or_the_feed_another_place() -> None:
    first = feed(item(1))
    later = feed(item(1, version=3), item(2), feed_url=None)
    assert texts(first, "entry/id") == ["https://arxiv.org/abs/2401.00001"]
    assert texts(later, "entry/id")[0] == "https://arxiv.org/abs/2401.00001"
    assert texts(first, "entry/published") == texts(later, "entry/published")[:1] == ["2024-01-30T12:00:00+00:00"]
    assert texts(first, "updated") == ["2024-02-01T12:00:00+00:00"]


def test_two_languages_of_a_paper_are_two_entries() -> None:
    root = feed(item(1), item(1, "ja"), item(1))
    assert texts(root, "entry/id") == ["https://arxiv.org/abs/2401.00001", "https://arxiv.org/abs/2401.00001#ja"]


def test_a_feed_that_nobody_knows_the_place_of_has_no_link_and_a_lasting_id() -> None:
    root = feed(item(1), feed_url=None)
    assert root.findall(f"{A}link") == []
    assert texts(root, "id")[0].startswith("urn:uuid:")
    assert texts(root, "id") == texts(feed(feed_url=None), "id")


def test_a_link_to_anything_but_the_web_is_left_out() -> None:
    root = feed(item(1, url="javascript:alert(1)", source="file", id="file:0"), feed_url=None)
    assert [link.get("href") for link in root.iter(f"{A}link")] == []


@given(st.text(max_size=40), st.sampled_from(HOSTILE))
def test_any_text_makes_a_feed_whose_html_says_just_that(text: str, hostile: str) -> None:
    said = f"x{hostile}{text}x".encode(errors="replace").decode()
    one = paper(title=said, authors=(Author(name=said),), categories=(said,))
    told = note(one).model_copy(update={"gist": Passage(text=said, status=Status.VERIFIED)})
    root = feed(Item(Entry(position=1, title=said), one, told))
    [content] = texts(root, "entry/content")
    parts = html.fragment_fromstring(content, create_parent=True)
    assert {part.tag for part in parts.iter()} <= {"div", "p", "b", "i", "h3", "blockquote"}
    assert parts[0].text_content() == texts(root, "entry/title")[0]


def test_the_same_notes_give_the_same_bytes() -> None:
    assert atom(items(), title="Notes") == atom(items(), title="Notes")
    assert atom([], title="Notes") == atom([], title="Notes")
