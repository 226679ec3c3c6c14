from __future__ import annotations

import importlib.metadata
import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from digest.errors import DigestError, UsageError
from digest.export import svg
from digest.export.diagrams import MAX_NODES, drawn, readable
from digest.export.dialects import DIALECTS, dialect_for
from digest.export.page import Page
from digest.export.style import Diagrams, Style
from digest.export.svg import svg_of
from digest.models import Diagram, Edge, Node
from tests.export.golden import same_as_golden
from tests.export.samples import HOSTILE

PAGE = Page(slug="a-page-of-ours", title="T", date=None, language="en", summary="S")
SAMPLE = Diagram(
    nodes=(
        Node(id="text", label="入力文をトークンに分割し、埋め込みベクトルに変換する"),
        Node(id="model", label="Multi-head self-attention over all positions"),
        Node(id="score", label="WMT 2014 BLEUで評価する"),
    ),
    edges=(
        Edge(source="text", target="model", label="位置符号を加える"),
        Edge(source="model", target="score", label="28.4"),
        Edge(source="text", target="score"),
    ),
)


def shown(diagrams: Diagrams, dialect: str = "gfm", diagram: Diagram = SAMPLE) -> tuple[str, dict[str, bytes]]:
    return drawn(diagram, style=Style(diagrams=diagrams), row=dialect_for(dialect), page=PAGE)


def texts(picture: bytes) -> str:
    return "".join(map(str, etree.fromstring(picture).itertext("{*}tspan")))


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_site_gets_a_fence_that_it_draws(dialect: str) -> None:
    text, files = shown("mermaid", dialect)
    fence = "```{mermaid}" if dialect == "quarto" else "```mermaid"
    assert text.startswith(f"{fence}\nflowchart TD\n  n0[")
    assert text.endswith("\n```")
    assert not files


def test_none_means_none() -> None:
    assert shown("none") == ("", {})


def test_a_diagram_without_arrows_is_not_shown() -> None:
    assert shown("mermaid", diagram=Diagram(nodes=(Node(id="a", label="A"),))) == ("", {})


def test_the_picture_is_as_agreed_and_the_same_every_time() -> None:
    text, files = shown("svg")
    assert text.startswith("![入力文をトークンに分割し、埋め込みベクトルに変換する → Multi-head")
    assert text.endswith("](a-page-of-ours/diagram.svg)")
    ((name, picture),) = files.items()
    assert name == "a-page-of-ours/diagram.svg"
    assert picture == shown("svg")[1][name]
    if importlib.metadata.version("mermaidx") == "0.10.1":  # another version may lay the boxes out otherwise
        assert same_as_golden("diagram.svg", picture.decode())


def test_the_picture_has_a_size_a_ground_and_japanese_fonts_and_every_letter() -> None:
    root = etree.fromstring(svg_of(readable(SAMPLE)))
    assert re.fullmatch(r"[\d.]+", root.get("width") or "")
    assert re.fullmatch(r"[\d.]+", root.get("height") or "")
    assert b"Noto Sans CJK JP" in etree.tostring(root)
    found = texts(etree.tostring(root))
    for label in ("埋め込みベクトルに変換する", "Multi-headself-attentionoverallpositions", "位置符号を加える", "28.4"):
        assert label.replace(" ", "") in found.replace(" ", "")


@given(st.text(max_size=80))
def test_lines_of_a_label_lose_nothing_and_are_short(text: str) -> None:
    lines = svg._wrapped(text)
    assert "".join(lines).replace(" ", "") == ("".join(text.split()) or "–")
    assert all(line == line.strip() and line for line in lines)
    assert all(sum(map(svg._width, line)) <= 14 for line in lines)


def test_a_line_of_japanese_neither_begins_with_a_closing_mark_nor_breaks_words_if_it_need_not() -> None:
    assert svg._wrapped("単語についてのソフトマックス") == ["単語についての", "ソフトマックス"]
    assert svg._wrapped("デコーダ（マスク付き自己注意機構）") == ["デコーダ（マスク付き", "自己注意機構）"]
    for length in range(1, 20):
        lines = svg._wrapped("あ" * length + "、。」（い）う")
        assert all(line[0] not in "、。」）" and not line.endswith("（") for line in lines)


def test_the_boxes_are_wide_enough_for_japanese() -> None:
    root = etree.fromstring(svg_of(readable(SAMPLE)))
    for box in root.iterfind(".//{*}g[@class='node default']"):
        rect = box.find("{*}rect")
        assert rect is not None
        lines = ["".join(map(str, line.itertext())) for line in box.iter("{*}tspan")]
        assert lines
        for line in lines:
            needed = sum(16 if ord(c) > 0x2E80 else 8 for c in line)
            assert needed < float(rect.get("width") or 0), line


@pytest.mark.parametrize("dialect", ["zenn", "qiita"])
def test_a_site_that_takes_no_svg_gets_the_fence(dialect: str) -> None:
    text, files = shown("svg", dialect)
    assert text.startswith("```mermaid\n")
    assert not files


def test_hostile_labels_are_letters_in_the_picture_and_nothing_else() -> None:
    for at in range(0, len(HOSTILE), 16):
        labels = [text for text in HOSTILE[at : at + 16] if text.isprintable() and text.isascii()]
        nodes = tuple(Node(id=f"k{number}", label=label[:60]) for number, label in enumerate(labels))
        edges = tuple(Edge(source="k0", target=node.id, label=node.label) for node in nodes[1:])
        picture = svg_of(readable(Diagram(nodes=nodes, edges=edges)))
        root = etree.fromstring(picture)
        kinds = {etree.QName(element).localname for element in root.iter()}
        assert kinds <= {"svg", "style", "g", "marker", "path", "polygon", "circle", "rect", "text", "tspan"}
        found = texts(picture).replace(" ", "")
        assert all(label[:60].replace(" ", "") in found for label in labels)


@pytest.mark.parametrize(
    "odd",
    [
        "<script>alert(1)</script>",
        '<image href="https://a.example/x.png"/>',
        '<path onclick="x()"/>',
        '<path style="fill: url(https://a.example/x)"/>',
        '<a href="https://a.example/"/>',
        '<iframe xmlns="http://www.w3.org/1999/xhtml"/>',
    ],
)
def test_a_picture_that_runs_or_reaches_out_is_refused(odd: str, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = svg._laid_out
    monkeypatch.setattr(svg, "_laid_out", lambda source: honest(source).replace("</svg>", f"{odd}</svg>"))
    with pytest.raises(DigestError, match="odd"):
        svg_of(readable(SAMPLE))


def test_a_label_that_found_no_place_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    empty = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'
    monkeypatch.setattr(svg, "_laid_out", lambda _: empty)
    with pytest.raises(DigestError, match="as many places"):
        svg_of(readable(SAMPLE))


def test_two_arrows_between_the_same_boxes_keep_their_labels() -> None:
    nodes = (Node(id="a", label="A"), Node(id="b", label="B"))
    edges = tuple(
        Edge(source=a, target=b, label=text)
        for a, b, text in (("a", "b", "one"), ("a", "b", "two"), ("b", "a", "back"))
    )
    assert {"one", "two", "back"} <= set(
        etree.fromstring(svg_of(Diagram(nodes=nodes, edges=edges))).itertext("{*}tspan")
    )


def test_without_the_package_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mermaidx", None)
    with pytest.raises(UsageError, match=r"mermaidx is not installed\n.*pip install 'digest\[svg\]'"):
        shown("svg")
    assert shown("mermaid")[0], "a page without SVG does not need it"


def test_no_more_boxes_than_can_be_read() -> None:
    nodes = tuple(Node(id=f"k{number}", label=str(number)) for number in range(50))
    edges = tuple(Edge(source="k0", target=node.id) for node in nodes)
    few = readable(Diagram(nodes=(*nodes, nodes[0]), edges=edges))
    assert len(few.nodes) == MAX_NODES
    assert len(few.edges) == MAX_NODES - 1
    assert [node.id for node in few.nodes] == [f"n{number}" for number in range(MAX_NODES)]
