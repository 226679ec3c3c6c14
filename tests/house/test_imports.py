"""Who may import whom. The table in docs/architecture.md says the same in words."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src" / "digest"

MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "document": set(),
    "models": set(),
    "taxonomy": set(),
    "licences": set(),
    "config": {"errors"},
    "fetch": {"config", "errors", "models"},
    "sources": {"fetch", "models", "errors", "taxonomy"},
    "pool": {"errors"},
    "extract": {"document", "errors"},
    "llm": {"models", "errors", "config"},
    "summarize": {"llm", "document", "models", "errors"},
    "store": {"document", "models", "editions", "errors"},
    "editions": {"models"},
    "export": {"document", "models", "editions", "errors", "taxonomy", "licences"},
    "curate": {"llm", "summarize", "document", "models", "editions", "errors", "taxonomy"},
    "outcome": {"models", "errors"},
    "settled": {"outcome", "store", "extract", "summarize", "config", "document", "models"},
    "finding": {"outcome", "sources", "fetch", "summarize", "store", "pool", "models", "errors", "llm"},
    "html_copy": {"finding", "fetch", "extract", "document", "models", "errors"},
    "pipeline": {
        "finding",
        "html_copy",
        "outcome",
        "sources",
        "fetch",
        "extract",
        "summarize",
        "store",
        "pool",
        "document",
        "models",
        "errors",
        "llm",
    },
    "selection": {"store", "export", "models", "errors"},
    "publish": {
        "selection",
        "pipeline",
        "extract",
        "store",
        "curate",
        "export",
        "document",
        "models",
        "editions",
        "errors",
        "pool",
        "licences",
    },
    "weekly": {"pipeline", "sources", "store", "export", "models", "errors", "summarize"},
}

MODULES = sorted(SRC.rglob("*.py"))


def room(path: Path) -> str:
    """The top-level part of the package that a file belongs to."""
    return path.relative_to(SRC).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    """The parts of our own package that a file imports, at whatever depth."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative imports hide the direction"
            names = [f"digest.{alias.name}" for alias in node.names] if node.module == "digest" else [node.module]
        found |= {name.split(".")[1] for name in names if name.startswith("digest.")}
    return found - {"__version__"}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SRC)))
def test_a_room_imports_only_the_rooms_it_may(path: Path) -> None:
    mine = room(path)
    if mine in ("cli", "__init__", "__main__"):
        return
    assert mine in MAY_IMPORT, f"{mine} has no place in the house yet: add it to the table and to docs/architecture.md"
    assert imported_rooms(path) - {mine} <= MAY_IMPORT[mine]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SRC)))
def test_nobody_imports_the_command_line(path: Path) -> None:
    if room(path) not in ("cli", "__main__"):
        assert "cli" not in imported_rooms(path)


def test_asyncio_run_appears_once() -> None:
    calls = [path for path in MODULES if "asyncio.run(" in path.read_text()]
    assert len(calls) == 1, calls


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SRC)))
def test_no_room_grew_past_one_idea(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 450, "split it: a room is a file of about 300 lines with one idea"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SRC)))
def test_library_code_never_prints(path: Path) -> None:
    if room(path) == "cli":
        return
    tree = ast.parse(path.read_text())
    prints = [
        n.lineno
        for n in ast.walk(tree)
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == "print"
    ]
    assert not prints, f"print at lines {prints}"


def test_a_process_that_reads_papers_does_not_load_what_checks_and_stores_values() -> None:
    heavy = "{'pydantic', 'sqlalchemy', 'httpx', 'openai', 'pypdf'}"
    code = f"import sys, digest.extract.read; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"
