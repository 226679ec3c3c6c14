"""The list at the top of an issue leads to its parts, in what GitHub and others make of the Markdown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from mdit_py_plugins.anchors import anchors_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

GOLDEN = Path(__file__).parents[1] / "golden"


@pytest.mark.parametrize("name", ["weekly/2024-W05.md", "weekly/2024-W05.ja.md", "export/weekly/gfm.en.md"])
def test_every_entry_of_the_contents_leads_to_its_heading(name: str) -> None:
    reader = MarkdownIt("commonmark").use(front_matter_plugin).use(anchors_plugin, max_level=2)
    text = re.sub(r"\A<!--.*?-->\n", "", (GOLDEN / name).read_text())
    page = reader.render(text)
    ids = re.findall(r'<h2 id="([^"]+)">', page)
    assert len(ids) >= 3
    assert re.findall(r'href="#([^"]+)"', page) == ids
