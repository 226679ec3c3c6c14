"""The diagram of a note: boxes and arrows as data, cleaned of what cannot be drawn."""

from __future__ import annotations

from collections.abc import Sequence

from digest.models import Diagram, Edge, Node
from digest.summarize.drafts import EdgeDraft, NodeDraft

MAX_NODES = 12  # more cannot be read on a page
MAX_LABEL = 60
_MIN_NODES = 2


def _clean(label: str) -> str:
    text = " ".join("".join(c if c.isprintable() else " " for c in label).split())
    return text if len(text) <= MAX_LABEL else text[: MAX_LABEL - 1].rstrip() + "…"


def draw(nodes: Sequence[NodeDraft], edges: Sequence[EdgeDraft]) -> Diagram | None:
    """The diagram that nodes and edges make, or None when they make none.

    The first node of an id counts; ids become ``n1``, ``n2`` …; arrows to nowhere, to the box itself and repeated ones
    are left out, and so are boxes without arrows and those beyond the twelfth.
    """
    named: dict[str, str] = {}
    for node in nodes:
        label = _clean(node.label)
        if node.id and label and node.id not in named:
            named[node.id] = label
    arrows: dict[tuple[str, str], str] = {}
    for edge in edges:
        ends = (edge.source, edge.target)
        if ends[0] in named and ends[1] in named and ends[0] != ends[1]:
            arrows.setdefault(ends, _clean(edge.label))
    joined = [name for name in named if any(name in ends for ends in arrows)][:MAX_NODES]
    kept = {name: f"n{place}" for place, name in enumerate(joined, 1)}
    drawn = tuple(
        Edge(source=kept[a], target=kept[b], label=label) for (a, b), label in arrows.items() if a in kept and b in kept
    )
    boxes = tuple(Node(id=kept[name], label=named[name]) for name in kept)
    return Diagram(nodes=boxes, edges=drawn) if len(boxes) >= _MIN_NODES and drawn else None
