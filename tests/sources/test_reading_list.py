"""Reading lists as people keep them: the order, the headings and the words survive, and no link is dropped."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.errors import BadContentError
from digest.models import Entry
from digest.sources.reading_list import handles, read_list


def entries(text: str, name: str = "") -> tuple[Entry, ...]:
    return read_list(text.encode(), name=name)


def shown(found: tuple[Entry, ...]) -> list[tuple[str, str | None]]:
    return [(entry.title, entry.ref.label if entry.ref else None) for entry in found]


def test_a_numbered_list_keeps_order_titles_comments_and_headings() -> None:
    found = entries("""# Papers

## Models
1. **[First Paper](https://arxiv.org/abs/2401.00001):** is all you need\\* (\\*really)
2. **[Second Paper](https://arxiv.org/pdf/2401.00002v3)**: is not

Retrieval
---------
- [Third](https://www.arxiv.org/abs/2401.00003) - good
  reading
""")
    assert [(e.position, e.title, e.ref.label if e.ref else None, e.group, e.comment) for e in found] == [
        (1, "First Paper", "2401.00001", "Models", "is all you need* (*really)"),
        (2, "Second Paper", "2401.00002v3", "Models", "is not"),
        (3, "Third", "2401.00003", "Retrieval", "good reading"),
    ]


def test_links_that_are_no_papers_stay_in_their_place_with_the_reason() -> None:
    found = entries("""Read [our club](https://club.example/about) first.

1. [A Paper](https://arxiv.org/abs/2401.00001) ([code](https://github.com/a/b), [thread](https://x.com/a/1))
2. [An Essay](https://essays.example/rag)
3. [Its model](https://huggingface.co/org/model)
4. [A talk](https://www.youtube.com/watch?v=1)
""")
    assert [(e.title, bool(e.ref), e.reason) for e in found] == [
        ("our club", False, "a web page named in passing; add it by its URL to read it too"),
        ("A Paper", True, None),
        ("A Paper (code)", False, "a code repository, not a paper"),
        ("thread", False, "a post on X, not a paper"),
        ("An Essay", True, None),
        ("Its model", False, "a model, dataset or demo, not a paper"),
        ("A talk", False, "a video, not a paper"),
    ]


def test_a_paper_named_twice_stands_once_whatever_its_address() -> None:
    found = entries("""
- [One](https://arxiv.org/abs/2401.00001)
- [One again](https://arxiv.org/pdf/2401.00001v2.pdf)
- arXiv:2401.00001
- [A PDF](https://a.example/x.pdf)
- [The PDF](http://www.a.example/x.pdf#page=3)
""")
    assert shown(found) == [("One", "2401.00001"), ("A PDF", "https://a.example/x.pdf")]


def test_bare_ids_are_found_in_any_form_and_other_numbers_are_not() -> None:
    found = entries("""
arXiv:2401.00001v2
Old one: math.GT/0309136, and hep-th/9711200.
2401.00003 and 2401.00004, see https://arxiv.org/abs/2401.00005.
Not papers: 1234.56789, 3.14159, 2024.01.15, 10.1000/182, version 2401.1, 192.168.2401.00009
""")
    assert [e.ref.label for e in found if e.ref] == [
        "2401.00001v2",
        "math/0309136",
        "hep-th/9711200",
        "2401.00003",
        "2401.00004",
        "2401.00005",
    ]


def test_a_plain_export_gives_titles_from_its_citations() -> None:
    found = entries("""Doe, J., & Roe, R. (2024). A Title of a Paper (arXiv:2401.00001). arXiv. https://doi.org/10.48550/arXiv.2401.00001

J. Doe, "Another Title of a Paper," 2024, https://example.org/paper.pdf.

2401.00003
""")
    assert shown(found) == [
        ("A Title of a Paper", "2401.00001"),
        ("Another Title of a Paper", "https://example.org/paper.pdf"),
        ("2401.00003", "2401.00003"),
    ]


def test_a_link_that_says_only_pdf_takes_the_words_beside_it() -> None:
    (entry,) = entries("- A Long Title of a Paper, Doe 2024 [[pdf](https://arxiv.org/pdf/2401.00001)]\n")
    assert entry.title == "A Long Title of a Paper, Doe 2024"


def test_links_defined_elsewhere_in_the_file_are_resolved() -> None:
    found = entries(
        "- [One][a]\n- [Two][]\n\n"
        "[a]: https://arxiv.org/abs/2401.00001 'x'\n[two]: <https://arxiv.org/abs/2401.00002>\n"
    )
    assert shown(found) == [("One", "2401.00001"), ("Two", "2401.00002")]


def test_tables_are_lists_and_code_is_not() -> None:
    found = entries("""| Title | Link |
|---|---|
| Great Paper of Ours | [arXiv](https://arxiv.org/abs/2401.00001) |

```
curl https://arxiv.org/abs/2401.00002
```
""")
    assert shown(found) == [("Great Paper of Ours", "2401.00001")]


def test_a_bibtex_file_is_read() -> None:
    found = entries(r"""% my library
@article{a, title = {Attention to {BERT} in Z{\"u}rich}, eprint = {2401.00001}, archivePrefix = {arXiv},
  note = "classic"}
@misc{b, title={Two}, journal={arXiv preprint arXiv:2401.00002v1}, doi={10.1/x}, url={https://example.org}}
@inproceedings{c, title="Three", url={https://aclanthology.org/2023.acl-long.656/}}
@book{d, title={A Book}, year=1999}
@string{x = "y"}
""")
    assert shown(found) == [
        ("Attention to BERT in Zürich", "2401.00001"),
        ("Two", "2401.00002v1"),
        ("Three", "https://aclanthology.org/2023.acl-long.656.pdf"),
        ("A Book", None),
    ]
    assert found[0].comment == "classic"
    assert found[3].reason == "the export gives no link and no arXiv id"


def test_a_ris_file_is_read() -> None:
    found = entries("""TY  - JOUR
TI  - One
UR  - http://arxiv.org/abs/2401.00001
N1  - read twice
ER  -

TY  - CONF
T1  - Two
DO  - 10.1000/182
ER  -
""")
    assert [(e.title, e.url, e.comment) for e in found] == [
        ("One", "http://arxiv.org/abs/2401.00001", "read twice"),
        ("Two", "https://doi.org/10.1000/182", None),
    ]


PAGE = """<!DOCTYPE html><html><head><title>x</title></head><body>
<nav><ul><li><a href="https://arxiv.org/abs/2401.00009">Menu</a></li></ul></nav>
<main><h1>Reading</h1><p>My <a href="/about">notes</a> on <a href="https://arxiv.org/abs/2401.00001">One</a>.</p>
<h2>Deep <em>dives</em></h2><ol>
<li><p><a href="https://arxiv.org/abs/2401.00002">Two &amp; a half</a>: worth it</p>
<ul><li><a href="#top">up</a> <a href="https://github.com/a/b">its code</a></li></ul></li></ol>
<script>var a = "https://arxiv.org/abs/2401.00008";</script></main>
<footer><a href="https://arxiv.org/abs/2401.00007">Footer</a></footer></body></html>"""


def test_a_blog_post_is_read_without_its_menus() -> None:
    found = entries(PAGE, name="https://blog.example/post")
    assert [(e.title, e.url, e.group, e.comment, bool(e.ref)) for e in found] == [
        ("notes", "https://blog.example/about", "Reading", None, False),
        ("One", "https://arxiv.org/abs/2401.00001", "Reading", "My notes on One.", True),
        ("Two & a half", "https://arxiv.org/abs/2401.00002", "Deep dives", "worth it", True),
        ("its code", "https://github.com/a/b", "Deep dives", "up", False),
    ]


def test_a_real_list_keeps_its_46_papers_and_all_that_is_none(shared_data: Path) -> None:
    data = (shared_data / "lists" / "eugeneyan_llm-paper-notes_README.md").read_bytes()
    found = read_list(data)
    papers = [e for e in found if e.ref and e.ref.kind == "arxiv"]
    others = [e.url for e in found if e.ref and e.ref.kind == "url"]
    assert len(papers) == data.count(b"](https://arxiv.org/")
    assert papers[0].title == "Attention Is All You Need"
    assert sum("cdn.openai.com" in str(url) for url in others) == 2
    assert sum("huggingface.co/blog" in str(url) for url in others) == 1
    assert all(e.reason for e in found if not e.ref)
    assert [e.position for e in found] == list(range(1, len(found) + 1))


@pytest.mark.parametrize("data", [b"%PDF-1.7 ...", b"PK\x03\x04\x00\x00\x00"])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(BadContentError):
        read_list(data)


def test_latin_1_and_a_byte_order_mark_are_no_obstacle() -> None:
    assert read_list("- [Zürich](https://arxiv.org/abs/2401.00001)".encode("latin-1"))[0].title == "Zürich"
    assert read_list(b"\xef\xbb\xbf# T\n- [A](https://arxiv.org/abs/2401.00001)")[0].group == "T"


@given(st.text(alphabet="[]()<>*-#|`= \n2401.00v/arXiv:https@{},\"'", max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    found = entries(text)
    assert all((entry.ref is None) == (entry.reason is not None) for entry in found)


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "text",
    [
        "<!doctype html>" + "<div>" * 5000 + '<a href="https://arxiv.org/abs/2401.00001">x</a>',
        "[" * 200_000 + "](" + "(" * 200_000,
        "[a](" * 50_000,
        "[x](" + " " * 200_000,
        "_" * 200_000 + "a",
        "2401.00001 " * 20_000,
        '"quoted (2020) ' * 20_000,
        "[a](https://arxiv.org/abs/2401.00001) " * 10_000,
        "@a{b, c={" * 20_000,
        "{" * 200_000,
        "- " * 100_000,
        "[a]: b\n" * 20_000,
    ],
    ids=lambda text: text[:12],
)
def test_a_hostile_list_takes_time_in_proportion_to_its_size(text: str) -> None:
    assert len(entries(text)) <= 20_000


@pytest.mark.parametrize(
    ("spec", "mine"),
    [
        ("list:https://example.org/post", True),
        ("list:papers.md", True),
        ("https://raw.githubusercontent.com/a/b/main/README.md", True),
        ("https://example.org/post", False),
        ("missing.md", False),
        ("2401.00001", False),
    ],
)
def test_lists_are_known_by_prefix_or_suffix(spec: str, mine: object) -> None:
    assert handles(spec) is mine


def test_a_local_file_is_known_when_it_is_there(tmp_path: Path) -> None:
    (tmp_path / "papers.md").write_text("- 2401.00001")
    assert handles(str(tmp_path / "papers.md"))
