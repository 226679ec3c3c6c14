"""The endpoint that the other tests trust: its notes pass the checks, and its planted faults do not."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from digest.config import bundled
from digest.models import Note, Status
from digest.summarize import Options, Prompts, write_note
from tests.fakes.chat import ChatServer
from tests.llm.conftest import Opener
from tests.summarize.papers import document, paper


def noted(opened: Opener, language: str) -> Note:
    async def run() -> Note:
        async with opened() as model:
            prompts = Prompts.load(bundled("prompts"))
            options = Options(language=language)
            return (await write_note(paper(), document(), model, prompts, options, note_key="key"))[0]

    return asyncio.run(run())


def verified(note: Note) -> int:
    return sum(answer.passage.status is Status.VERIFIED for answer in note.answers)


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("rejects", [set(), {"json_schema", "json_object"}])
def test_a_note_of_the_fake_model_is_verified(
    opened: Opener, chat: ChatServer, language: str, rejects: set[str]
) -> None:
    chat.rejects = rejects
    note = noted(opened, language)
    assert verified(note) == len(note.answers) == 10


@pytest.mark.parametrize("fault", ["wrong_numbers", "flipped_negation", "invented_quotes"])
def test_planted_faults_change_what_is_verified(opened: Opener, chat: ChatServer, fault: str) -> None:
    chat.plan = {"*": fault}
    note = noted(opened, "en")
    assert verified(note) < len(note.answers)


def test_it_runs_by_hand() -> None:
    with ChatServer() as placeholder:
        port = placeholder.port  # free again when the block ends
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.fakes.chat", "--port", str(port)], cwd=Path(__file__).parents[2]
    )
    try:
        for _ in range(100):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/models", timeout=5) as answer:
                    assert b"fake-model" in answer.read()
                break
            except OSError:
                assert process.poll() is None
                subprocess.run(["sleep", "0.1"], check=True)
        else:
            pytest.fail("it never answered")
    finally:
        process.terminate()
        process.wait(10)
