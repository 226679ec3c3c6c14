from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from digest.editions import Claim, Edition, Group, Picture, Support
from digest.errors import UsageError
from digest.export.dialects import DIALECTS
from digest.export.frontmatter import one_line
from digest.export.item import Item
from digest.export.roundup import render_roundup, roundup_slug
from digest.export.style import Style
from digest.models import Entry, Passage, Status
from tests.export import pages
from tests.export.golden import same_as_golden
from tests.export.reading import seen
from tests.export.samples import HOSTILE, evidence, note, paper


def rendered(
    items: Sequence[Item] | None = None,
    edition: Edition | None = None,
    pictures: Sequence[Picture] | None = None,
    *,
    style: Style | None = None,
) -> tuple[str, str, dict[str, bytes]]:
    """Name and text of the page, and the other files."""
    style = style or Style()
    items = pages.items(style.language) if items is None else items
    edition = edition or pages.edition(style.language)
    pictures = pages.pictures() if pictures is None else pictures
    files = dict(render_roundup(pages.collection(items), items, edition, style=style, pictures=pictures).files)
    name = next(name for name in files if not name.endswith(".png"))
    return name, files.pop(name).decode(), files


def of(note_of: Item, edition_model: str = "test-model", **style: object) -> str:
    """The text of a page about one paper."""
    only = Edition(
        kind="roundup",
        collection="x",
        language="en",
        model=edition_model,
        groups=(Group(name="All", positions=(note_of.entry.position,)),),
    )
    return rendered([note_of], only, [], style=Style(**style))[1]  # type: ignore[arg-type] # what Style takes


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_roundup_is_as_agreed_in_every_dialect(dialect: str, language: str) -> None:
    name, text, files = rendered(style=Style(language=language, dialect=dialect))
    shown = "".join(f"<!-- {path}: {len(content)} bytes -->\n" for path, content in files.items())
    assert same_as_golden(f"roundup/{dialect}.{language}.md", f"<!-- {name} -->\n{shown}{text}")


def test_the_contents_count_the_papers_of_each_group() -> None:
    text = rendered()[1]
    assert "- **Retrieval and long context (2)**\n    - Lantern\n    - Damaged\n" in text
    assert "\n## Retrieval and long context (2)\n" in text


def test_every_paper_has_one_heading_with_its_short_name_in_its_group() -> None:
    headings = seen(rendered()[1]).headings[1:]
    assert headings == [
        "Retrieval and long context (2)", "Lantern", "Damaged",
        "Models | $n$ {{ x }} (2)", "OLMo", "Sora & co",
        "Other (1)", "A list of $x$ and nothing else",
    ]  # fmt: skip


def test_every_link_of_the_contents_leads_to_a_heading() -> None:
    text = rendered(style=Style(dialect="hugo"))[1]
    targets = re.findall(r"\]\(#([a-z0-9-]+)\)", text)
    assert targets
    assert sorted(targets) == sorted(re.findall(r"\{#([a-z0-9-]+)\}$", text, re.MULTILINE))


def test_at_most_three_sentences_that_hold_stand_for_a_paper_with_their_pages() -> None:
    of_paper = paper(1)
    made = note(of_paper)
    evidence = made.gist.evidence
    texts = ["Lamps shine far.", "Nobody labels a thing.", "Ships come home by night.", "It costs little."]
    overview = tuple(Passage(text=text, status=Status.VERIFIED, evidence=evidence) for text in texts)
    wrong = Passage(text="It is fast.", status=Status.UNVERIFIED, problems=("no",))
    again = Passage(text="A model which counts and reaches 28.4 BLEU.", status=Status.VERIFIED, evidence=evidence)
    entry = Entry(position=1, title="x")
    text = of(Item(entry, of_paper, made.model_copy(update={"overview": (wrong, again, *overview)})))
    told = "A model that counts and reaches 28.4 BLEU. Lamps shine far. Nobody labels a thing. ([p. 4]("
    assert told in text
    assert "Ships" not in text
    assert "fast" not in text
    long = tuple(Passage(text=f"{text} " * 40, status=Status.VERIFIED, evidence=evidence) for text in texts)
    assert "Lamps" not in of(Item(entry, of_paper, made.model_copy(update={"overview": long})))


def test_a_paper_of_which_nothing_holds_has_one_sentence_marked_as_not_verified() -> None:
    of_paper = paper(1)
    wrong = Passage(text="It is fast.", status=Status.UNVERIFIED, problems=("the text says nothing",))
    made = note(of_paper).model_copy(update={"gist": wrong, "overview": (wrong,)})
    text = of(Item(Entry(position=1, title="x"), of_paper, made))
    assert text.count("It is fast.") == 1
    assert "It is fast. ⚠ not verified" in text


def test_without_a_model_the_page_says_so() -> None:
    item = Item(Entry(position=2, title="OLMo"), paper(2), pages.extracted("en"))
    text = of(item, "extractive")
    assert "no language model used" in text
    assert "was written by a language model" not in text
    assert "sorted by" not in text
    only = rendered([item], Edition(
        kind="roundup", collection="x", language="en", model="extractive",
        groups=(Group(name="Computation and Language", positions=(2,)),),
    ))[1]  # fmt: skip
    assert "arXiv’s first categories" in only


def test_extracted_sentences_beside_written_ones_are_marked() -> None:
    text = rendered()[1]
    assert "From the paper: We release OLMo" in text
    assert "From the paper: A model" not in text


def test_a_figure_stands_with_its_attribution_and_one_that_may_not_be_shown_with_the_reason() -> None:
    _, text, files = rendered()
    assert "Source: Figure 1, [https&#58;//arxiv.org/abs/2401.00001v2](https://arxiv.org/abs/2401.00001v2)" in text
    assert "CC BY 4.0" in text
    assert files == {"roundup-dair-2024-w05/2401-00001-figure-1-p2.png": pages.PNG}
    assert "Not shown: the paper's licence is not known. [Figure 3, https&#58;//arxiv.org/abs/2401.00002v2](" in text


def test_one_figure_a_paper_the_first_that_may_be_shown() -> None:
    shown, hidden = pages.pictures()
    first = hidden.model_copy(update={"paper_id": shown.paper_id})
    later = shown.model_copy(update={"label": "Figure 9", "file": "later.png"})
    _, text, files = rendered(pictures=[first, shown, later])
    assert len(files) == 1
    assert "Figure 9" not in text
    assert "Not shown" not in text


def test_without_figures_none_is_spoken_of() -> None:
    _, text, files = rendered(style=Style(figures="never"))
    assert not files
    assert "Figure" not in text


def test_the_period_and_the_language_name_the_file() -> None:
    items = pages.items()
    assert roundup_slug(pages.collection(items), "en") == "roundup-dair-2024-w05"
    assert rendered(style=Style(language="ja"))[0] == "roundup-dair-2024-w05-ja.md"
    assert rendered(style=Style(dialect="jekyll"))[0] == "_posts/2024-02-04-roundup-dair-2024-w05.md"


def test_papers_that_were_named_one_by_one_need_no_title_and_no_source() -> None:
    items = pages.items()
    listed = pages.collection(items).model_copy(
        update={"name": "papers", "title": "", "source": "digest export", "start": None, "end": None}
    )
    edition = pages.edition().model_copy(update={"title": ""})
    for language, title, begins in (
        ("en", "# Roundup of 5 papers", "5 papers in 3 groups"),
        ("ja", "# 論文5件のまとめ", "論文5件を3分野に分けて紹介する。"),
    ):
        files = render_roundup(listed, items, edition, style=Style(language=language)).files
        assert f"\n{title}\n\n{begins}" in next(iter(files.values())).decode()


def test_names_that_a_file_name_cannot_hold_have_files_of_their_own() -> None:
    names = ["要約", "推論", "query:cat:cs.CL AND abs:retrieval AND 1", "query:cat:cs.CL AND abs:retrieval AND 2"]
    listed = [pages.collection([]).model_copy(update={"name": name}) for name in names]
    slugs = {roundup_slug(one, language) for one in listed for language in ("en", "ja")}
    assert len(slugs) == 8
    assert all(re.fullmatch(r"[a-z0-9-]{12,50}", slug) for slug in slugs)


@pytest.mark.parametrize("text", HOSTILE)
def test_the_opening_shows_what_was_written_with_the_places_and_nothing_else(text: str) -> None:
    support = Support(paper_id="2401.00001", evidence=(evidence("Our model reaches 28.4 BLEU.", 4),))
    claim = Claim(
        text=f"{text} Lantern {text} shines.", supports=(support, support.model_copy(update={"paper_id": "unknown"}))
    )
    edition = pages.edition().model_copy(update={"introduction": (claim, claim)})
    page = seen(rendered(edition=edition)[1])
    assert f"{one_line(f'{text} Lantern {text} shines')} (p. 4)." in page.text
    assert not page.html
    assert len(page.images) == 1


@pytest.mark.parametrize("dialect", DIALECTS)
def test_hostile_names_and_titles_are_shown_as_they_are_and_are_nothing_else(dialect: str) -> None:
    items, edition = pages.hostile()
    _, text, _ = rendered(items, edition, [], style=Style(dialect=dialect))
    page = seen(text)
    assert not page.html
    assert not page.images
    assert not page.kinds & {"fence", "code_block", "code_inline", "hr", "table_open", "s_open", "em_open"}
    headings = [re.sub(r" \{#[a-z]+-\d+\}$", "", heading) for heading in page.headings]
    below = zip(edition.groups, items, strict=True)
    wanted = [
        part
        for group, item in below
        for part in (f"{group.name} (1)", one_line(item.entry.title).strip("\u200b") or str(item.url))
    ]
    assert headings[-len(wanted) :] == wanted
    assert {link for link in page.links if not link.startswith("#")} == {
        "https://a.example/papers_2024.md",
        *(f"https://a.example/{n}" for n in range(1, len(items) + 1)),
    }


def test_the_same_values_give_the_same_bytes() -> None:
    assert rendered(style=Style(language="ja")) == rendered(style=Style(language="ja"))


def test_a_template_of_the_user_replaces_ours_and_a_wrong_one_is_named(tmp_path: Path) -> None:
    template = tmp_path / "roundup.md.j2"
    template.write_text("{{ total }} of mine\n\n{% for group in groups %}{{ group.heading }}\n{% endfor %}")
    text = rendered(style=Style(templates=tmp_path))[1]
    assert "5 of mine" in text
    assert "Lantern" not in text
    template.write_text("{{ nonsense }}")
    with pytest.raises(UsageError, match="nonsense"):
        rendered(style=Style(templates=tmp_path))


def test_an_unknown_dialect_is_refused() -> None:
    with pytest.raises(UsageError, match="word"):
        rendered(style=Style(dialect="word"))
