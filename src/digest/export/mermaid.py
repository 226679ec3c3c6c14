"""A diagram as Mermaid source that always parses and shows its labels as they are.

Measured with mermaid 11 and 12 over hostile labels: ids of ours, every label in quotes, and a character code for each
mark that means something inside quotes. Clicks, HTML and directives cannot be written with this.
"""

from __future__ import annotations

import re

from digest.export.frontmatter import one_line
from digest.models import Diagram

MAX_NODES = 40
_LABEL = 120
_EDGE_LABEL = 40
_MARKS = re.compile(r'["<>&#`\\%$]|:(?=[A-Za-z])|\{(?=\{)')
"""Beside what Mermaid reads: "fa:fa-car" would become an icon, and two braces are Liquid in a fence too."""


def flowchart(diagram: Diagram, *, direction: str = "TD") -> str:
    """The Mermaid source of a diagram; nodes beyond the fortieth and arrows to nowhere are left out."""
    ids: dict[str, str] = {}
    lines = [f"flowchart {direction}"]
    for node in diagram.nodes[:MAX_NODES]:
        if node.id in ids:
            continue
        ids[node.id] = f"n{len(ids)}"
        lines.append(f"  {ids[node.id]}[{_label(node.label, _LABEL)}]")
    for edge in diagram.edges:
        if edge.source in ids and edge.target in ids:
            arrow = f"-->|{_label(edge.label, _EDGE_LABEL)}|" if one_line(edge.label) else "-->"
            lines.append(f"  {ids[edge.source]} {arrow} {ids[edge.target]}")
    return "\n".join(lines) + "\n"


def _label(text: str, most: int) -> str:
    flat = one_line(text)[:most].strip() or "–"
    return '"' + _MARKS.sub(lambda m: f"#{ord(m[0])};", flat) + '"'
