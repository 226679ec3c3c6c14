"""A real, very small language model behind llama.cpp: the contract with a server that was not written for these tests.

Runs when ``xllamacpp`` is installed and ``DIGEST_TEST_GGUF`` names the file of SmolLM2-135M-Instruct (or any GGUF). The
model writes nonsense; what is held is that its replies pass through schema, ledger and budget as they should.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import BaseModel

from digest.config import Settings, bundled
from digest.errors import ContextTooLongError
from digest.llm.budget import Budget
from digest.llm.endpoint import pick_model
from digest.llm.openai_model import OpenAIModel
from digest.llm.request import Message, Request
from digest.models import CallState
from digest.store import Store

GGUF = os.environ.get("DIGEST_TEST_GGUF", "")
ROOT = Path(__file__).parents[2]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not GGUF, reason="DIGEST_TEST_GGUF names no model file"),
]


class Topic(BaseModel):
    """A reply that even a tiny model can give."""

    topic: str
    pages: int


def test_a_real_server_enforces_the_schema_and_its_tokens_are_counted(tmp_path: Path) -> None:
    pytest.importorskip("xllamacpp")
    sys.path.insert(0, str(ROOT))
    from bench.real_llm import serve  # noqa: PLC0415 - needs xllamacpp

    with serve(Path(GGUF), context=2048, threads=1, port=18_123) as url:
        settings = Settings(base_url=url, data_dir=tmp_path)
        with Store.open(tmp_path / "digest.db", bundled("migrations")) as store:
            asyncio.run(_ask(settings, store))


async def _ask(settings: Settings, store: Store) -> None:
    model = OpenAIModel(settings, store, Budget(None), model=await pick_model(settings))
    text = "We measure reading speed on ninety pages of paper."
    messages = (Message(role="user", content=f"Name the topic in three words: {text} Reply as JSON."),)
    request = Request(task="topic", messages=messages, schema_name="topic", max_output_tokens=80)
    try:
        topic, reply = await model.ask(request, Topic)
        assert isinstance(topic.pages, int)
        call = store.call(reply.call_key)
        assert call is not None
        assert call.state is CallState.RECEIVED
        assert call.usage is not None
        assert call.usage.input_tokens > 10
        assert call.cost_microusd is None
        long = request.model_copy(update={"messages": (Message(role="user", content="page " * 5_000),)})
        with pytest.raises(ContextTooLongError):
            await model.ask(long, Topic)
    finally:
        await model.aclose()


def test_the_bench_that_serves_models_says_what_is_missing() -> None:
    made = subprocess.run(
        [sys.executable, str(ROOT / "bench" / "real_llm.py")], capture_output=True, text=True, check=False
    )
    assert made.returncode == 2
    assert "--gguf" in made.stderr
