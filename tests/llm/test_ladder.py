from __future__ import annotations

import asyncio
import json

import pytest

from digest.config import OPENAI_BASE_URL
from digest.llm.capability import Capability
from tests.fakes.chat import ChatServer
from tests.llm.asking import request
from tests.llm.conftest import Opener
from tests.llm.test_asking import asked


@pytest.mark.parametrize(
    ("rejects", "modes"),
    [
        ({"json_schema"}, ["json_schema", "json_object"]),
        ({"json_schema", "json_object"}, ["json_schema", "json_object", "prompt"]),
        ({"json_object"}, ["json_schema"]),
    ],
)
def test_the_first_call_finds_the_rung_and_later_runs_remember_it(
    opened: Opener, chat: ChatServer, rejects: set[str], modes: list[str]
) -> None:
    chat.rejects = rejects
    asked(opened)
    assert [seen.mode for seen in chat.seen] == modes
    assert chat.answered == 1
    chat.seen.clear()
    asked(opened, "Another question?")
    assert [seen.mode for seen in chat.seen] == modes[-1:]


def test_below_json_schema_the_prompt_holds_the_schema(opened: Opener, chat: ChatServer) -> None:
    chat.rejects = {"json_schema"}
    asked(opened)
    assert '"anchor"' in chat.seen[1].body["messages"][-1]["content"]


@pytest.mark.parametrize(
    ("name", "other"), [("max_tokens", "max_completion_tokens"), ("temperature", None), ("reasoning_effort", None)]
)
def test_a_rejected_parameter_is_left_out_from_then_on(
    opened: Opener, chat: ChatServer, name: str, other: str | None
) -> None:
    chat.rejects = {name}
    asked(opened, "First?", "Second?", reasoning_effort="low")
    assert len(chat.seen) == 3
    assert name in chat.seen[0].body
    assert name not in chat.seen[1].body
    assert name not in chat.seen[2].body
    assert other is None or other in chat.seen[2].body


def test_a_server_that_rejects_limits_gets_the_schema_without_them(opened: Opener, chat: ChatServer) -> None:
    chat.rejects = {"maxItems"}
    asked(opened, "First?", "Second?")
    assert [seen.mode for seen in chat.seen] == ["json_schema"] * 3
    assert ["maxItems" in json.dumps(seen.body["response_format"]) for seen in chat.seen] == [True, False, False]


def test_a_server_that_rejects_every_name_of_the_limit_is_not_asked_for_ever(opened: Opener, chat: ChatServer) -> None:
    chat.rejects = {"max_tokens", "max_completion_tokens"}
    with pytest.raises(Exception, match="not supported"):
        asked(opened)
    assert len(chat.seen) <= 8


def test_a_server_that_ignores_the_schema_is_told_it_in_the_prompt(opened: Opener, chat: ChatServer) -> None:
    chat.plan = {1: "wrong_shape"}
    asked(opened, "First?", "Second?")
    assert '"anchor"' in chat.seen[1].body["messages"][-1]["content"]
    assert [seen.mode for seen in chat.seen] == ["json_schema", "json_object", "json_object"]


def test_how_json_was_asked_for_is_in_no_key(opened: Opener, chat: ChatServer) -> None:
    asked(opened)

    async def run() -> None:
        async with opened() as model:
            model._capability = Capability(mode="prompt")
            from tests.llm.asking import Claim  # noqa: PLC0415 - only here

            await model.ask(request("How accurate?"), Claim)

    asyncio.run(run())
    assert len(chat.seen) == 1


def test_at_openai_all_that_comes_before_the_task_is_the_same_for_all_tasks() -> None:
    """Its cache looks at the form of the reply first, then at the messages from their start."""
    capability = Capability.start(OPENAI_BASE_URL)
    schemas = [{"type": "object", "title": name} for name in ("summary", "answers")]
    asked = [capability.parameters(schema, "reply", 3_000, None)["response_format"] for schema in schemas]
    assert asked == [{"type": "json_object"}] * 2
    assert [json.dumps(schema) in capability.addition(schema) for schema in schemas] == [True, True]
    assert Capability.start("http://127.0.0.1:8080/v1").mode == "json_schema"
