"""The whole way of a survey over real HTTP: our client, a ledger on disk, and an endpoint that can lie."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from digest.config import bundled, load_settings
from digest.curate.survey import survey
from digest.editions import Claim, Edition
from digest.export.dialects import DIALECTS
from digest.export.style import Style
from digest.export.survey import render_survey
from digest.llm.budget import Budget
from digest.llm.openai_model import OpenAIModel
from digest.store import Store
from tests.curate.reviews import TASKS, collection, world
from tests.export.golden import same_as_golden
from tests.fakes.chat_curate import CurateServer

ITEMS, DOCS = world()
COLUMNS = ("Licence", "Size")


def surveyed(
    server: CurateServer,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    language: str = "en",
    columns: Sequence[str] = COLUMNS,
) -> Edition:
    monkeypatch.setenv("DIGEST_BASE_URL", server.url)
    monkeypatch.setenv("DIGEST_MODEL", server.models[0])

    async def run() -> Edition:
        store = Store.open(folder / "digest.db", bundled("migrations"))
        model = OpenAIModel(load_settings(), store, Budget(None), model=server.models[0])
        try:
            return await survey(
                collection(ITEMS), ITEMS, DOCS, columns=columns, llm=model, prompts=TASKS, language=language
            )
        finally:
            await model.aclose()

    return asyncio.run(run())


def claims(edition: Edition) -> Iterator[Claim]:
    for group in edition.groups:
        yield from group.prose
    yield from edition.outlook


def page(edition: Edition, language: str, dialect: str = "gfm") -> str:
    style = Style(language=language, dialect=dialect)
    ((_, content),) = render_survey(collection(ITEMS), ITEMS, edition, style=style).files.items()
    return content.decode()


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_page_that_an_obedient_endpoint_brings_about_is_as_agreed(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with CurateServer() as server:
        edition = surveyed(server, tmp_path, monkeypatch, language)
    assert edition.removed == 0
    assert all(claim.supports for claim in claims(edition))
    assert any(len(claim.supports) == 2 for claim in claims(edition))
    assert same_as_golden(f"survey/whole.{language}.md", page(edition, language))


def test_a_second_run_pays_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with CurateServer() as server:
        first = surveyed(server, tmp_path, monkeypatch)
        paid = server.answered
        second = surveyed(server, tmp_path, monkeypatch)
        assert server.answered == paid > 0
    assert first == second


@pytest.mark.parametrize("rejects", [{"json_schema"}, {"json_schema", "json_object"}])
def test_an_endpoint_without_schemas_brings_about_the_same_page(
    rejects: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("with", "without"):
        (tmp_path / name).mkdir()
    with CurateServer() as server:
        usual = surveyed(server, tmp_path / "with", monkeypatch)
    with CurateServer(rejects=rejects) as server:
        assert surveyed(server, tmp_path / "without", monkeypatch) == usual


def test_another_column_pays_for_the_fields_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with CurateServer() as server:
        surveyed(server, tmp_path, monkeypatch, columns=())
        paid = server.answered
        surveyed(server, tmp_path, monkeypatch)
        assert server.answered - paid == len(DOCS)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_what_an_endpoint_invents_is_on_no_page(language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("honest", "lying"):
        (tmp_path / name).mkdir()
    with CurateServer() as server:
        honest = surveyed(server, tmp_path / "honest", monkeypatch, language)
    with CurateServer(plan={"survey-prose": "invents", "survey-cells": "invents"}) as server:
        lying = surveyed(server, tmp_path / "lying", monkeypatch, language)
    for dialect in DIALECTS:
        text = page(lying, language, dialect)
        assert not re.search("prizes|賞", text)
        assert re.search(f"were left out: {lying.removed}|裏づけられなかった{lying.removed}件", text)
    true = {claim.text for claim in claims(honest)}
    for claim in claims(lying):  # all that is left was there before, whole or as a part of a comparison
        assert any(claim.text.rstrip(".。") in said for said in true)
    assert lying.removed >= len(lying.groups)


def test_statements_given_to_the_wrong_paper_are_on_no_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with CurateServer(plan={"survey-prose": "wrong_paper"}) as server:
        edition = surveyed(server, tmp_path, monkeypatch)
    for claim in claims(edition):
        for support in claim.supports:
            text = DOCS[support.paper_id].text
            assert all(text[e.start : e.end] == e.quote for e in support.evidence)
            others = [i.paper for i in ITEMS if i.paper and i.paper.id != support.paper_id]
            assert not any(other.title.split(":")[0] in claim.text for other in others if len(claim.supports) == 1)


@pytest.mark.parametrize("fault", ["wrong_shape", "empty", "prose", "cut"])
def test_an_endpoint_that_cannot_write_costs_the_prose_and_not_the_page(
    fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with CurateServer(plan={"*": fault}) as server:
        edition = surveyed(server, tmp_path, monkeypatch)
    assert [group.name for group in edition.groups] == ["Information Retrieval", "Databases", "Other"]
    assert [bool(group.prose) for group in edition.groups] == [True, True, False]
    assert not edition.outlook
    assert not any(cell.passage for column in edition.columns[1:] for cell in column.cells)
    assert "References" in page(edition, "en")
