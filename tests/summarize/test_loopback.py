"""The whole way of a note over real HTTP: our client, a ledger on disk, and an endpoint that can misbehave."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from digest.config import bundled, load_settings
from digest.document import Document
from digest.llm.budget import Budget
from digest.llm.openai_model import OpenAIModel
from digest.models import Note, Status
from digest.store import Store
from digest.summarize import Options, Prompts, write_note
from tests.fakes.chat import ChatServer
from tests.summarize.papers import document, paper

PROMPTS = Prompts.load(Path(__file__).parents[2] / "prompts")
DOC = document()


def written(server: ChatServer, folder: Path, monkeypatch: pytest.MonkeyPatch, doc: Document = DOC) -> Note:
    monkeypatch.setenv("DIGEST_BASE_URL", server.url)
    monkeypatch.setenv("DIGEST_MODEL", server.models[0])

    async def run() -> Note:
        store = Store.open(folder / "digest.db", bundled("migrations"))
        model = OpenAIModel(load_settings(), store, Budget(None), model=server.models[0])
        try:
            note, calls = await write_note(paper(), doc, model, PROMPTS, Options(), note_key="k")
        finally:
            await model.aclose()
        assert len(calls) == len(set(calls)) > 0
        return note

    return asyncio.run(run())


def test_an_obedient_endpoint_gives_a_note_that_is_verified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ChatServer() as server:
        note = written(server, tmp_path, monkeypatch)
    assert {p.status for p in note.passages} == {Status.VERIFIED}
    assert len(note.answers) == 10


@pytest.mark.parametrize("fault", ["wrong_numbers", "flipped_negation", "invented_quotes"])
def test_a_lying_endpoint_gives_a_note_that_verifies_none_of_its_lies(
    fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    true = {" ".join(DOC.sentence_text(i).split()) for i in range(len(DOC.sentences))}
    with ChatServer(plan={"*": fault}) as server:
        note = written(server, tmp_path, monkeypatch)
    claims = [p for p in note.passages if p is not note.answers[-1].passage]
    verified = [p.text for p in claims if p.status is Status.VERIFIED]
    assert set(verified) <= true
    assert any(p.status is Status.UNVERIFIED for p in claims)
    if fault == "invented_quotes":
        assert not verified
