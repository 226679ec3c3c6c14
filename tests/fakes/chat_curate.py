"""A loopback chat endpoint that also writes about many papers: it sorts them, reviews them, fills tables.

Everything it writes rests on the sentences of the prompt, unless ``plan`` names a schema's misbehaviour: ``invents``
puts a statement of its own into the first sentence, ``wrong_paper`` gives each statement to the next paper.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.fakes.chat import ChatServer
from tests.fakes.chat_replies import schema_of

_PAPER = re.compile(r"^Paper (\d+): (.+)$", re.MULTILINE)
_LINE = re.compile(r"^\[(\d+)\] (?:\(\w+\) )?(.+)$", re.MULTILINE)
_FIELD = re.compile(r"^(\d+)\. (.+)$", re.MULTILINE)
_SORTED = re.compile(r"^\[(\d+)\] ", re.MULTILINE)
_VALUES = {
    "size": r"\d[\d.,]*\s?(?:million|billion|[MB]\b)(?: parameters)?",
    "licen": r"(?:Apache|MIT|CC BY)(?: \d\.\d)?",
    "data": r"(?<=on )[A-Z]\w+(?:QA|Net|Bench)?",
}


_Answer = Callable[[str, str | None], object]


@dataclass(frozen=True)
class _Shown:
    """A paper of a prompt: its number, its name, its sentences by their ids."""

    number: int
    name: str
    sentences: tuple[tuple[int, str], ...]


@dataclass
class CurateServer(ChatServer):
    """``ChatServer`` with replies of its own for ``roundup``, ``survey-prose`` and ``survey-cells``."""

    def _completion(self, body: dict[str, Any], fault: str | None) -> dict[str, Any]:
        completion = super()._completion(body, fault)
        answer = _answer_to(schema_of(body) or {})
        if answer and fault in (None, "invents", "wrong_paper"):
            task = str(body["messages"][-1]["content"])
            text = json.dumps(answer(task, fault), ensure_ascii=False)
            completion["choices"][0]["message"]["content"] = text
        return completion


def _papers(task: str) -> list[_Shown]:
    material = task.partition("<paper>")[2].partition("</paper>")[0]
    heads = list(_PAPER.finditer(material))
    ends = [*(head.start() for head in heads[1:]), len(material)]
    return [
        _Shown(int(head[1]), head[2], _prose(material[head.end() : end]))
        for head, end in zip(heads, ends, strict=False)
    ]


def _prose(block: str) -> tuple[tuple[int, str], ...]:
    """The sentences that can stand alone, those first that are told in the third person."""
    found = [(int(number), text) for number, text in _LINE.findall(block)]
    whole = [(n, text) for n, text in found if text[:1].isupper() and text.endswith(".") and 30 <= len(text) <= 200]
    return tuple(sorted(whole or found, key=lambda one: bool(re.search(r"\b(?:we|our|us)\b", one[1], re.IGNORECASE))))


def _sorts(task: str, fault: str | None) -> object:
    del fault
    numbers = [int(n) for n in _SORTED.findall(task.partition("<paper>")[2].partition("</paper>")[0])]
    half = -(-len(numbers) // 2)
    names = ("手法", "評価") if "Japanese" in task else ("Methods", "Evaluation")
    return {"groups": [{"name": names[0], "papers": numbers[:half]}, {"name": names[1], "papers": numbers[half:]}]}


def _reviews(task: str, fault: str | None) -> object:
    """Two sentences a paper, as they stand; the first of each pair of papers side by side."""
    papers = [paper for paper in _papers(task) if paper.sentences]
    parts = [
        [_part(paper, n, japanese="Japanese" in task) for n in range(min(2, len(paper.sentences)))] for paper in papers
    ]
    if fault == "wrong_paper":
        numbers = [paper.number for paper in papers]
        for own, number in zip(parts, [*numbers[1:], numbers[0]], strict=True):
            for part in own:
                part["paper"] = number
    sentences: list[dict[str, Any]] = [
        {"link": "while", "parts": [own[0] for own in parts[at : at + 2]]} for at in range(0, len(parts), 2)
    ]
    sentences += [{"link": "and", "parts": own[1:]} for own in parts if own[1:]]
    if fault == "invents" and sentences:
        lie = sentences[0]["parts"][0]
        lie["text"] = (
            f"{papers[0].name}は港湾局から賞を受けた。"
            if "Japanese" in task
            else f"{papers[0].name} was awarded prizes."
        )
        lie["plain"] = f"{papers[0].name} was awarded prizes by the harbour office."
    return {"sentences": sentences}


def _part(paper: _Shown, place: int, *, japanese: bool) -> dict[str, Any]:
    number, text = paper.sentences[place]
    words = text.split()
    plain = said = text if re.search(rf"\b{re.escape(paper.name)}\b", text) else f"{paper.name}: {text}"
    if japanese:
        kept = max((word.strip(".,;()") for word in words if word.isascii()), key=len)
        denied = re.search(r"\b(?:not|no|never|without|cannot)\b|n't\b", text)
        said = (
            f"{paper.name}は「{kept}」について、" + ("そうではないことを" if denied else "論文の中で") + "述べている。"
        )
    anchor = " ".join(words[:8])
    return {
        "paper": paper.number,
        "text": said,
        "plain": plain if japanese else "",
        "sentences": [number],
        "anchor": anchor,
        "derived": [],
    }


def _fills(task: str, fault: str | None) -> object:
    """The first words of a sentence that look like a value of a field; what is not found is not stated."""
    fields = _FIELD.findall(task.partition("</paper>")[2])
    sentences = [s for paper in _papers(task) for s in paper.sentences]
    cells = []
    for number, name in fields:
        pattern = next((p for key, p in _VALUES.items() if key in name.casefold()), r"(?!)")
        hit = next(((i, text, m[0]) for i, text in sentences if (m := re.search(pattern, text))), None)
        cell = {
            "field": int(number),
            "stated": hit is not None,
            "text": "",
            "sentences": [],
            "anchor": "",
            "derived": [],
        }
        if hit:
            value = "73 prizes" if fault == "invents" else hit[2]
            cell |= {"text": value, "sentences": [hit[0]], "anchor": " ".join(hit[1].split()[:8])}
        cells.append(cell)
    return {"cells": cells}


def _answer_to(schema: dict[str, Any]) -> _Answer | None:
    """By the fields of the reply: where JSON is asked for in the prompt, no name of a schema is sent."""
    for name, field in schema.get("properties", {}).items():
        inner = field.get("items", {}).get("properties", {})
        if (name, *sorted(inner)) in _ANSWERS:
            return _ANSWERS[name, *sorted(inner)]
    return None


_ANSWERS: dict[tuple[str, ...], _Answer] = {
    ("groups", "name", "papers"): _sorts,
    ("sentences", "link", "parts"): _reviews,
    ("cells", "anchor", "derived", "field", "sentences", "stated", "text"): _fills,
}
