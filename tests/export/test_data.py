from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from digest.export.data import jsonl
from digest.export.item import Item
from digest.models import Entry, Note, Paper
from tests.export.samples import items, note, paper


def test_a_line_holds_all_that_is_known_of_a_note() -> None:
    first, second, third = [json.loads(line) for line in jsonl(items()).splitlines()]
    assert Paper.model_validate(first["paper"]) == paper(1)
    assert Note.model_validate(first["note"]) == note(paper(1))
    assert first["repeat_of"] == "2024-W03"
    assert (second["paper"], second["note"], second["reason"]) == (None, None, "not on arXiv: a web page")
    assert third["paper"]["title"] == "Damaged"


@given(
    st.text(st.characters(exclude_categories=["Cs"])), st.text(st.sampled_from('\x85\u2028\u2029\n\r\x0b\x0c\x1c"\\a'))
)
def test_no_text_breaks_a_line(title: str, comment: str) -> None:
    text = jsonl([Item(Entry(position=1, title=title, comment=comment))] * 2)
    lines = text.splitlines()
    assert len(lines) == 2
    assert json.loads(lines[0])["entry"]["title"] == title
    assert json.loads(lines[1])["entry"]["comment"] == comment
