"""The whole way of a roundup over real HTTP: our client, a ledger on disk, and an endpoint that can lie."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from digest.config import bundled, load_settings
from digest.curate.groups import group
from digest.document import Document
from digest.editions import Edition
from digest.export.item import Item
from digest.export.roundup import render_roundup
from digest.export.style import Style
from digest.llm.budget import Budget
from digest.llm.openai_model import OpenAIModel
from digest.llm.request import Request
from digest.store import Store
from tests.curate.reviews import TASKS, collection, world
from tests.export.golden import same_as_golden
from tests.fakes.chat_curate import CurateServer
from tests.summarize.papers import ScriptedModel

ITEMS, DOCS = world()


def rounded(
    server: CurateServer,
    folder: Path,
    language: str = "en",
    *,
    items: Sequence[Item] = ITEMS,
    documents: Mapping[str, Document] | None = DOCS,
) -> Edition:
    async def run() -> Edition:
        with Store.open(folder / "digest.db", bundled("migrations")) as store:
            settings = load_settings(base_url=server.url, api_key="sk-test-0")
            model = OpenAIModel(settings, store, Budget(None), model=server.models[0])
            try:
                return await group(
                    collection(items),
                    items,
                    names=None,
                    llm=model,
                    prompts=TASKS,
                    language=language,
                    documents=documents,
                )
            finally:
                await model.aclose()

    return asyncio.run(run())


def page(edition: Edition, language: str = "en") -> str:
    style = Style(language=language)
    ((_, content),) = render_roundup(collection(ITEMS), ITEMS, edition, style=style).files.items()
    return content.decode()


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_page_that_an_obedient_endpoint_brings_about_is_as_agreed(language: str, tmp_path: Path) -> None:
    with CurateServer() as server:
        edition = rounded(server, tmp_path, language)
    assert 1 <= len(edition.introduction) <= 3
    assert all(claim.supports for claim in edition.introduction)
    assert sorted(at for one in edition.groups for at in one.positions) == [item.entry.position for item in ITEMS]
    assert same_as_golden(f"roundup/whole.{language}.md", page(edition, language))


def test_a_second_run_pays_nothing(tmp_path: Path) -> None:
    with CurateServer() as server:
        first = rounded(server, tmp_path)
        paid = server.answered
        assert rounded(server, tmp_path) == first
        assert server.answered == paid == 2


def test_what_a_model_invents_is_taken_out_and_counted(tmp_path: Path) -> None:
    with CurateServer(plan={"survey-prose": "invents"}) as server:
        edition = rounded(server, tmp_path)
    assert edition.removed == 1
    assert "73 prizes" not in page(edition)
    assert "Statements of that model that did not pass the check and were left out: 1." in page(edition)


def test_without_the_texts_of_the_papers_nothing_is_claimed(tmp_path: Path) -> None:
    with CurateServer() as server:
        assert not rounded(server, tmp_path, documents=None).introduction
        assert not rounded(server, tmp_path, documents={}).introduction
        assert server.answered == 1


def test_two_papers_need_no_opening(tmp_path: Path) -> None:
    with CurateServer() as server:
        assert not rounded(server, tmp_path, items=ITEMS[:2]).introduction


def test_a_model_that_groups_but_cannot_write_costs_only_the_opening() -> None:
    def fails(request: Request) -> object:
        del request
        return {"sentences": "none"}

    model = ScriptedModel({"roundup": lambda _: {"groups": [{"name": "All", "papers": [1, 2, 3, 4]}]},
                           "roundup-opening": fails})  # fmt: skip
    edition = asyncio.run(
        group(collection(ITEMS), ITEMS, names=None, llm=model, prompts=TASKS, language="en", documents=DOCS)
    )
    assert [one.name for one in edition.groups] == ["All"]
    assert not edition.introduction
