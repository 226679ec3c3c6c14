"""The URLs of a text: found whole, also where a line broke them, and nothing of what follows them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.document import Link, Page, Sentence
from digest.extract.links import URL, Annotation, addresses, find_links


def links(text: str, *annotations: str) -> list[Link]:
    pages = (Page(number=1, start=0, end=len(text)),)
    sentences = (Sentence(start=0, end=len(text)),)
    return list(find_links(text, pages, sentences, [Annotation(url, 1) for url in annotations]))


def urls(text: str, *annotations: str) -> list[str]:
    return [link.url for link in links(text, *annotations)]


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("Code: https://github.com/heron/count. We thank", "https://github.com/heron/count"),
        ("at https://github.com/ heron/count, 2022.", "https://github.com/heron/count"),
        ("See http://example.org/abs/ 78691-c9b7-30a0 for it", "http://example.org/abs/78691-c9b7-30a0"),
        ("See www.example.org/herons.", "https://www.example.org/herons"),
        ("See WWW.example.org/herons.", "https://WWW.example.org/herons"),
        ("(github.com/heron/count)", "https://github.com/heron/count"),
        ("https://example.org/watch?v= Hj5lGFzlubU [3]", "https://example.org/watch?v=Hj5lGFzlubU"),
        (
            "https://github.com/heron/ count-suite/tree/ main/dusk.",
            "https://github.com/heron/count-suite/tree/main/dusk",
        ),
        ("https://zenodo.org/record/ 3039997.", "https://zenodo.org/record/3039997"),
        ("https://www.example. com/r/herons/ and more", "https://www.example.com/r/herons/"),
    ],
)
def test_an_address_is_whole(text: str, url: str) -> None:
    assert urls(text) == [url]


@pytest.mark.parametrize(
    "text",
    [
        "1https://example.org/herons-E3DC/\n\nMetric Ours Theirs",
        "https://example.org/herons-E3DC/ 3 The National Observatory",
        "https://example.org/herons-E3DC/ The herons return",
        "https://example.org/herons-E3DC/\n\nP.A. = 58 degrees",
    ],
)
def test_what_follows_a_complete_address_is_no_part_of_it(text: str) -> None:
    assert urls(text) == ["https://example.org/herons-E3DC/"]


def test_the_link_behind_a_broken_address_stands_for_it_and_keeps_its_sentence() -> None:
    text = "We publish at https://Example.org/her ons/count today."
    (link,) = [found for found in links(text, "https://example.org/herons/count") if found.url.endswith("count")]
    assert (link.url, link.page, link.sentence) == ("https://example.org/herons/count", 1, 0)


def test_a_link_that_the_text_does_not_show_has_no_sentence() -> None:
    (link,) = links("We publish it here.", "https://example.org/herons")
    assert link.sentence is None


PIECES = st.sampled_from(
    ["http://", "HTTPS://", "www.", "github.com/", "a/b", "@", "x.org", " ", "\n", "İ", "://", ">", "("]
)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_looking_at_the_marks_only_misses_no_address(text: str) -> None:
    assert [match.span() for match in addresses(text)] == [match.span() for match in URL.finditer(text)]


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://anonymous.4open.science/r/herons-E3DC/", "code"),
        ("https://github.com/heron/heron.github.io", "code"),
        ("https://gitlab.uni-see.example/herons", "code"),
        ("https://huggingface.co/datasets/heron/counts", "data"),
        ("https://zenodo.org/records/1", "data"),
        ("https://huggingface.co/heron/counter", "model"),
        ("https://heron.github.io/", "project"),
        ("https://arxiv.org/abs/1706.03762", "paper"),
        ("https://example.org/", "other"),
    ],
)
def test_an_address_tells_what_it_leads_to(url: str, kind: str) -> None:
    assert [link.kind for link in links(f"See {url} today.")] == [kind]
