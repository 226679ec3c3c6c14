from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from digest.errors import BadReplyError
from digest.llm.faults import retry_after
from digest.llm.replies import read_completion, read_usage, validated
from digest.llm.schema import strict_schema, without_limits
from digest.llm.tokens import estimate_tokens
from digest.summarize.drafts import SCHEMAS
from tests.llm.asking import Claim

_FORBIDDEN = {"$ref", "$defs", "default", "format", "pattern", "title", "minLength", "maxLength", "minItems",
              "minimum", "maximum", "allOf"}  # fmt: skip

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


class Inner(BaseModel):
    note: str | None = Field(default=None, max_length=10)


class Outer(BaseModel):
    title: str = Field(min_length=3, pattern="^a")
    default: int = Field(default=3, ge=0)
    inner: list[Inner] = Field(default_factory=list, max_length=4)


def objects(node: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - JSON
    """All schemas inside a schema; the names of properties are not keywords."""
    inside = [*node.get("properties", {}).values(), *node.get("anyOf", [])]
    inside += [node["items"]] if "items" in node else []
    return [node, *(found for one in inside for found in objects(one))]


@pytest.mark.parametrize("reply_type", [Outer, *SCHEMAS.values()])
def test_schemas_stay_inside_what_every_server_understands(reply_type: type[BaseModel]) -> None:
    for node in objects(strict_schema(reply_type)):
        assert not _FORBIDDEN & set(node)
        if node.get("type") == "object":
            assert node["required"] == list(node["properties"])
            assert node["additionalProperties"] is False


@pytest.mark.parametrize("reply_type", [Outer, *SCHEMAS.values()])
def test_without_limits_nothing_else_of_a_schema_changes(reply_type: type[BaseModel]) -> None:
    with_them = objects(strict_schema(reply_type))
    without = objects(without_limits(strict_schema(reply_type)))
    assert [{**node, "items": 0, "properties": 0, "maxItems": 0, "anyOf": 0} for node in with_them] == [
        {**node, "items": 0, "properties": 0, "maxItems": 0, "anyOf": 0} for node in without
    ]
    assert not any("maxItems" in node for node in without)


def test_a_property_may_be_called_like_a_keyword_and_optional_means_nullable() -> None:
    schema = strict_schema(Outer)
    assert list(schema["properties"]) == ["title", "default", "inner"]
    note = schema["properties"]["inner"]["items"]["properties"]["note"]
    assert note["anyOf"] == [{"type": "string"}, {"type": "null"}]


@given(st.one_of(json_values.map(lambda value: json.dumps(value).encode()), st.binary(max_size=60)))
def test_whatever_comes_is_a_completion_or_a_bad_reply(raw: bytes) -> None:
    read_usage(raw)
    with pytest.raises(BadReplyError):
        read_completion(raw)


@given(st.dictionaries(st.sampled_from(["message", "finish_reason", "usage", "index"]), json_values), json_values)
def test_strange_choices_and_usages_never_crash(choice: dict[str, Any], usage: object) -> None:
    raw = json.dumps({"choices": [choice], "usage": usage}).encode()
    read_usage(raw)
    with contextlib.suppress(BadReplyError):
        assert isinstance(read_completion(raw).text, str)


@given(st.integers(min_value=1, max_value=60))
def test_a_truncated_reply_is_never_closed_for_the_model(cut: int) -> None:
    whole = '{"text": "It is so.", "sentences": [1, 2, 3], "anchor": "it is"}'
    assert validated(f"```json\n{whole}\n```", Claim).sentences == [1, 2, 3]
    with pytest.raises(BadReplyError):
        validated(whole[:cut], Claim)


def test_thinking_before_the_answer_is_left_out() -> None:
    body = {"choices": [{"message": {"content": "<think>hm {</think>\n{}"}, "finish_reason": "stop"}]}
    assert read_completion(json.dumps(body).encode()).text == "{}"


def test_estimates_follow_the_script() -> None:
    assert estimate_tokens(["word " * 740]) == 1000
    assert estimate_tokens(["論文" * 500]) == 750


def test_retry_after_may_be_seconds_milliseconds_or_a_date() -> None:
    assert retry_after({"retry-after": "1.5"}) == 1.5
    assert retry_after({"retry-after-ms": "250", "retry-after": "9"}) == 0.25
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    assert 25 < (retry_after({"retry-after": later}) or 0) <= 30
    assert retry_after({"retry-after": "soon"}) is None
