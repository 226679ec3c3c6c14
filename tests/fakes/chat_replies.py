"""Replies of the fake model: any JSON schema, filled from the numbered sentences of the prompt, always the same."""

from __future__ import annotations

import hashlib
import json
import random
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_LINE = re.compile(r"^\[(\d+)\] (.+)$", re.MULTILINE)
_HEADING = re.compile(r"^#+ (?:\d[\d.]* )?(.+)$", re.MULTILINE)
_ITEM = re.compile(r"^(\d+)\. ?(.+)$", re.MULTILINE)
_CODE = re.compile(r"https?://(?:www\.)?(?:github|gitlab)\.com/[\w./-]*\w")
_WORD = re.compile(r"[A-Za-z]{4,}")
_TERM = re.compile(r"(?<=\S )(?:[A-Z][\w-]*\w|\d[\d.,]*%?(?![\d.,%])(?! (?:million|billion|thousand|hundred|times)))")
_SCHEMA_MARK = "JSON schema:\n"
_JAPANESE = re.compile(r"in Japanese|日本語で")
_SAID, _DENIED = "について論文の中で詳しく述べている。", "について、そうではないことを述べている。"
_OTHER = "[0] The prompt holds no numbered sentences, so that this reply has nothing to rest upon."


@dataclass(frozen=True)
class Sentence:
    number: int
    text: str
    words: frozenset[str]


@lru_cache(maxsize=64)
def sentences(material: str) -> tuple[Sentence, ...]:
    """The numbered sentences of a prompt that read like prose, or all when hardly any does."""
    found = [
        Sentence(int(number), text.strip(), frozenset(_WORD.findall(text.lower())))
        for number, text in _LINE.findall(material)
    ]
    prose = [one for one in found if 40 <= len(one.text) <= 320 and one.text[0].isupper() and one.text[-1] in ".。"]
    return tuple(prose if len(prose) > 3 else found)


def schema_of(body: dict[str, Any]) -> dict[str, Any] | None:
    """The schema that a request asks for: in ``response_format``, else at the end of the prompt."""
    asked = body.get("response_format") or {}
    if asked.get("type") == "json_schema":
        return dict(asked["json_schema"]["schema"])
    for message in reversed(body["messages"]):
        if _SCHEMA_MARK in message["content"]:
            start = message["content"].rindex(_SCHEMA_MARK) + len(_SCHEMA_MARK)
            return dict(json.JSONDecoder().raw_decode(message["content"], start)[0])
    return None


class Writer:
    """Fills one schema for one prompt."""

    def __init__(self, body: dict[str, Any]) -> None:
        texts = [str(message["content"]) for message in body["messages"]]
        whole = "\n".join(texts)
        material = next((text for text in texts if _LINE.search(text)), _OTHER)
        before, mark, after = material.partition("</paper>")
        self.material = before
        self.task = (after if mark else texts[-1]).split(_SCHEMA_MARK)[0]
        self.japanese = bool(_JAPANESE.search(whole))
        self.sentences = sentences(before) or sentences(_OTHER)
        self.headings = _HEADING.findall(before) or ["Introduction"]
        self.items = [(int(number), text) for number, text in _ITEM.findall(self.task)]
        self.random = random.Random(hashlib.sha256(whole.encode("utf-8", "replace")).digest())
        self._order = self.random.sample(self.sentences, len(self.sentences))
        self._next = 0

    def value(self, schema: dict[str, Any], name: str = "", place: int = 0) -> Any:  # noqa: ANN401, PLR0911 - JSON; one return for each type
        """A value that the schema allows."""
        if "enum" in schema:
            return schema["enum"][0]
        if "anyOf" in schema:
            return self.value(schema["anyOf"][0], name, place)
        match schema.get("type"):
            case "object":
                return self._object(schema["properties"], place)
            case "array":
                return self._list(schema["items"], name)
            case "boolean":
                return True
            case "integer" | "number":
                return self._one().number if name in ("sentence", "id") else place + 1
            case _:
                return self._string(name, place)

    def _object(self, properties: dict[str, Any], place: int) -> dict[str, Any]:
        if "anchor" not in properties:
            return {name: self.value(schema, name, place) for name, schema in properties.items()}
        number, question = self.items[place] if place < len(self.items) else (place + 1, "")
        chosen = self._best(question) if question else self._one()
        fixed = {
            "text": self.say(chosen.text),
            "sentences": [chosen.number],
            "anchor": _anchor(chosen.text),
            "derived": [],
            "question": number,
            "number": number,
            "stated": True,
        }
        return {
            name: fixed[name] if name in fixed else self.value(schema, name, place)
            for name, schema in properties.items()
        }

    def _list(self, items: dict[str, Any], name: str) -> list[Any]:
        if name in ("sentences", "ids", "sentence_ids") and items.get("type") == "integer":
            return sorted(one.number for one in self._order[: self._asked_for(40)])
        if name == "derived":
            return []
        if name == "questions" and items.get("type") == "string":
            return self._questions()
        fields = items.get("properties", {})
        if "anchor" in fields and ("question" in fields or "number" in fields):
            return [self.value(items, name, place) for place in range(max(1, len(self.items)))]
        lengths = {"nodes": 4, "edges": 3, "overview": 4, "sections": min(3, len(self.headings)), "claims": 2}
        return [self.value(items, name, place) for place in range(lengths.get(name, 3))]

    def _string(self, name: str, place: int) -> str:  # noqa: PLR0911 - one return for each field
        match name:
            case "title" | "label" | "heading":
                return str(self.headings[place % len(self.headings)])[:50]
            case "role":
                return "other"
            case "id" | "source":
                return f"n{place}"
            case "target":
                return f"n{place + 1}"
            case "code_url" | "url":
                found = _CODE.search(self.material)
                return found[0] if found else ""
            case "anchor" | "quote":
                return _anchor(self._one().text)
            case _:
                return self.say(self._one().text)

    def _questions(self) -> list[str]:
        source = re.search(r"<abstract>(.*?)</abstract>", self.task, re.DOTALL)
        words = list(dict.fromkeys(_WORD.findall(source[1] if source else self.material)))
        words = sorted(words, key=len, reverse=True)[: 2 * self._asked_for(10)] or ["method", "results"]
        pairs = [(words[i % len(words)], words[(i + 1) % len(words)]) for i in range(0, 2 * self._asked_for(10), 2)]
        form = "論文は{}と{}について何を述べているか。" if self.japanese else "What does the paper report on {} and {}?"
        return [form.format(*pair) for pair in pairs]

    def _asked_for(self, usual: int) -> int:
        found = re.search(r"(?:exactly|at most) (\d+) (?:questions|sentences)", self.task)
        return int(found[1]) if found else usual

    def _one(self) -> Sentence:
        self._next += 1
        return self._order[(self._next - 1) % len(self._order)]

    def _best(self, question: str) -> Sentence:
        asked = set(_WORD.findall(question.lower()))
        return max(self._order, key=lambda one: len(asked & one.words))

    def say(self, text: str) -> str:
        """What a model that understood this one sentence would write."""
        if not self.japanese:
            return text
        kept = [*_TERM.findall(text)[:2], max(_WORD.findall(text) or ["it"], key=len)]
        denied = re.search(r"\b(?:not|no|never|without|cannot)\b|n't\b", text)
        return "「" + "、".join(word.strip(".,") for word in kept) + "」" + (_DENIED if denied else _SAID)


def _anchor(text: str) -> str:
    words = text.split()
    return " ".join(words[:8]) if len(words) > 3 else text


def wrong_numbers(text: str) -> str:
    """One digit of each answer is another one."""
    return _in_texts(text, lambda said: re.sub(r"\d(?!.*\d)", lambda m: str((int(m[0]) + 3) % 10), said, count=1))


def flipped_negation(text: str) -> str:
    """Each answer says the opposite."""

    def flip(said: str) -> str:
        if said.endswith((_SAID, _DENIED)):
            return said.replace(_DENIED, _SAID) if _DENIED in said else said.replace(_SAID, _DENIED)
        if re.search(r"\bnot ", said):
            return re.sub(r"\bnot ", "", said, count=1)
        return re.sub(r"\b(is|are|was|were|can|does|do|has|have)\b", r"\1 not", said, count=1)

    return _in_texts(text, flip)


def invented_quotes(text: str) -> str:
    """The anchors stand nowhere in the paper."""
    return re.sub(r'("anchor": ")[^"]+"', r'\1the committee of seventeen llamas hereby concludes"', text)


def _in_texts(text: str, change: Any) -> str:  # noqa: ANN401 - str -> str
    def inside(value: Any) -> Any:  # noqa: ANN401 - JSON
        if isinstance(value, dict):
            return {k: change(v) if k == "text" and isinstance(v, str) else inside(v) for k, v in value.items()}
        return [inside(item) for item in value] if isinstance(value, list) else value

    return json.dumps(inside(json.loads(text)), ensure_ascii=False)
