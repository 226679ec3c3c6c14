from __future__ import annotations

import re

import mermaidx  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from digest.export.frontmatter import one_line
from digest.export.mermaid import flowchart
from digest.models import Diagram, Edge, Node
from tests.export.samples import HOSTILE

LINE = re.compile(r'flowchart TD|  n\d+\["[^"<>&`\\%$]+"\]|  n\d+ -->(\|"[^"<>&`\\%$]+"\|)? n\d+')


@given(st.text(max_size=150), st.text(max_size=60))
def test_no_label_can_leave_its_quotes(label: str, edge: str) -> None:
    nodes = (Node(id="end", label=label), Node(id="b", label="B"))
    diagram = Diagram(nodes=nodes, edges=(Edge(source="end", target="b", label=edge),))
    lines = flowchart(diagram).rstrip("\n").split("\n")
    assert all(LINE.fullmatch(line) for line in lines)
    assert len(lines) == 4


@pytest.mark.parametrize(("mark", "code"), [('"', "#34;"), ("<", "#60;"), ("#", "#35;"), ("`", "#96;"), ("%", "#37;")])
def test_marks_that_mermaid_reads_become_codes(mark: str, code: str) -> None:
    assert f'n0["a{code}b"]' in flowchart(Diagram(nodes=(Node(id="a", label=f"a{mark}b"),)))


def test_a_colon_makes_no_icon_of_a_word() -> None:
    assert 'n0["fa#58;fa-car and 1:2 and a: b"]' in flowchart(
        Diagram(nodes=(Node(id="a", label="fa:fa-car and 1:2 and a: b"),))
    )


def test_an_arrow_whose_label_shows_nothing_has_none() -> None:
    nodes = (Node(id="a", label="A"), Node(id="b", label="B"))
    source = flowchart(Diagram(nodes=nodes, edges=(Edge(source="a", target="b", label="\ufffe "),)))
    assert source.endswith("  n0 --> n1\n")


def test_mermaid_itself_shows_every_label_as_it_is() -> None:
    labels = [
        *HOSTILE,
        "1. Tokenize",
        "- a list",
        "**bold** _it_",
        "# Heading",
        "[ ] task",
        "fa:fa-car",
        "%%{init}%%",
        "end",
    ]
    for at in range(0, len(labels), 35):
        part = labels[at : at + 35]
        nodes = tuple(Node(id=f"k{number}", label=label) for number, label in enumerate(part))
        drawing = etree.fromstring(mermaidx.render(flowchart(Diagram(nodes=nodes))).svg().encode())
        boxes = drawing.iterfind(".//{*}g[@class='node default']")
        shown = ["".join("".join(map(str, box.itertext())).split()) for box in boxes]
        assert shown == ["".join(one_line(label)[:120].split()) or "–" for label in part]


def test_arrows_to_nowhere_are_left_out() -> None:
    assert "-->" not in flowchart(Diagram(nodes=(Node(id="a", label="A"),), edges=(Edge(source="a", target="z"),)))
