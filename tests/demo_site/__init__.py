"""A site for what the demo exports, for Hugo and for Zensical: their configuration, the pages, and Mermaid."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path

from tests.weekly.world import World

HERE = Path(__file__).parent
SHAPES = ("weekly", "paper", "roundup", "survey", "reading-list")
SITES = {"hugo": "hugo", "zensical": "mkdocs"}
"""Folder of a site -> the dialect of its pages."""

MERMAID = {"hugo": "static/mermaid.min.js", "zensical": "docs/javascripts/mermaid.min.js"}


def build_sites(loopback: World, collection: str, out: Path, languages: tuple[str, ...]) -> int:
    """Every shape of the collection in every language, for both sites; how many exports failed."""
    failed = 0
    for site, dialect in SITES.items():
        folder = out / site
        shutil.copytree(HERE / site, folder, dirs_exist_ok=True)
        _give_mermaid(folder / MERMAID[site])
        for language in languages:
            for shape in SHAPES:
                command = ("export", shape, collection, "--to", dialect, "--out", str(folder), "--lang", language)
                done = loopback.run(*command, "--force", "--quiet")
                sys.stderr.write(done.stderr)
                failed += done.returncode != 0
    return failed


def _give_mermaid(target: Path) -> None:
    """The Mermaid that comes with the optional drawing package, so that diagrams are drawn without a network."""
    found = importlib.util.find_spec("mermaidx")
    script = Path(found.origin).parent / "assets" / "mermaid.js" if found and found.origin else None
    target.parent.mkdir(parents=True, exist_ok=True)
    if script and script.is_file():
        shutil.copyfile(script, target)
    else:
        target.write_text("// put Mermaid here to have diagrams drawn\n", encoding="utf-8")
