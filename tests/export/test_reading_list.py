from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from digest.editions import Edition, Group
from digest.errors import UsageError
from digest.export.dialects import DIALECTS
from digest.export.frontmatter import one_line
from digest.export.item import Item
from digest.export.reading_list import render_reading_list
from digest.export.style import Style
from digest.models import Author, Entry
from tests.export import pages
from tests.export.golden import same_as_golden
from tests.export.reading import seen
from tests.export.samples import note, paper


def rendered(
    items: Sequence[Item] | None = None, edition: Edition | None = None, *, style: Style | None = None
) -> tuple[str, str]:
    """Name and text of the page."""
    style = style or Style()
    items = pages.items(style.language) if items is None else items
    bundle = render_reading_list(pages.collection(items), items, edition, style=style)
    ((name, content),) = bundle.files.items()
    return name, content.decode()


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_list_is_as_agreed_in_every_dialect(dialect: str, language: str) -> None:
    name, text = rendered(style=Style(language=language, dialect=dialect))
    assert same_as_golden(f"reading-list/{dialect}.{language}.md", f"<!-- {name} -->\n{text}")


def test_order_and_headings_are_those_of_the_list_and_no_entry_is_lost() -> None:
    assert seen(rendered()[1]).headings[1:] == [
        "Search", "1. Lantern", "Models", "2. OLMo", "3. Sora", "4. Damaged",
        "Search", "5. A list of $x$ and nothing else",
    ]  # fmt: skip
    backwards = rendered(pages.items()[::-1])[1]
    assert seen(backwards).headings == seen(rendered()[1]).headings


def test_entries_below_no_heading_do_not_seem_to_belong_to_the_one_before() -> None:
    groups = (None, "Models", None)
    items = [Item(Entry(position=n, title=f"Entry {n}", group=group)) for n, group in enumerate(groups, 1)]
    assert seen(rendered(items)[1]).headings[1:] == ["1. Entry 1", "Models", "2. Entry 2", "More", "3. Entry 3"]


def test_a_list_without_headings_has_no_contents() -> None:
    items = [Item(Entry(position=n, title=f"Entry {n}")) for n in (1, 2)]
    assert "Contents" not in rendered(items)[1]


def test_an_entry_has_name_title_authors_with_their_affiliations_and_a_link() -> None:
    text = rendered()[1]
    assert (
        "### 1. Lantern\n\n**Lantern: Retrieval without labels**  \n"
        "Authors: Ada Lovelace (Analytical Society), 渡辺 花子  \nPublished: 2024-01-30  \n"
        "Link: [arXiv:2401.00001v2](https://arxiv.org/abs/2401.00001v2)\n"
    ) in text


def test_what_is_not_on_arxiv_is_there_with_its_link_the_words_of_the_list_and_the_reason() -> None:
    _, text = rendered()
    shown = seen(text).text
    assert "https://openai.example/sora_1" in seen(text).links
    assert "The list says: “It paints* {{ videos }} in a minute; see [here](https://a.example).”" in shown
    assert "Not summarized: a code repository, not a paper" in shown
    assert shown.index("The list says") < shown.index("Not summarized: a code")


def test_a_paper_without_a_note_is_told_by_its_authors_abstract() -> None:
    _, text = rendered()
    assert "From the abstract: “We correct. It \\*works\\*." in text
    assert "Not summarized: Its PDF is damaged and cannot be read." in text


def test_many_authors_are_counted() -> None:
    of = paper(1, authors=tuple(Author(name=f"A{n}") for n in range(40)))
    text = rendered([Item(Entry(position=1, title="x"), of, note(of))])[1]
    assert "A6, A7 and 32 others" in text
    assert "A8" not in text


def test_an_edition_takes_the_place_of_the_lists_own_headings() -> None:
    groups = (Group(name="B", positions=(5, 1)), Group(name="A", positions=(2, 3, 4)))
    edition = Edition(kind="reading-list", collection="x", language="en", model="m", groups=groups)
    _, text = rendered(edition=edition)
    assert seen(text).headings[1:4] == ["B", "1. A list of $x$ and nothing else", "2. Lantern"]
    assert "in the order and under" not in text


def test_the_folders_of_whoever_read_the_list_are_not_published() -> None:
    items = pages.items()
    for source in ("list:/home/ada/papers.md", "/home/ada/papers.md", "C:\\Users\\ada\\papers.md", "list:papers.md"):
        local = pages.collection(items).model_copy(update={"kind": "reading-list", "source": source})
        ((_, content),) = render_reading_list(local, items, None, style=Style()).files.items()
        assert "The 5 entries of papers.md, in" in content.decode()
        assert b"ada" not in content.lower().replace(b"ada lovelace", b"")


def test_papers_that_were_named_one_by_one_need_no_title_and_no_source() -> None:
    items = pages.items()
    listed = pages.collection(items).model_copy(update={"name": "papers", "title": "", "source": "digest export"})
    for language, title, begins in (
        ("en", "# Reading list of 5 papers", "The 5 entries of this list. What"),
        ("ja", "# 論文5件の読書リスト", "論文5件を紹介する。"),
    ):
        files = render_reading_list(listed, items, None, style=Style(language=language)).files
        assert f"\n{title}\n\n{begins}" in next(iter(files.values())).decode()


@pytest.mark.parametrize("dialect", DIALECTS)
def test_hostile_entries_are_shown_as_they_are_and_are_nothing_else(dialect: str) -> None:
    items, _ = pages.hostile()
    page = seen(rendered(items, style=Style(dialect=dialect))[1])
    assert not page.html
    assert not page.images
    assert not page.kinds & {"fence", "code_block", "code_inline", "hr", "table_open", "s_open", "em_open"}
    headings = [re.sub(r" \{#[a-z]+-\d+\}$", "", heading) for heading in page.headings]
    names = [one_line(item.entry.title).strip("\u200b") or str(item.url) for item in items]
    assert [h for h in headings if re.match(r"\d+\. ", h)][-len(names) :] == [
        f"{n}. {name}" for n, name in enumerate(names, 1)
    ]
    assert {link for link in page.links if not link.startswith("#")} == {
        "https://a.example/papers_2024.md",
        *(f"https://a.example/{n}" for n in range(1, len(items) + 1)),
    }


def test_a_template_of_the_user_replaces_ours_and_a_wrong_one_is_named(tmp_path: Path) -> None:
    template = tmp_path / "reading-list.md.j2"
    template.write_text("{{ total }} of mine")
    assert "5 of mine" in rendered(style=Style(templates=tmp_path))[1]
    template.write_text("{{ nonsense }}")
    with pytest.raises(UsageError, match="nonsense"):
        rendered(style=Style(templates=tmp_path))
