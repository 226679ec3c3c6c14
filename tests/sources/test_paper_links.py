"""What a link leads to, judged by its address alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.sources.paper_links import same_thing, target_of


@pytest.mark.parametrize(
    ("url", "label"),
    [
        ("https://arxiv.org/abs/2402.00838", "2402.00838"),
        ("http://www.arxiv.org/abs/2402.00838v2", "2402.00838v2"),
        ("https://export.arxiv.org/pdf/2402.00838v1.pdf", "2402.00838v1"),
        ("https://arxiv.org/html/2402.00838v1#S2", "2402.00838v1"),
        ("https://arxiv.org/abs/math/0309136", "math/0309136"),
        ("https://doi.org/10.48550/arXiv.2402.00838", "2402.00838"),
        ("https://huggingface.co/papers/2402.00838", "2402.00838"),
        ("https://www.alphaxiv.org/abs/2402.00838", "2402.00838"),
        ("https://ar5iv.labs.arxiv.org/html/2402.00838", "2402.00838"),
    ],
)
def test_arxiv_papers_are_known_under_every_address(url: str, label: str) -> None:
    target = target_of(url)
    assert target.what == "arxiv"
    assert target.ref is not None
    assert target.ref.label == label


@pytest.mark.parametrize(
    ("url", "what", "reads"),
    [
        ("https://cdn.openai.com/o1-system-card-20241205.pdf", "paper", "https://cdn.openai.com/o1-system-card-20241205.pdf"),
        ("https://www.nature.com/articles/s41586-023-06747-5", "paper", "https://www.nature.com/articles/s41586-023-06747-5"),
        ("https://openreview.net/forum?id=abc", "paper", "https://openreview.net/pdf?id=abc"),
        ("https://aclanthology.org/2023.acl-long.656/", "paper", "https://aclanthology.org/2023.acl-long.656.pdf"),
        ("https://github.com/a/b/blob/main/x/r.pdf", "paper", "https://github.com/a/b/raw/main/x/r.pdf"),
        ("https://openai.com/index/hello/", "page", "https://openai.com/index/hello/"),
        ("https://x.ai/blog/grok-2", "page", "https://x.ai/blog/grok-2"),
        ("https://research.facebook.com/publications/x/", "page", "https://research.facebook.com/publications/x/"),
    ],
)  # fmt: skip
def test_other_papers_and_pages_give_the_address_to_read(url: str, what: str, reads: str) -> None:
    target = target_of(url)
    assert target.what == what
    assert target.ref is not None
    assert (target.ref.kind, target.ref.id) == ("url", reads)


@pytest.mark.parametrize(
    "url",
    [
        "https://x.com/a/status/1",
        "https://twitter.com/a",
        "https://youtu.be/1",
        "https://github.com/a/b",
        "https://huggingface.co/org/model",
        "https://arxiv.org/list/cs.CL/new",
        "https://arxiv.org/abs/2413.00001",
        "../README.md",
        "ftp://a.org/x.pdf",
        "javascript:alert(1)",
        "http://[bad",
        "",
    ],
)
def test_what_cannot_be_read_comes_with_the_reason(url: str) -> None:
    target = target_of(url)
    assert target.ref is None
    assert target.reason


def test_spellings_of_one_address_fall_together() -> None:
    one = same_thing("https://www.a.org/x/?utm_source=t&id=1#top")
    assert one == same_thing("http://a.org/x?id=1")
    assert one != same_thing("http://a.org/x?id=2")


@given(st.text(max_size=60))
def test_any_text_is_judged_without_an_error(text: str) -> None:
    for url in (text, f"https://{text}", f"https://arxiv.org/abs/{text}"):
        assert (target_of(url).ref is None) == (target_of(url).reason is not None)
        assert target_of(url).key
