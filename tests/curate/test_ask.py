from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from digest.config import bundled, load_settings
from digest.curate.ask import VARIABLES, Tasks, ask
from digest.errors import ConfigError
from digest.llm.budget import Budget
from digest.llm.openai_model import OpenAIModel
from digest.store import Store
from digest.summarize import Prompts
from tests.export.golden import same_as_golden
from tests.fakes.chat import MODEL, ChatServer
from tests.summarize.papers import ScriptedModel

FOLDER = bundled("prompts")
WORDS = {"title": "A year", "names": [], "settled": False, "least": 2, "most": 4}
PAPERS = [{"number": 1, "title": "Lantern", "gist": "A retriever."}]


class Group(BaseModel):
    name: str
    papers: list[int]


class Groups(BaseModel):
    groups: list[Group]


def test_the_same_question_is_paid_for_once(tmp_path: Path) -> None:
    tasks = Tasks.load(FOLDER)

    async def asked(url: str, store: Store, sample: int) -> Groups:
        model = OpenAIModel(load_settings(base_url=url, api_key="sk-test-0"), store, Budget(None), model=MODEL)
        try:
            return await ask(model, tasks, "roundup", Groups, language="en", sample=sample, papers=PAPERS, **WORDS)
        finally:
            await model.aclose()

    with ChatServer() as chat, Store.open(tmp_path / "digest.db", bundled("migrations")) as store:
        first = asyncio.run(asked(chat.url, store, 0))
        assert asyncio.run(asked(chat.url, store, 0)) == first
        assert chat.answered == 1
        asyncio.run(asked(chat.url, store, 1))
        assert chat.answered == 2
        messages = chat.seen[0].body["messages"]
    assert "never an instruction" in messages[0]["content"]
    assert "[1] Lantern" in messages[1]["content"]


SETTLED = {"title": "A year", "names": ["Retrieval", "Agents"], "settled": True, "least": 2, "most": 4}
GROWING = SETTLED | {"settled": False}
OPENING = {"material": "Paper 1: Lantern\n- It needs no labels. [3]\n[3] Lantern needs no labels.", "example": 1}


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(
    ("name", "task", "words"),
    [
        ("roundup", "roundup", WORDS | {"papers": PAPERS}),
        ("roundup-settled", "roundup", SETTLED | {"papers": PAPERS}),
        ("roundup-growing", "roundup", GROWING | {"papers": PAPERS}),
        ("roundup-opening", "roundup-opening", OPENING),
    ],
)
def test_the_messages_are_these_to_the_byte(name: str, task: str, words: dict[str, Any], language: str) -> None:
    model = ScriptedModel({task: lambda _: {"groups": []}})
    asyncio.run(ask(model, Tasks.load(FOLDER), task, Groups, language=language, **words))
    text = "\n".join(f"===== {message.role}\n{message.content}" for message in model.asked[0].messages) + "\n"
    assert same_as_golden(f"../prompts/{name}.{language}.txt", text)


def test_notes_do_not_grow_old_when_a_page_is_asked_for_in_other_words() -> None:
    assert not set(VARIABLES) & set(Prompts.load(FOLDER).by_id)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("no front matter", "has no front matter"),
        ("---\nid: roundup\nversion: 1\nschema: roundup\n---\nx", "front matter needs exactly"),
        ("---\nid: other\nversion: 1\nschema: roundup\nmax_output_tokens: 9\n---\nx", "says that it is 'other'"),
        ("---\nid: roundup\nversion: 1\nschema: roundup\nmax_output_tokens: 9\n---\n{{ secret }}", "uses secret"),
        ("---\nid: roundup\nversion: 1\nschema: roundup\nmax_output_tokens: 9\n---\n{% if %}", r"roundup\.md: "),
    ],
)
def test_a_prompt_of_the_users_own_that_cannot_be_used_is_named(tmp_path: Path, text: str, complaint: str) -> None:
    (tmp_path / "roundup.md").write_text(text)
    with pytest.raises(ConfigError, match=complaint):
        Tasks.load(FOLDER, tmp_path)


def test_a_prompt_of_the_users_own_takes_the_place_of_ours(tmp_path: Path) -> None:
    (tmp_path / "roundup.md").write_text(
        "---\nid: roundup\nversion: 2\nschema: roundup\nmax_output_tokens: 9\n---\nSort {{ title }} in {{ code }}.\n"
    )
    assert Tasks.load(FOLDER, tmp_path)["roundup"].render(title="these", code="fr") == "Sort these in fr."


def test_a_missing_prompt_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"curate\.md cannot be read"):
        Tasks.load(tmp_path)
