from __future__ import annotations

import pytest

from digest.llm.request import Message, Request
from digest.llm.wire import as_sent, extras

REQUEST = Request(
    task="answers",
    messages=(Message(role="user", content="?"),),
    schema_name="answers",
    max_output_tokens=100,
    prefix_key="the-paper",
)


@pytest.mark.parametrize(
    ("endpoint", "body"),
    [
        ("https://api.openai.com/v1", {"prompt_cache_key": "the-paper"}),
        ("https://openrouter.ai/api/v1", {"provider": {"require_parameters": True}}),
    ],
)
def test_a_provider_is_told_what_only_it_knows(endpoint: str, body: dict[str, object]) -> None:
    assert extras(endpoint, REQUEST) == {"extra_body": body}


def test_other_servers_get_nothing_that_they_may_reject() -> None:
    assert extras("http://127.0.0.1:8080/v1", REQUEST) == {}
    assert extras("https://api.openai.com/v1", REQUEST.model_copy(update={"prefix_key": None})) == {}


def test_what_is_added_stands_at_the_end_of_what_the_user_said_last() -> None:
    said = (Message(role="system", content="rules"), Message(role="user", content="paper"),
            Message(role="assistant", content="no"), Message(role="user", content="again"))  # fmt: skip
    sent = as_sent(said, "\n\nJSON schema")
    assert [message["content"] for message in sent] == ["rules", "paper", "no", "again\n\nJSON schema"]
