from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.export.mermaid import flowchart
from digest.models import Diagram, Edge, Node

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


def test_arrows_to_nowhere_are_left_out() -> None:
    assert "-->" not in flowchart(Diagram(nodes=(Node(id="a", label="A"),), edges=(Edge(source="a", target="z"),)))
