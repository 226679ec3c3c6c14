"""What `make publish-check` does, with one more renderer that is always here; and that it finds what is wrong."""

from __future__ import annotations

from bench.publish_hostile import faults, pages, strings
from bench.publish_text import body, meant, parsed, squeezed
from markdown_it import MarkdownIt

from digest.export.dialects import DIALECTS

TEXTS = strings(250, seed=2)
READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def built(dialect: str) -> list[str]:
    files = pages(TEXTS, DIALECTS[dialect])
    return [f"<main>{READER.render(body(text.decode()))}</main>" for text in files.values()]


def test_hostile_strings_are_shown_as_they_are_by_a_plain_reader() -> None:
    assert faults(TEXTS, built("gfm"), autolinks=False) == {}


def test_a_changed_text_an_added_element_and_a_lost_page_are_found() -> None:
    first, second = built("gfm")
    assert set(faults(TEXTS, [first], autolinks=False)) == set(range(125, 250))
    after = first.index("<p>k7k</p>") + len("<p>k7k</p>")
    bold = first[:after] + first[after:].replace("<p>", "<p><b></b>", 1)
    [fault] = faults(TEXTS, [bold, second], autolinks=False).items()
    assert (fault[0], fault[1][:9]) == (7, "elements:")
    gone = first.replace("<strong>K</strong>", "<strong>L</strong>", 1)
    [text] = faults(TEXTS, [gone, second], autolinks=False).values()
    assert text.startswith("text:")


def test_what_is_meant_leaves_out_what_a_dialect_writes_for_its_builder() -> None:
    row = DIALECTS["hugo"]
    source = "---\ntitle: x\n---\n\n" + row.heading(2, "Head", "h-1") + "\n\n" + row.fold("Sources", "Text.") + "\n"
    assert squeezed(meant(source).text_content()) == "HeadSourcesText."
    diagram = "---\ntitle: x\n---\n\nBefore\n\n" + row.diagram('flowchart TD\n  n0["a"]') + "\n\nAfter\n"
    assert squeezed(meant(diagram).text_content()) == "BeforeAfter"
    drawn = "<main><p>Before</p><pre class='mermaid'>n0</pre><p>After</p></main>"
    assert squeezed(parsed(drawn).text_content()) == "BeforeAfter"
