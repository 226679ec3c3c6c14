"""Which source reads which spec."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.errors import UsageError
from digest.sources.registry import SOURCES, Source, source_of


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_every_source_reads_its_own_example(source: Source) -> None:
    assert source_of(source.example) is source


@pytest.mark.parametrize(
    ("spec", "name"),
    [
        ("dair:latest", "dair"),
        ("hf:2026-09-30", "huggingface"),
        ("feed:cs.CL?types=new,cross", "feed"),
        ("list:https://arxiv.org/abs/2402.00838", "reading list"),
        ("https://raw.githubusercontent.com/a/b/main/papers.md", "reading list"),
        ("https://arxiv.org/abs/2402.00838v1", "arxiv"),
        ("arXiv:2402.00838", "arxiv"),
        ("math/0309136", "arxiv"),
        ("cat:cs.CL AND abs:retrieval", "query"),
        ('ti:"attention is all" ANDNOT au:x', "query"),
        ("https://cdn.openai.com/o1.pdf", "web"),
        ("https://example.org/post", "web"),
        (" dair:2024-W05 ", "dair"),
    ],
)
def test_specs_find_their_source(spec: str, name: str) -> None:
    assert source_of(spec).name == name


def test_a_list_on_disk_goes_before_an_id(tmp_path: Path) -> None:
    (tmp_path / "2402.00838.txt").write_text("2402.00838")
    assert source_of(str(tmp_path / "2402.00838.txt")).name == "reading list"


def test_what_no_source_reads_is_refused_with_examples() -> None:
    with pytest.raises(UsageError) as caught:
        source_of("ftp://example.org/x")
    assert source_of("https://[bad").name == "web"
    assert "dair:2024-W05" in str(caught.value.hint)
