from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from PIL import Image

from digest.document import Figure
from digest.editions import Picture
from digest.errors import UsageError
from digest.export.dialects import DIALECTS
from digest.export.item import Item
from digest.export.paper import render_paper
from digest.export.pictures import picture_of
from digest.export.style import Style
from digest.models import Answer, Author, Diagram, Edge, Entry, Node, Note, NoteSection, Paper, Passage, Status
from tests.export.golden import same_as_golden
from tests.export.samples import HOSTILE, evidence, note, paper

ARXIV = "http://arxiv.org/licenses/nonexclusive-distrib/1.0/"


def png(colour: str = "white") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 3), colour).save(out, "PNG")
    return out.getvalue()


def passage(text: str, quote: str, page: int) -> Passage:
    return Passage(text=text, status=Status.VERIFIED, evidence=(evidence(quote, page),))


def whole_note(of: Paper, language: str = "en") -> Note:
    """A note with sections and a diagram."""
    ja = language == "ja"
    sections = (
        NoteSection(
            title="Introduction",
            role="introduction",
            passages=(passage("数えることは難しい。" if ja else "Counting is hard.", "Counting is hard.", 1),),
        ),
        NoteSection(
            title="The Counter",
            role="method",
            passages=(
                passage("箱を一つずつ足す。" if ja else "It adds one box at a time.", "As Fig. 2 shows, it adds.", 3),
                Passage(
                    text="速い。" if ja else "It is fast.",
                    status=Status.UNVERIFIED,
                    problems=("the cited sentences speak of something else",),
                ),
            ),
        ),
        NoteSection(title="Empty", role="other", passages=()),
        NoteSection(
            title="Experiments",
            role="results",
            passages=(passage("28.4 BLEUに達する。" if ja else "It reaches 28.4 BLEU.", "It reaches 28.4.", 7),),
        ),
    )
    diagram = Diagram(
        nodes=(
            Node(id="a", label="文を分ける" if ja else "Split the text"),
            Node(id="b", label="数える" if ja else "Count"),
        ),
        edges=(Edge(source="a", target="b", label="箱" if ja else "boxes"),),
    )
    return note(of, language).model_copy(update={"sections": sections, "diagram": diagram})


def figure(number: int, page: int) -> Figure:
    return Figure(
        kind="figure", label=f"Figure {number}", caption=f"Figure {number}: Counting, step {number}.", page=page
    )


def pictures(of: Paper) -> list[Picture]:
    return [picture_of(of, figure(n, page), png()) for n, page in ((1, 1), (2, 6), (3, 7))]


def item(language: str = "en", **fields: object) -> Item:
    of = paper(**fields)  # type: ignore[arg-type] # a row of the model's fields
    return Item(Entry(position=1, title="Count"), of, whole_note(of, language))


def rendered(
    language: str = "en", dialect: str = "gfm", *, what: Item | None = None, licence: str | None = None
) -> tuple[str, str, dict[str, bytes]]:
    chosen = what or (item(language, licence=licence) if licence else item(language))
    shown = pictures(chosen.paper) if chosen.paper else []
    files = dict(render_paper(chosen, style=Style(language=language, dialect=dialect), pictures=shown).files)
    name = next(name for name in files if name.endswith(("md", "qmd")))
    return name, files.pop(name).decode(), files


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("dialect", ["gfm", "hugo"])
def test_the_page_is_as_agreed(dialect: str, language: str) -> None:
    name, text, _ = rendered(language, dialect)
    assert same_as_golden(f"paper/{dialect}.{language}.md", f"<!-- {name} -->\n{text}")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_page_of_a_paper_whose_figures_may_not_be_shown_is_as_agreed(language: str) -> None:
    _, text, files = rendered(language, licence=ARXIV)
    assert same_as_golden(f"paper/forbidden.{language}.md", text)
    assert not files


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_site_gets_page_and_pictures_at_their_places(dialect: str) -> None:
    name, text, files = rendered("en", dialect)
    slug = "2401-00001-learning-to-count-1-o-n-think-and-x"
    assert (
        name
        == {
            "gfm": f"{slug}.md",
            "hugo": f"content/posts/{slug}/index.md",
            "jekyll": f"_posts/2024-01-30-{slug}.md",
            "mkdocs": f"docs/posts/{slug}.md",
            "quarto": f"posts/{slug}/index.qmd",
            "zenn": f"articles/{slug}.md",
            "qiita": f"public/{slug}.md",
            "obsidian": f"{slug}.md",
            "astro": f"src/content/blog/{slug}.md",
        }[dialect]
    )
    assert len(files) == (0 if dialect == "qiita" else 3)
    assert text.count("![") == len(files)
    assert text.startswith("---\n")


def test_the_parts_stand_in_the_order_of_the_paper() -> None:
    headings = re.findall(r"^#+ .*$", rendered()[1], re.MULTILINE)
    assert headings[1:] == [
        "## Overview",
        "## Diagram",
        "## Section by section",
        "### Introduction",
        "### The Counter",
        "### Experiments",
        "## Q&A",
        "### Q1. How good is it?",
        "### Q2. What does it cost?",
        "### Q3. Where is the code?",
        "## How to cite",
    ]


def test_a_japanese_page_says_what_each_section_does() -> None:
    text = rendered("ja")[1]
    assert "### 導入（Introduction）" in text
    assert "### 実験と結果（Experiments）" in text
    assert "## 引用" in text


def test_a_figure_stands_with_the_section_that_names_it_or_else_with_the_pages_nearby() -> None:
    text = rendered()[1]
    first, second, third = (text.index(f"**Figure {n}.**") for n in (1, 2, 3))
    introduction, method, results = (text.index(f"### {t}") for t in ("Introduction", "The Counter", "Experiments"))
    assert introduction < first < method, "page 1 is the introduction's"
    assert method < second < results, "the method's evidence names Fig. 2, though it stands on page 6"
    assert results < third


def test_a_figure_stands_with_the_section_that_speaks_most_of_it_in_the_paper() -> None:
    of = paper()
    known = picture_of(of, figure(3, 7), png(), section="1. INTRODUCTION")
    text = (
        render_paper(item(), style=Style(), pictures=[known])
        .files["2401-00001-learning-to-count-1-o-n-think-and-x.md"]
        .decode()
    )
    assert text.index("### Introduction") < text.index("**Figure 3.**") < text.index("### The Counter")


def test_figures_that_may_not_be_shown_are_pointed_at_together() -> None:
    text = rendered(licence=ARXIV)[1]
    assert text.count("Not shown") == 1
    assert "## Figures" in text
    assert "- **Figure 2.** Counting, step 2. (p. 6)" in text
    assert "![" not in text


def test_the_page_says_how_to_cite_the_paper() -> None:
    fence = re.search(r"^```bibtex\n(@misc\{.*?\n\})\n```$", rendered()[1], re.MULTILINE | re.DOTALL)
    assert fence
    assert "eprint = {2401.00001}" in fence[1]


def test_no_tag_of_a_site_builder_can_stand_in_the_citation() -> None:
    hostile = item(title="{{ x }} {% raw %} {{< ref >}} {{% note %}} {#id} ```")
    text = rendered(what=hostile)[1]
    fence = text[text.index("```bibtex") :]
    assert not re.search(r"\{[{%#]", fence)
    assert fence.count("\n```") == 1


def test_every_statement_has_its_page_and_its_mark() -> None:
    text = rendered()[1]
    assert "It adds one box at a time. ([p. 3](https://arxiv.org/pdf/2401.00001v2#page=3))" in text
    assert "It is fast. ⚠ not verified: the cited sentences speak of something else" in text


def test_the_page_says_that_nobody_checked_the_diagram() -> None:
    assert "were not checked one by one" in rendered()[1]
    assert "照合してはいない" in rendered("ja")[1]


def test_without_diagram_sections_and_figures_their_headings_are_left_out() -> None:
    of = paper()
    plain = Item(Entry(position=1, title="Count"), of, note(of))
    text = render_paper(plain, style=Style()).files["2401-00001-learning-to-count-1-o-n-think-and-x.md"].decode()
    for heading in ("Diagram", "Section by section", "Figures"):
        assert f"## {heading}" not in text


def test_diagrams_can_be_switched_off_or_be_pictures() -> None:
    off = render_paper(item(), style=Style(diagrams="none")).files
    assert all(b"mermaid" not in content for content in off.values())
    assert all(b"## Diagram" not in content for content in off.values())
    svg = render_paper(item(), style=Style(diagrams="svg")).files
    assert "2401-00001-learning-to-count-1-o-n-think-and-x/diagram.svg" in svg


def test_without_a_model_the_page_says_that_its_sentences_are_the_papers_own() -> None:
    of = paper()
    own = Passage(text="Our model counts.", status=Status.EXTRACTED, evidence=(evidence("Our model counts.", 2),))
    extracted = Note(
        key="k",
        paper_id=of.id,
        version=2,
        document_key="d",
        language="en",
        model="extractive",
        prompts="rules",
        gist=own,
        overview=(own,),
        sections=(NoteSection(title="Method", role="method", passages=(own,)),),
        answers=(Answer(question="What?", passage=own),),
    )
    text = rendered(what=Item(Entry(position=1, title="Count"), of, extracted))[1]
    assert "no language model used" in text
    assert "### Method\n\nOur model counts. ([p. 2]" in text
    assert "## Diagram" not in text
    assert "verified" not in text


@pytest.mark.parametrize(
    ("language", "reason"), [("en", "Not summarized: Its PDF is damaged"), ("ja", "要約なし：PDFが")]
)
def test_a_paper_without_a_note_gets_a_page_that_says_why(language: str, reason: str) -> None:
    failed = Item(Entry(position=1, title="Count"), paper(), reason="no xref table", kind="DamagedError")
    text = rendered(language, what=failed)[1]
    assert reason in text
    assert "## How to cite" in text or "## 引用" in text
    unknown = Item(Entry(position=1, title="A talk", url="https://a.example/talk", reason="a video, not a paper"))
    assert "https://a.example/talk" in rendered(language, what=unknown)[1]


def test_a_withdrawn_paper_says_so() -> None:
    assert "⚠ This paper was withdrawn by its authors." in rendered(what=item(withdrawn=True))[1]


def test_pages_of_all_papers_have_names_of_their_own() -> None:
    same = "A study"
    items = [
        Item(Entry(position=1, title=same), paper(1, title=same)),
        Item(Entry(position=2, title=same), paper(2, title=same)),
        Item(Entry(position=3, title=same), Paper(id="url:https://a.example/1", title=same, source="url")),
        Item(Entry(position=4, title=same), Paper(id="url:https://a.example/2", title=same, source="url")),
        Item(Entry(position=5, title=same, url="https://a.example/3")),
        Item(Entry(position=6, title="数え方")),
    ]
    names = {name for one in items for name in render_paper(one, style=Style()).files}
    assert len(names) == len(items)
    assert all(re.fullmatch(r"[a-z0-9-]{12,50}\.md", name) for name in names)


def test_the_same_values_give_the_same_bytes() -> None:
    assert rendered("ja", "zenn") == rendered("ja", "zenn")


def test_a_template_of_the_user_arranges_the_page(tmp_path: Path) -> None:
    (tmp_path / "paper.md.j2").write_text("Mine.\n\n{{ citation }}\n")
    text = next(iter(render_paper(item(), style=Style(templates=tmp_path)).files.values())).decode()
    assert "Mine." in text
    assert "## Q&A" not in text
    (tmp_path / "paper.md.j2").write_text("{{ nonsense }}")
    with pytest.raises(UsageError, match="nonsense"):
        render_paper(item(), style=Style(templates=tmp_path))


@given(st.sampled_from(HOSTILE), st.sampled_from(HOSTILE), st.sampled_from(HOSTILE), st.sampled_from(["en", "ja"]))
def test_hostile_text_is_shown_and_does_nothing(title: str, statement: str, label: str, language: str) -> None:
    base = item(language, title=title or "T", authors=(Author(name=label),))
    assert base.note
    nasty = passage(statement, f"It says {statement}", 2)
    section = NoteSection(title=title, role="method", passages=(nasty,))
    diagram = Diagram(
        nodes=(Node(id="a", label=label), Node(id="b", label=title)), edges=(Edge(source="a", target="b"),)
    )
    changed = base.note.model_copy(
        update={"gist": nasty, "overview": (nasty,), "sections": (section,), "diagram": diagram}
    )
    shown = [picture_of(base.paper, Figure(kind="figure", label=label, caption=statement, page=2), png())]  # type: ignore[arg-type] # it has a paper
    bundle = render_paper(replace(base, note=changed), style=Style(language=language), pictures=shown)
    text = next(content for name, content in bundle.files.items() if name.endswith(".md")).decode()
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(text.split("---\n", 2)[2])
    kinds = [t.type for token in tokens for t in (token, *(token.children or ()))]
    assert not {"html_block", "html_inline"} & set(kinds)
    assert kinds.count("fence") == 2
    assert kinds.count("image") == 1
    urls = [str(t.attrGet("href")) for token in tokens for t in token.children or () if t.type == "link_open"]
    assert all(
        url.startswith(("https://arxiv.org/", "http://creativecommons.org/", "https://github.com/")) for url in urls
    )
