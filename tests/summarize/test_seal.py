"""Only ``summarize/evidence.py`` may make evidence: whoever else could, could show an unchecked quotation."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src" / "digest"
MAKER = SRC / "summarize" / "evidence.py"


def makes_evidence(tree: ast.AST) -> list[int]:
    """The lines that call Evidence(…), Seal(…), Evidence.model_construct(…) and the like."""
    lines = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            names = {n.id for n in ast.walk(called) if isinstance(n, ast.Name)}
            names |= {n.attr for n in ast.walk(called) if isinstance(n, ast.Attribute)}
            if names & {"Evidence", "Seal"}:
                lines.append(node.lineno)
    return lines


@pytest.mark.parametrize("path", sorted(SRC.rglob("*.py")), ids=lambda p: str(p.relative_to(SRC)))
def test_nobody_else_makes_evidence_or_seals(path: Path) -> None:
    found = makes_evidence(ast.parse(path.read_text()))
    allowed = {"Seal(NewType)"} if path == SRC / "models.py" else set()
    if path == MAKER:
        assert found
    else:
        assert not found, f"{path.name} makes evidence at lines {found} {allowed}"


@pytest.mark.parametrize(
    "code", ["Evidence(quote='x')", "models.Evidence(q=1)", "Seal('k')", "Evidence.model_construct()"]
)
def test_every_way_to_make_evidence_is_noticed(code: str) -> None:
    assert makes_evidence(ast.parse(code))
