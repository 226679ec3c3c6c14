"""Lists of papers to sort, and models that sort them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from digest.config import bundled
from digest.curate.ask import Tasks
from digest.export.item import Item
from digest.llm.request import Request
from digest.models import Collection, Entry, PaperRef
from tests.export.samples import paper

TASKS = Tasks.load(bundled("prompts"))


def item(number: int, title: str, category: str | None = "cs.CL") -> Item:
    """An entry; one without a category is not on arXiv."""
    if category is None:
        return Item(Entry(position=number, title=title, url=f"https://a.example/{number}"), reason="not a paper")
    known = paper(title=title, id=f"2401.{number:05}", categories=(category,), abstract=f"About {title}.")
    return Item(Entry(position=number, title=title, ref=PaperRef(kind="arxiv", id=known.id)), known)


def collection(items: Sequence[Item], title: str = "A year") -> Collection:
    return Collection(name="year", kind="manual", title=title, source="me", entries=tuple(i.entry for i in items))


def asked_about(request: Request) -> dict[str, int]:
    """Titles and numbers of the papers that a request shows."""
    shown = request.messages[-1].content.split("</paper>")[0]
    return {title: int(number) for number, title in re.findall(r"^\[(\d+)\] (.*)$", shown, re.MULTILINE)}


def sorts(by: Mapping[str, Sequence[str]]) -> Any:  # noqa: ANN401 - a script of ScriptedModel
    """A model that puts papers into these groups by their titles."""

    def answer(request: Request) -> object:
        numbers = asked_about(request)
        return {
            "groups": [
                {"name": name, "papers": [numbers[title] for title in titles if title in numbers]}
                for name, titles in by.items()
            ]
        }

    return answer
