"""A chat endpoint, a real database and a client between them."""

from __future__ import annotations

import logging
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from digest.config import bundled, load_settings
from digest.llm.budget import Budget
from digest.llm.openai_model import OpenAIModel
from digest.store import Store
from tests.fakes.chat import MODEL, ChatServer

KEY = "sk-test-0123456789abcdefghij"

Opener = Callable[..., AbstractAsyncContextManager[OpenAIModel]]


@pytest.fixture
def chat() -> Iterator[ChatServer]:
    with ChatServer() as server:
        yield server


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("fresh") / "digest.db"
    Store.open(path, bundled("migrations")).close()
    return path


@pytest.fixture
def path(fresh: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(fresh, tmp_path / "digest.db"))


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.open(path, bundled("migrations")) as store:
        yield store


@pytest.fixture
def opened(chat: ChatServer, store: Store) -> Opener:
    """A client for the endpoint: ``async with opened(budget=..., **settings) as model``."""

    @asynccontextmanager
    async def opening(*, budget: Budget | None = None, **settings: object) -> AsyncIterator[OpenAIModel]:
        given = load_settings(**({"base_url": chat.url, "api_key": KEY} | settings))
        model = OpenAIModel(given, store, budget or Budget(None), model=MODEL)
        try:
            yield model
        finally:
            await model.aclose()

    return opening


@pytest.fixture(autouse=True)
def no_secret_in_logs(caplog: pytest.LogCaptureFixture, path: Path) -> Iterator[None]:
    """Whatever a test does, the key is neither logged nor written to the disk."""
    caplog.set_level(logging.DEBUG)
    yield
    assert KEY not in caplog.text
    for file in path.parent.rglob("*"):
        assert not file.is_file() or KEY.encode() not in file.read_bytes(), file
