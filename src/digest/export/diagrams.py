"""The diagram of a paper on a page: as a fence that the site draws, or as a picture that every site shows."""

from __future__ import annotations

from digest.export.dialects import Dialect
from digest.export.frontmatter import one_line
from digest.export.mermaid import flowchart
from digest.export.page import Page
from digest.export.style import Style
from digest.export.svg import svg_of
from digest.models import Diagram, Edge, Node

MAX_NODES = 16
"""Boxes that can still be read on a page."""

_FILE = "diagram.svg"
_NO_SVG = frozenset({"zenn", "qiita"})
"""Sites that take no SVG files; both draw Mermaid themselves."""

_ALT = 300


def drawn(diagram: Diagram, *, style: Style, row: Dialect, page: Page) -> tuple[str, dict[str, bytes]]:
    """The diagram as Markdown, and the files that belong to it; nothing where the style wants none or no box is left.

    Raises:
        UsageError: It is to be an SVG file, and the package for that is not installed.
        DigestError: It cannot be drawn as SVG.
    """
    clean = readable(diagram)
    if style.diagrams == "none" or not clean.edges:
        return "", {}
    if style.diagrams == "mermaid" or row.name in _NO_SVG:
        return row.diagram(flowchart(clean)), {}
    return row.picture(page, _FILE, _in_words(clean)), {row.image_file(page, _FILE): svg_of(clean)}


def readable(diagram: Diagram, most: int = MAX_NODES) -> Diagram:
    """The diagram with ids of ours, ``n0`` and so on, at most so many boxes, no arrow to nowhere or to its own box."""
    names: dict[str, str] = {}
    nodes: list[Node] = []
    for node in diagram.nodes:
        if node.id not in names and len(nodes) < most:
            names[node.id] = f"n{len(nodes)}"
            nodes.append(Node(id=names[node.id], label=one_line(node.label)))
    edges = tuple(
        Edge(source=names[edge.source], target=names[edge.target], label=one_line(edge.label))
        for edge in diagram.edges
        if edge.source in names and edge.target in names and edge.source != edge.target
    )
    return Diagram(nodes=tuple(nodes), edges=edges)


def _in_words(diagram: Diagram) -> str:
    """What the picture shows, for those who cannot see it: ``Text → Model; Model → Score``."""
    labels = {node.id: node.label for node in diagram.nodes}
    text = "; ".join(f"{labels[edge.source]} → {labels[edge.target]}" for edge in diagram.edges)
    return text if len(text) <= _ALT else text[: _ALT - 1].rstrip() + "…"
