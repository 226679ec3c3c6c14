from __future__ import annotations

import asyncio

import pytest

from digest.config import load_settings
from digest.errors import ConfigError, ModelDownError
from digest.llm.endpoint import Finding, check_endpoint, pick_model
from tests.fakes.chat import MODEL, ChatServer
from tests.llm.conftest import KEY


def found(chat: ChatServer, **settings: object) -> list[Finding]:
    return asyncio.run(check_endpoint(load_settings(base_url=chat.url, api_key=KEY, **settings)))


def test_the_only_model_that_is_served_is_used(chat: ChatServer) -> None:
    assert asyncio.run(pick_model(load_settings(base_url=chat.url))) == MODEL
    assert all(finding.good for finding in found(chat))


def test_among_several_models_the_user_chooses(chat: ChatServer) -> None:
    chat.models = ("small", "large")
    with pytest.raises(ConfigError, match=r"small, large(.|\n)*DIGEST_MODEL"):
        asyncio.run(pick_model(load_settings(base_url=chat.url)))
    assert "DIGEST_MODEL" in found(chat)[-1].mend


def test_a_model_that_is_not_there_is_named_with_those_that_are(chat: ChatServer) -> None:
    bad = [finding for finding in found(chat, model="missing") if not finding.good]
    assert len(bad) == 1
    assert "missing" in bad[0].what
    assert MODEL in bad[0].what


def test_a_refused_key_is_said_without_saying_the_key(chat: ChatServer) -> None:
    chat.plan = {"models": "401"}
    [finding] = found(chat)
    assert not finding.good
    assert "DIGEST_API_KEY" in finding.mend
    assert KEY not in finding.what + finding.mend


def test_a_closed_port_is_unreachable() -> None:
    settings = load_settings(base_url="http://127.0.0.1:1/v1")
    [finding] = asyncio.run(check_endpoint(settings))
    assert not finding.good
    assert "cannot be reached" in finding.what
    with pytest.raises(ModelDownError):
        asyncio.run(pick_model(settings))
