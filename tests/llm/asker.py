"""A process that asks many questions and may be killed at any moment: ``python -m tests.llm.asker URL DB COUNT``."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from digest.config import bundled, load_settings
from digest.llm.budget import Budget
from digest.llm.openai_model import OpenAIModel
from digest.store import Store
from tests.fakes.chat import MODEL
from tests.llm.asking import Claim, request


async def _ask(url: str, path: Path, count: int) -> None:
    settings = load_settings(base_url=url, concurrency=4)
    with Store.open(path, bundled("migrations")) as store:
        model = OpenAIModel(settings, store, Budget(None), model=MODEL)
        try:
            await asyncio.gather(*(model.ask(request(f"Question {n}?"), Claim) for n in range(count)))
        finally:
            await model.aclose()


if __name__ == "__main__":
    asyncio.run(_ask(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))
