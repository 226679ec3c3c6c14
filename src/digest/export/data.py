"""Everything that is known, as JSON lines for scripts: one entry of a list, or one note, a line."""

from __future__ import annotations

import json
from collections.abc import Iterable

from digest.export.item import Item

_BREAKS = {"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"}
"""What some readers take for the end of a line, though JSON allows it inside a string."""


def jsonl(items: Iterable[Item]) -> str:
    """One line for each item: its entry in the list, the paper, the note with evidence, or the reason for none."""
    return "".join(_line(item) for item in items)


def _line(item: Item) -> str:
    record = {
        "entry": item.entry.model_dump(mode="json"),
        "paper": item.paper.model_dump(mode="json") if item.paper else None,
        "note": item.note.model_dump(mode="json") if item.note else None,
        "reason": item.reason,
        "kind": item.kind,
        "repeat_of": item.repeat_of,
    }
    text = json.dumps(record, ensure_ascii=False)
    for mark, code in _BREAKS.items():
        text = text.replace(mark, code)
    return text + "\n"
